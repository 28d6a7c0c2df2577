import { Field, type FieldControl } from '../parts/field.tsx';
import { Input } from '../parts/input.tsx';
import { type Option, Select } from '../parts/select.tsx';
import { Switch } from '../parts/switch.tsx';
import type { Choices } from './choices.ts';
import { ClipChoice } from './clip-choice.tsx';
import type { FieldSpec } from './schema-fields.ts';
import { t } from '../language/translate.ts';

interface ValueFieldProps {
  readonly spec: FieldSpec;
  /** Names the field where a problem is told: `action.args.location`. */
  readonly name: string;
  readonly text: string;
  /** An empty text stands for any value. */
  readonly any?: boolean;
  readonly choices: Choices;
  readonly onChange: (text: string) => void;
}

/** One field that a JSON Schema describes: a switch, a choice, a number or a text. */
export function ValueField({ spec, name, text, any = false, choices, onChange }: ValueFieldProps) {
  const options = spec.refers === undefined ? spec.options : choices(spec.refers);
  return (
    <Field label={spec.title} name={name} hint={any ? undefined : spec.hint}>
      {control => (
        <ValueControl
          control={control}
          spec={spec}
          text={text}
          any={any}
          options={spec.kind === 'boolean' ? YES_NO : options}
          onChange={onChange}
        />
      )}
    </Field>
  );
}

const YES_NO: readonly Option[] = [
  { value: 'true', label: t('Yes') },
  { value: 'false', label: t('No') },
];

interface ValueControlProps {
  readonly control: FieldControl;
  readonly spec: FieldSpec;
  readonly text: string;
  readonly any: boolean;
  readonly options: readonly Option[];
  readonly onChange: (text: string) => void;
}

function ValueControl(props: ValueControlProps) {
  const { control, spec, text, any, options, onChange } = props;
  if (spec.kind === 'boolean' && !any && spec.required)
    return <Switch control={control} on={text === 'true'} onChange={on => onChange(String(on))} />;
  const all = [...emptyOption(spec, any), ...options];
  if (spec.refers?.to === 'clip-file') return <ClipChoice {...props} options={all} />;
  const isChoice = spec.kind === 'choice' || spec.kind === 'boolean' || spec.refers !== undefined;
  if (isChoice) return <Select control={control} value={text} options={all} onChange={onChange} />;
  return <TextControl {...props} />;
}

/** What stands for no value. */
function emptyOption({ required, mayBeEmpty, refers, kind }: FieldSpec, any: boolean): readonly Option[] {
  if (any) return [{ value: '', label: t('Any') }];
  if (mayBeEmpty || !required) return [{ value: '', label: t('Usual') }];
  return refers !== undefined && kind !== 'boolean' ? [{ value: '', label: t('Choose …') }] : [];
}

function TextControl({ control, spec, text, any, onChange }: ValueControlProps) {
  if (spec.long && !any) {
    return (
      <textarea
        {...control}
        class="input"
        rows={3}
        value={text}
        spellcheck={false}
        onInput={event => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <Input
      {...control}
      class="input"
      type={spec.kind === 'number' ? 'number' : 'text'}
      step="any"
      placeholder={any ? t('Any') : undefined}
      value={text}
      autocomplete="off"
      spellcheck={false}
      autocapitalize="off"
      onInput={event => onChange(event.currentTarget.value)}
    />
  );
}
