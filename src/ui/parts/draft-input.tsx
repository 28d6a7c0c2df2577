import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { FieldControl } from './field.tsx';
import { Input } from './input.tsx';

interface DraftInputProps extends Partial<FieldControl> {
  readonly class: string;
  readonly type: 'text' | 'number' | 'password' | 'time';
  readonly disabled: boolean;
  readonly 'aria-label'?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: 'any';
  readonly value: string;
  /** Why a text cannot be taken, as a sentence. It then stays as it was typed, with that sentence beside it. */
  readonly problemOf?: (text: string) => string | undefined;
  /** Told when Enter is pressed or the field is left, if the text was changed. */
  readonly onCommit: (text: string) => void;
}

/** An input that keeps what is being typed to itself until it is finished; then it shows the value it is given again. */
export function DraftInput({ value, problemOf = () => undefined, onCommit, type, ...input }: DraftInputProps) {
  const id = useId();
  const element = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState<string | undefined>();
  const [problem, setProblem] = useState<string | undefined>();
  const settle = () => {
    setDraft(undefined);
    setProblem(undefined);
  };
  // A value from elsewhere takes the place of what nobody types any more.
  useEffect(() => {
    if (element.current?.contains(document.activeElement) !== true) settle();
  }, [value]);
  const wrong = problem !== undefined;
  const described = [wrong ? `${id}-problem` : undefined, input['aria-describedby']].filter(each => each !== undefined);
  return (
    <div class="draft" ref={element}>
      <Input
        {...input}
        type={type}
        value={draft ?? value}
        aria-invalid={wrong || input['aria-invalid']}
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
        onInput={event => {
          setDraft(event.currentTarget.value);
          if (wrong) setProblem(problemOf(event.currentTarget.value));
        }}
        onChange={event => {
          const text = event.currentTarget.value;
          const found = problemOf(text);
          setProblem(found);
          if (found !== undefined) return;
          setDraft(undefined);
          onCommit(text);
        }}
        onBlur={event => {
          if (problemOf(event.currentTarget.value) === undefined) setDraft(undefined);
        }}
      />
      {wrong && (
        <p class="field-error" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
