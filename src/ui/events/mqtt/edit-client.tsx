import { useState } from 'preact/hooks';
import type { Mqtt, RecipientTest } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { changeOf, type ClientDraft, draftOf } from './client-draft.ts';
import { BrokerFields, SessionFields, TlsFields } from './client-fields.tsx';
import { NoticeFields } from './notice-fields.tsx';
import { useMqttChange } from './use-mqtt-change.ts';
import { t } from '../../language/translate.ts';

const FIELDS = [
  ...['host', 'port', 'basePath', 'alpnProtocol', 'username', 'password', 'clientId', 'keepAliveInterval'],
  ...['connectTimeout', 'deviceTopicPrefix', 'caCertificate', 'clientCertificate', 'clientKey'],
  ...['lastWill.topic', 'connectMessage.topic', 'disconnectMessage.topic'],
];

interface EditClientProps {
  readonly known: Mqtt;
  readonly onClose: () => void;
}

/** All that is set of the connection, and a test with it. */
export function EditClient({ known: { client, defaults }, onClose }: EditClientProps) {
  const { toasts } = useSpeaker();
  const { change } = useMqttChange();
  const [draft, setDraft] = useState(() => draftOf(client));
  const part = { draft, set: (changed: Partial<ClientDraft>) => setDraft({ ...draft, ...changed }) };
  const save = async () => {
    await change({ client: changeOf(draft) });
    toasts.done(t('The MQTT client was changed.'), { about: 'mqtt' });
    onClose();
  };
  return (
    <Dialog title={t('Edit MQTT client')} onClose={onClose}>
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={FIELDS} onSubmit={save} onCancel={onClose}>
        <BrokerFields {...part} hasPassword={client.hasPassword} />
        <SessionFields {...part} defaults={defaults} />
        <TlsFields {...part} hasClientKey={client.hasClientKey} />
        <NoticeFields
          {...part}
          name="lastWill"
          title={t('Last will')}
          hint={t('The broker publishes it when the connection is lost.')}
        />
        <NoticeFields {...part} name="connectMessage" title={t('Connect message')} />
        <NoticeFields {...part} name="disconnectMessage" title={t('Disconnect message')} />
        <TryIt draft={draft} />
      </SubmitForm>
    </Dialog>
  );
}

/** Connects once with what is typed, and shows what was said. */
function TryIt({ draft }: { readonly draft: ClientDraft }) {
  const { test } = useMqttChange();
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<RecipientTest | undefined>();
  const run = async () => {
    setBusy(true);
    try {
      setResult(await test({ client: changeOf(draft) }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setResult({ passed: false, message: error.message, transcript: [] });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="mqtt-test">
      <button type="button" class="button" disabled={busy} onClick={() => void run()}>
        {busy ? t('Connecting …') : t('Test connection')}
      </button>
      {result !== undefined && (
        <div class={result.passed ? 'notice' : 'notice error'} role="status">
          <p>{result.message}</p>
          {result.transcript.length > 0 && <pre tabIndex={0}>{result.transcript.join('\n')}</pre>}
        </div>
      )}
    </div>
  );
}
