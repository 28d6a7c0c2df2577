import { useState } from 'preact/hooks';
import type { FieldControl } from './field.tsx';
import { Input } from './input.tsx';

interface DraftInputProps extends Partial<FieldControl> {
  readonly class: string;
  readonly type: 'text' | 'number' | 'password';
  readonly disabled: boolean;
  readonly 'aria-label'?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: 'any';
  readonly value: string;
  /** Told when Enter is pressed or the field is left, if the text was changed. */
  readonly onCommit: (text: string) => void;
}

/** An input that keeps what is being typed to itself until it is finished; then it shows the value it is given again. */
export function DraftInput({ value, onCommit, type, ...input }: DraftInputProps) {
  const [draft, setDraft] = useState<string | undefined>();
  return (
    <Input
      {...input}
      type={type}
      value={draft ?? value}
      onInput={event => setDraft(event.currentTarget.value)}
      onChange={event => {
        setDraft(undefined);
        onCommit(event.currentTarget.value);
      }}
      onBlur={() => setDraft(undefined)}
    />
  );
}
