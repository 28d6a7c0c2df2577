import { type ComponentChildren, createContext } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../api/contract.ts';
import { Refusal } from '../data/refusal.ts';
import { t } from '../language/translate.ts';

/** What is wrong with the form that was sent last; fields with the name of the problem's field show it. */
export const FormProblem = createContext<Problem | undefined>(undefined);

interface SubmitFormProps {
  /** The word on the button. */
  readonly submit: string;
  /** The same while it is being done. */
  readonly busy: string;
  /** Names of the fields that can show a problem of their own; all other problems stand above the button. */
  readonly fields?: readonly string[];
  /** Does what the form is for; throws a Refusal to have it shown. */
  readonly onSubmit: () => Promise<unknown>;
  readonly onCancel?: () => void;
  /** What is done cannot be taken back. */
  readonly danger?: boolean;
  /** Something else that can be done with what stands in the form; says in the same places why it could not. */
  readonly also?: AlsoDone;
  readonly children: ComponentChildren;
}

interface AlsoDone {
  readonly label: string;
  /** The same while it is being done. */
  readonly busy: string;
  /** Throws a Refusal to have it shown. */
  readonly act: () => Promise<unknown>;
}

/** A form with a button that does one thing, and says at the right place why it could not. */
export function SubmitForm({ fields = [], onSubmit, children, ...buttons }: SubmitFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<Problem | undefined>();
  const [busy, setBusy] = useState<'submit' | 'also' | undefined>();
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), [problem]);
  const run = async (what: 'submit' | 'also', work: () => Promise<unknown>) => {
    if (busy !== undefined) return;
    setBusy(what);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setProblem(asProblem(error));
    } finally {
      setBusy(undefined);
    }
  };
  const general = problem?.field === undefined || !fields.includes(problem.field) ? problem : undefined;
  return (
    <form
      ref={form}
      class="form"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void run('submit', onSubmit);
      }}
    >
      <FormProblem.Provider value={problem}>{children}</FormProblem.Provider>
      {general !== undefined && (
        <p class="notice error" role="alert">
          {general.message}
        </p>
      )}
      <Buttons {...buttons} doing={busy} onAlso={work => void run('also', work)} />
    </form>
  );
}

const asProblem = ({ message, field }: Refusal): Problem => (field === undefined ? { message } : { message, field });

type ButtonsProps = Pick<SubmitFormProps, 'submit' | 'busy' | 'onCancel' | 'danger' | 'also'> & {
  readonly doing: 'submit' | 'also' | undefined;
  readonly onAlso: (work: () => Promise<unknown>) => void;
};

function Buttons({ submit, busy, onCancel, danger = false, also, doing, onAlso }: ButtonsProps) {
  return (
    <div class="form-buttons">
      {also !== undefined && (
        <button type="button" class="button" aria-disabled={doing !== undefined} onClick={() => onAlso(also.act)}>
          {doing === 'also' ? also.busy : also.label}
        </button>
      )}
      {onCancel !== undefined && (
        <button type="button" class="button" onClick={onCancel} {...(danger ? { 'data-first': '' } : {})}>
          {t('Cancel')}
        </button>
      )}
      <button type="submit" class={danger ? 'button danger' : 'button primary'} aria-disabled={doing !== undefined}>
        {doing === 'submit' ? busy : submit}
      </button>
    </div>
  );
}
