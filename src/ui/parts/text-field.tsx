import type { ComponentChildren } from 'preact';
import { Field } from './field.tsx';
import { Input } from './input.tsx';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly name?: string;
  readonly type?: 'text' | 'password' | 'number' | 'search';
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly autocomplete?: 'off' | 'username' | 'current-password' | 'new-password';
  readonly readOnly?: boolean;
  readonly maxLength?: number;
  /** For numbers. */
  readonly min?: number;
  readonly max?: number;
  /** What stands at the right of the text. */
  readonly after?: ComponentChildren;
}

/** One line of text with its label. */
export function TextField({
  label,
  value,
  onInput,
  name,
  hint,
  error,
  after,
  type = 'text',
  ...input
}: TextFieldProps) {
  return (
    <Field label={label} name={name} hint={hint} error={error}>
      {control => (
        <div class="with-after">
          <Input
            {...control}
            {...input}
            type={type}
            class="input"
            name={name}
            value={value}
            spellcheck={false}
            autocapitalize="off"
            onInput={event => onInput(event.currentTarget.value)}
          />
          {after}
        </div>
      )}
    </Field>
  );
}
