import { useState } from 'preact/hooks';
import type { RemoteSyslog, SyslogTest } from '../../../../api/contract.ts';
import { Refusal } from '../../../data/refusal.ts';
import { useSpeaker } from '../../../data/speaker.ts';
import { useResource } from '../../../data/use-resource.ts';
import { Card } from '../../../parts/card.tsx';
import { Field } from '../../../parts/field.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Switch } from '../../../parts/switch.tsx';
import { Waiting } from '../../../parts/waiting.tsx';
import { EditServer } from './edit-server.tsx';
import { RemoveServer } from './remove-server.tsx';
import { ServerTable } from './server-table.tsx';
import { useSyslogChange } from './use-syslog-change.ts';
import { t } from '../../../language/translate.ts';
import { told } from '../../../language/told.ts';

/** Servers that the logs are sent to. */
export function SyslogCard() {
  const { remoteSyslog } = useSpeaker();
  const known = useResource(remoteSyslog);
  return (
    <Card title={t('Remote system log')}>
      {known === undefined ? (
        <Waiting what={t('the servers')} problem={remoteSyslog.problem.value} onRetry={() => void remoteSyslog.ask()} />
      ) : (
        <Servers known={known} />
      )}
    </Card>
  );
}

type Doing = { readonly what: 'add' } | { readonly what: 'edit' | 'delete'; readonly index: number };

function Servers({ known }: { readonly known: RemoteSyslog }) {
  const [doing, setDoing] = useState<Doing | undefined>();
  const close = () => setDoing(undefined);
  const { servers, most } = known;
  const isFull = servers.length >= most;
  return (
    <>
      <p class="card-text">
        {t('What is written to the logs is also sent to these servers. It holds no passwords and no keys.')}
      </p>
      {servers.length === 0 ? (
        <p class="empty">{t('No server yet. Add the one that collects the logs of your devices.')}</p>
      ) : (
        <>
          <EnabledField known={known} />
          <ServerTable known={known} onDo={(what, index) => setDoing({ what, index })} />
        </>
      )}
      <div class="form-buttons">
        {servers.length > 0 && known.enabled && <TestButton />}
        <button type="button" class="button" aria-disabled={isFull} onClick={() => isFull || setDoing({ what: 'add' })}>
          <Icon name="plus" /> {t('Add server')}
        </button>
      </div>
      {isFull && <p class="field-hint">{t('There are {most} servers; no more can be added.', { most })}</p>}
      {doing !== undefined && <Dialogs doing={doing} known={known} onClose={close} />}
    </>
  );
}

interface DialogsProps {
  readonly doing: Doing;
  readonly known: RemoteSyslog;
  readonly onClose: () => void;
}

function Dialogs({ doing, known, onClose }: DialogsProps) {
  if (doing.what === 'delete') return <RemoveServer known={known} index={doing.index} onClose={onClose} />;
  const index = doing.what === 'edit' ? doing.index : undefined;
  return <EditServer known={known} index={index} onClose={onClose} />;
}

function EnabledField({ known }: { readonly known: RemoteSyslog }) {
  const { toasts } = useSpeaker();
  const { change } = useSyslogChange(known);
  const turn = (enabled: boolean) =>
    toasts.attempt(async () => {
      await change({ enabled });
      toasts.done(enabled ? t('The logs are sent from now on.') : t('The logs are no longer sent.'), {
        about: 'syslog',
      });
    }, 'syslog');
  return (
    <Field label={t('Send the logs')}>
      {control => <Switch control={control} on={known.enabled} onChange={on => void turn(on)} />}
    </Field>
  );
}

/** Sends a message to all servers, and tells what became of it. */
function TestButton() {
  const { client, toasts, remoteSyslog } = useSpeaker();
  const [busy, setBusy] = useState(false);
  const test = async () => {
    if (busy) return;
    setBusy(true);
    await toasts.attempt(async () => {
      const answer = (await client.change({
        method: 'POST',
        path: '/api/remote-syslog/test',
      })) as readonly SyslogTest[];
      const failed = answer.filter(({ problem }) => problem !== undefined);
      if (failed.length > 0) throw new Refusal({ message: failed.map(wordsOf).join(' ') });
      toasts.done(t('The test message was sent. Look for “this is a test message” on the server.'), {
        about: 'syslog',
      });
    }, 'syslog');
    setBusy(false);
    await remoteSyslog.ask();
  };
  return (
    <button type="button" class="button" aria-disabled={busy} onClick={() => void test()}>
      {busy ? t('Sending …') : t('Send test message')}
    </button>
  );
}

const wordsOf = ({ address, problem = '' }: SyslogTest) =>
  t('The test message did not reach {address}: {problem}.', { address, problem: told(problem) });
