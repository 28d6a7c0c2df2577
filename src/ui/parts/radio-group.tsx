import { useId } from 'preact/hooks';

interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly explanation: string;
}

interface RadioGroupProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly choices: readonly Choice<V>[];
  readonly onChange: (value: V) => void;
}

/** One of a few choices, each with a line of explanation. */
export function RadioGroup<V extends string>({ label, value, choices, onChange }: RadioGroupProps<V>) {
  const id = useId();
  return (
    <fieldset class="radios">
      <legend>{label}</legend>
      {choices.map(choice => (
        <div class="radio" key={choice.value}>
          <input
            type="radio"
            id={`${id}-${choice.value}`}
            name={id}
            checked={choice.value === value}
            aria-describedby={`${id}-${choice.value}-hint`}
            onChange={() => onChange(choice.value)}
          />
          <label for={`${id}-${choice.value}`}>{choice.label}</label>
          <p class="field-hint" id={`${id}-${choice.value}-hint`}>
            {choice.explanation}
          </p>
        </div>
      ))}
    </fieldset>
  );
}
