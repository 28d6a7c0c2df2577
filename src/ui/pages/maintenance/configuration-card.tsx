import { useState } from 'preact/hooks';
import type { ConfigurationExport } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Card } from '../../parts/card.tsx';
import { Field } from '../../parts/field.tsx';
import { FileButton } from '../../parts/file-button.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { Switch } from '../../parts/switch.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { t } from '../../language/translate.ts';

/** All settings as one file: written down, and put in place here or on another speaker. */
export function ConfigurationCard() {
  const [text, setText] = useState<string | undefined>();
  return (
    <Card title={t('Configuration')}>
      <p class="card-text">
        {t(
          'All settings, rules, recipients, schedules, SIP accounts and multicast sources as one file: to keep, to compare, or for another speaker. Accounts, certificates and the sound of audio clips are not in it.',
        )}
      </p>
      <ExportForm />
      <div class="card-way">
        <p class="card-text">{t('You see what a file would change before anything is done.')}</p>
        <FileButton
          label={t('Import')}
          accept=".json,application/json"
          onFile={file => void file.text().then(setText)}
        />
      </div>
      {text !== undefined && <ImportDialog text={text} onClose={() => setText(undefined)} />}
    </Card>
  );
}

function ExportForm() {
  const { client, session } = useSpeaker();
  const [personal, setPersonal] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [shown, setShown] = useState(false);
  const write = async () => {
    const body: ConfigurationExport = passphrase === '' ? { personal } : { personal, passphrase };
    const document = await client.change({ method: 'POST', path: '/api/configuration/export', body });
    save(`${session.current.value?.hostName ?? 'speaker'}-configuration.json`, document);
  };
  return (
    <div class="card-way">
      <SubmitForm submit={t('Export')} busy={t('Exporting …')} fields={['passphrase']} onSubmit={write}>
        <Field label={t('With network settings')} hint={t('Off for a file that is meant for several speakers.')}>
          {control => <Switch control={control} on={personal} onChange={setPersonal} />}
        </Field>
        <PasswordField
          label={t('Passphrase')}
          name="passphrase"
          autocomplete="new-password"
          value={passphrase}
          onInput={setPassphrase}
          shown={shown}
          onShow={setShown}
          hint={t(
            'With one of at least 8 characters, passwords and keys are in the file, encrypted. Without one they are left out.',
          )}
        />
      </SubmitForm>
    </div>
  );
}

/** Hands a file to the browser. */
function save(name: string, content: unknown): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(content, undefined, 2)}\n`], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
