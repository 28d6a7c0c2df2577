import { useEffect, useState } from 'preact/hooks';
import type { ConfigurationChange, ConfigurationImport, ConfigurationOutlook } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { told } from '../../language/told.ts';
import { sentence } from '../../text/sentence.ts';
import { plural, t } from '../../language/translate.ts';

interface ImportDialogProps {
  /** What stands in the file. */
  readonly text: string;
  readonly onClose: () => void;
}

/** Putting a whole configuration in place may take a slow speaker a while, ms. */
const PATIENCE_MS = 60_000;

/** Shows what a file would change, and puts it in place when that is wanted. */
export function ImportDialog({ text, onClose }: ImportDialogProps) {
  const { client, toasts } = useSpeaker();
  const [outlook, setOutlook] = useState<ConfigurationOutlook | undefined>();
  const [problem, setProblem] = useState<string | undefined>();
  const [passphrase, setPassphrase] = useState('');
  const [opened, setOpened] = useState(false);
  const { document, error } = read(text);
  const ask = async (what: 'diff' | 'apply', secret: string) => {
    const body: ConfigurationImport = secret === '' ? { document } : { document, passphrase: secret };
    const asked = { method: 'POST', path: `/api/configuration/${what}`, body, patienceMs: PATIENCE_MS } as const;
    return (await client.change(asked)) as ConfigurationOutlook;
  };
  const compare = (secret: string) => ask('diff', secret).then(setOutlook);
  useEffect(() => {
    if (error === undefined) compare('').catch((refused: unknown) => setProblem(wordsOf(refused)));
  }, []);
  const said = error ?? problem;
  const open = async () => {
    await compare(passphrase);
    setOpened(true);
  };
  const apply = async () => {
    await ask('apply', opened ? passphrase : '');
    toasts.done(t('The configuration is in place.'), { about: 'configuration' });
    onClose();
  };
  const isShut =
    said === undefined && !opened && (document as { secrets?: unknown } | undefined)?.secrets !== undefined;
  return (
    <Dialog title={t('Import configuration')} onClose={onClose}>
      {said !== undefined && (
        <p class="notice error" role="alert">
          {said}
        </p>
      )}
      {said === undefined && outlook === undefined && <p role="status">{t('Comparing …')}</p>}
      {isShut && <Passphrase value={passphrase} onInput={setPassphrase} onOpen={open} />}
      {outlook !== undefined && <Outlook outlook={outlook} onApply={apply} onClose={onClose} />}
    </Dialog>
  );
}

function read(text: string): { readonly document?: unknown; readonly error?: string } {
  try {
    return { document: JSON.parse(text) as unknown };
  } catch {
    return { error: t('This file is no JSON, so it is no configuration.') };
  }
}

/** Where in the document it is wrong stands before what is wrong. */
function wordsOf(refused: unknown): string {
  if (!(refused instanceof Refusal)) throw refused;
  return refused.field === undefined ? refused.message : `${refused.field}: ${refused.message}`;
}

interface PassphraseProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onOpen: () => Promise<void>;
}

function Passphrase({ value, onInput, onOpen }: PassphraseProps) {
  const [shown, setShown] = useState(false);
  return (
    <SubmitForm submit={t('Open')} busy={t('Opening …')} fields={['passphrase']} onSubmit={onOpen}>
      <PasswordField
        label={t('Passphrase of the file')}
        name="passphrase"
        autocomplete="current-password"
        value={value}
        onInput={onInput}
        shown={shown}
        onShow={setShown}
        hint={t('Without it the speaker keeps the passwords and keys that it has.')}
      />
    </SubmitForm>
  );
}

interface OutlookProps {
  readonly outlook: ConfigurationOutlook;
  readonly onApply: () => Promise<void>;
  readonly onClose: () => void;
}

function Outlook({ outlook: { changes, notes }, onApply, onClose }: OutlookProps) {
  if (changes.length === 0) {
    return (
      <>
        <p role="status">{t('Nothing changes: the speaker is as the file says.')}</p>
        <Notes notes={notes} />
      </>
    );
  }
  const parts = [...new Set(changes.map(({ part }) => part))];
  return (
    <SubmitForm submit={t('Apply')} busy={t('Applying …')} onSubmit={onApply} onCancel={onClose}>
      <p role="status">
        {plural(
          '{count} change. It is made whole, or not at all.',
          '{count} changes. All of them are made, or none.',
          changes.length,
        )}
      </p>
      <div class="changes" tabIndex={0} role="group" aria-label={t('Changes')}>
        {parts.map(part => (
          <section key={part}>
            <h3>{told(part)}</h3>
            <ul>
              {changes
                .filter(each => each.part === part)
                .map(change => (
                  <Change key={change.text} change={change} />
                ))}
            </ul>
          </section>
        ))}
      </div>
      <Notes notes={notes} />
    </SubmitForm>
  );
}

const Change = ({ change: { kind, text } }: { readonly change: ConfigurationChange }) => (
  <li class={`change-${kind}`}>{wordsFor(kind, text)}</li>
);

function wordsFor(kind: ConfigurationChange['kind'], text: string): string {
  if (kind === 'changed') return text;
  return kind === 'added' ? t('New: {what}', { what: text }) : t('Goes: {what}', { what: text });
}

const Notes = ({ notes }: { readonly notes: readonly string[] }) => (
  <>
    {notes.map(note => (
      <p key={note} class="notice">
        {sentence(note)}
      </p>
    ))}
  </>
);
