import type { ComponentChildren } from 'preact';
import { useContext, useId } from 'preact/hooks';
import { FormProblem } from './submit-form.tsx';

/** What the control inside a field must carry. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

interface FieldProps {
  readonly label: string;
  /** The name a problem of the form calls this field by. */
  readonly name?: string | undefined;
  /** The path of the setting that it shows, by which the search finds it. */
  readonly setting?: string | undefined;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly children: (control: FieldControl) => ComponentChildren;
}

/** A label, the control it belongs to, and what there is to say about it: a hint or what is wrong. */
export function Field({ label, name, setting, hint, error, children }: FieldProps) {
  const id = useId();
  const problem = useContext(FormProblem);
  const wrong = error ?? (name !== undefined && problem?.field === name ? problem.message : undefined);
  const described = [wrong === undefined ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`].join(' ').trim();
  const control = {
    id,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': wrong !== undefined,
  };
  return (
    <div class="field" data-setting={setting}>
      <label for={id}>{label}</label>
      {children(control)}
      {wrong !== undefined && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {wrong}
        </p>
      )}
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
