import type { Setting } from '../api/contract.ts';
import { useSpeaker } from './data/speaker.ts';
import { type Saving, useSetting } from './data/use-setting.ts';
import { DraftInput } from './parts/draft-input.tsx';
import { Field, type FieldControl } from './parts/field.tsx';
import { Select, type Option } from './parts/select.tsx';
import { Slider, type NumberRange } from './parts/slider.tsx';
import { Switch } from './parts/switch.tsx';
import { type NumberLimits, numberProblem } from './text/number-problem.ts';
import { t } from './language/translate.ts';

interface SettingFieldProps {
  /** The path of the setting. */
  readonly path: string;
  /** Shorter than the setting's title, where what stands around it says the rest. */
  readonly label?: string;
  /** Choices for a text that is really one of a list that only the speaker knows. */
  readonly options?: readonly Option[];
  /** What people call the values. */
  readonly words?: Readonly<Record<string, string>>;
  readonly hint?: string;
}

/** One setting, shown as its schema and hint tell. A change applies at once and can be undone. */
export function SettingField({ path, label, options, words = {}, hint }: SettingFieldProps) {
  const { session } = useSpeaker();
  const { setting, saving, wanted, change } = useSetting(path, words);
  if (setting === undefined) return null;
  // Who may change nothing at all is told so by the page.
  const lockNote = !setting.writable && session.may('operator') ? ` ${t('Your role may not change this.')}` : '';
  return (
    <Field
      label={label ?? setting.title}
      setting={path}
      hint={<Hint text={`${hint ?? ''}${lockNote}`} saving={saving} />}
      error={saving.state === 'refused' ? saving.message : undefined}
    >
      {control => (
        <SettingControl
          control={control}
          setting={setting}
          value={wanted === undefined ? setting.value : wanted.value}
          refused={wanted === undefined && saving.state === 'refused' ? saving.value : undefined}
          options={options ?? optionsOf(setting, words)}
          locked={!setting.writable}
          onChange={change}
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
        {state === 'saving' && ` ${t('Saving …')}`}
        {state === 'saved' && ` ✓ ${t('Saved')}`}
      </span>
    </>
  );
}

interface SettingControlProps {
  readonly control: FieldControl;
  readonly setting: Setting;
  /** What is shown: what the setting is, or is to be as soon as the speaker has answered. */
  readonly value: unknown;
  /** What the speaker did not take: a text stays, so that nobody has to type it again. */
  readonly refused: unknown;
  readonly options: readonly Option[];
  readonly locked: boolean;
  readonly onChange: (value: unknown) => void;
}

function SettingControl({ control, setting, value, refused, options, locked, onChange }: SettingControlProps) {
  const { title, schema, hint } = setting;
  const common = { control, disabled: locked, onChange };
  if (schema['type'] === 'boolean') return <Switch {...common} on={value === true} />;
  if (options.length > 0) return <Select {...common} value={String(value)} options={options} />;
  const range = rangeOf(setting);
  if (range !== undefined) return <Slider {...common} label={title} value={Number(value)} range={range} />;
  const limits = limitsOf(setting);
  return (
    <DraftInput
      {...control}
      class="input"
      type={inputType(hint, limits)}
      value={String(refused ?? value)}
      disabled={locked}
      problemOf={text => (limits === undefined ? undefined : numberProblem(text, limits))}
      onCommit={text => onChange(limits === undefined ? text : Number(text))}
    />
  );
}

function inputType(
  hint: string | undefined,
  limits: NumberLimits | undefined,
): 'password' | 'time' | 'text' | 'number' {
  if (hint === 'password' || hint === 'time') return hint;
  return limits === undefined ? 'text' : 'number';
}

const optionsOf = ({ schema }: Setting, words: Readonly<Record<string, string>>): readonly Option[] =>
  Array.isArray(schema['enum'])
    ? schema['enum'].map(value => ({ value: String(value), label: words[String(value)] ?? String(value) }))
    : [];

/** Undefined where it is no number. */
function limitsOf({ schema, unit = '' }: Setting): NumberLimits | undefined {
  const { type, minimum, maximum } = schema as { type?: unknown; minimum?: unknown; maximum?: unknown };
  if (type !== 'number' && type !== 'integer') return undefined;
  return { min: numberIn(minimum), max: numberIn(maximum), whole: type === 'integer', unit };
}

const numberIn = (keyword: unknown) => (typeof keyword === 'number' ? keyword : undefined);

function rangeOf(setting: Setting): NumberRange | undefined {
  const { min, max, whole = false, unit = '' } = limitsOf(setting) ?? {};
  if (setting.hint !== 'slider' || min === undefined || max === undefined) return undefined;
  return { min, max, step: whole ? 1 : 0.5, whole, unit };
}
