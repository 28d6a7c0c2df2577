import { useState } from 'preact/hooks';
import type { RecipientQueue } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { bytes } from '../../text/bytes.ts';
import { sentence } from '../../text/sentence.ts';
import { second } from '../../text/when.ts';
import { plural, t } from '../../language/translate.ts';

interface WaitingMessagesProps {
  /** Of the recipient. */
  readonly name: string;
  readonly queue: RecipientQueue;
}

/** What could not be delivered yet, why, and when it is tried again. */
export function WaitingMessages({ name, queue }: WaitingMessagesProps) {
  const { client, recipients, session, toasts } = useSpeaker();
  const [asking, setAsking] = useState(false);
  const path = `/api/recipients/${encodeURIComponent(queue.id)}/queue`;
  const hurry = () =>
    toasts.attempt(async () => {
      await client.change({ method: 'POST', path, body: {} });
      await recipients.ask();
    }, 'queue');
  const clear = async () => {
    await client.change({ method: 'DELETE', path });
    await recipients.ask();
    toasts.done(t('What waited for {name} was thrown away.', { name }));
    setAsking(false);
  };
  return (
    <div class="queue">
      <p class="reminder">
        <Icon name="warning" /> {waitingText(queue)}
      </p>
      {queue.problem !== undefined && <small class="line">{sentence(queue.problem)}</small>}
      {session.may('admin') && (
        <div class="entry-buttons">
          <button type="button" class="button" onClick={() => void hurry()}>
            {t('Try now')}
          </button>
          <button type="button" class="button danger" onClick={() => setAsking(true)}>
            {t('Throw away')}
          </button>
        </div>
      )}
      {asking && (
        <ConfirmDialog
          title={t('Throw away what waits')}
          confirm={t('Throw away')}
          busy={t('Throwing away …')}
          onConfirm={clear}
          onClose={() => setAsking(false)}
        >
          {t('What waits for “{name}” will never be delivered. This cannot be undone.', { name })}
        </ConfirmDialog>
      )}
    </div>
  );
}

/** "3 messages (2.1 kB) wait since 18:00:07; tried 4 times, next at 18:05:12." */
function waitingText({ waiting, bytes: size, since, attempts, nextAttempt }: RecipientQueue): string {
  const tried = plural('tried once', 'tried {count} times', attempts);
  const next = nextAttempt === undefined ? t('is being tried now') : t('next at {time}', { time: second(nextAttempt) });
  return plural(
    '1 message ({size}) waits since {since}; {tried}, {next}.',
    '{count} messages ({size}) wait since {since}; {tried}, {next}.',
    waiting,
    { size: bytes(size), since: second(since), tried, next },
  );
}
