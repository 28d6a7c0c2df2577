import { Field } from '../../parts/field.tsx';
import { Input } from '../../parts/input.tsx';

interface WhenFieldProps {
  readonly label: string;
  readonly name?: string;
  readonly type: 'date' | 'time';
  readonly value: string;
  readonly onInput: (value: string) => void;
}

/** A day or a time of day. */
export const WhenField = ({ label, name, type, value, onInput }: WhenFieldProps) => (
  <Field label={label} name={name}>
    {control => (
      <Input
        {...control}
        class="input"
        type={type}
        // Seconds are shown where there are some.
        step={type === 'time' && value.length > 5 ? 1 : undefined}
        value={value}
        onInput={event => onInput(event.currentTarget.value)}
      />
    )}
  </Field>
);
