import { useState } from 'preact/hooks';
import type { Setting } from '../api/contract.ts';
import { Refusal } from './data/refusal.ts';
import { useSpeaker } from './data/speaker.ts';
import { DraftInput } from './parts/draft-input.tsx';
import { Field, type FieldControl } from './parts/field.tsx';
import { Select, type Option } from './parts/select.tsx';
import { Slider, type NumberRange } from './parts/slider.tsx';
import { Switch } from './parts/switch.tsx';
import { settingText } from './text/setting-text.ts';

interface SettingFieldProps {
  /** The path of the setting. */
  readonly path: string;
  /** Choices for a text that is really one of a list that only the speaker knows. */
  readonly options?: readonly Option[];
  /** What people call the values. */
  readonly words?: Readonly<Record<string, string>>;
  readonly hint?: string;
}

type Saving = { readonly state: 'idle' | 'saving' | 'saved' } | { readonly state: 'refused'; readonly message: string };

/** One setting, shown as its schema and hint tell. A change applies at once and can be undone. */
export function SettingField({ path, options, words = {}, hint }: SettingFieldProps) {
  const { settingAt, client, settings, toasts, session } = useSpeaker();
  const [saving, setSaving] = useState<Saving>({ state: 'idle' });
  const setting = settingAt.value.get(path);
  if (setting === undefined) return null;

  const write = async (value: unknown) => {
    setSaving({ state: 'saving' });
    try {
      await client.change({ method: 'PATCH', path: '/api/settings', body: { [path]: value } });
      setSaving({ state: 'saved' });
    } catch (error) {
      setSaving({ state: 'refused', message: error instanceof Refusal ? error.message : 'The page failed.' });
      throw error;
    } finally {
      await settings.ask();
    }
  };
  const change = async (value: unknown) => {
    const before = setting.value;
    if (value === before) return;
    await write(value);
    const text = `${setting.title}: ${settingText(setting, value, words)}`;
    toasts.done(text, { about: path, undo: () => write(before) });
  };
  // What was refused is told at the field.
  const tryChange = (value: unknown) =>
    void change(value).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  // Who may change nothing at all is told so by the page.
  const lockNote = !setting.writable && session.may('operator') ? ' Your role may not change this.' : '';
  return (
    <Field
      label={setting.title}
      hint={<Hint text={`${hint ?? ''}${lockNote}`} saving={saving} />}
      error={saving.state === 'refused' ? saving.message : undefined}
    >
      {control => (
        <SettingControl
          control={control}
          setting={setting}
          options={options ?? optionsOf(setting, words)}
          locked={!setting.writable}
          onChange={tryChange}
        />
      )}
    </Field>
  );
}

function Hint({ text, saving: { state } }: { readonly text: string; readonly saving: Saving }) {
  return (
    <>
      {text}
      <span class="saved" role="status">
        {state === 'saving' ? ' Saving …' : ''}
        {state === 'saved' ? ' ✓ Saved' : ''}
      </span>
    </>
  );
}

interface SettingControlProps {
  readonly control: FieldControl;
  readonly setting: Setting;
  readonly options: readonly Option[];
  readonly locked: boolean;
  readonly onChange: (value: unknown) => void;
}

function SettingControl({ control, setting, options, locked, onChange }: SettingControlProps) {
  const { value, title, schema, hint } = setting;
  const common = { control, disabled: locked, onChange };
  if (schema['type'] === 'boolean') return <Switch {...common} on={value === true} />;
  if (options.length > 0) return <Select {...common} value={String(value)} options={options} />;
  const range = rangeOf(setting);
  if (range !== undefined) return <Slider {...common} label={title} value={Number(value)} range={range} />;
  const isNumber = schema['type'] === 'number' || schema['type'] === 'integer';
  return (
    <DraftInput
      {...control}
      class="input"
      type={hint === 'password' ? 'password' : isNumber ? 'number' : 'text'}
      value={String(value)}
      disabled={locked}
      onCommit={text => onChange(isNumber ? Number(text) : text)}
    />
  );
}

const optionsOf = ({ schema }: Setting, words: Readonly<Record<string, string>>): readonly Option[] =>
  Array.isArray(schema['enum'])
    ? schema['enum'].map(value => ({ value: String(value), label: words[String(value)] ?? String(value) }))
    : [];

function rangeOf({ schema, hint, unit = '' }: Setting): NumberRange | undefined {
  const { minimum, maximum, type } = schema as { minimum?: unknown; maximum?: unknown; type?: unknown };
  if (hint !== 'slider' || typeof minimum !== 'number' || typeof maximum !== 'number') return undefined;
  return { min: minimum, max: maximum, step: type === 'integer' ? 1 : 0.5, unit };
}
