import { useId } from 'preact/hooks';

interface CheckProps {
  readonly label: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly hint?: string;
  readonly onChange: (on: boolean) => void;
}

/** A check box with its label beside it: part of a form that is saved as a whole. */
export function Check({ label, on, disabled = false, hint, onChange }: CheckProps) {
  const id = useId();
  return (
    <div class="check-line">
      <input
        type="checkbox"
        id={id}
        checked={on}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={event => onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
