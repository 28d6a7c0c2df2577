import { useState } from 'preact/hooks';
import type { RecipientQueue } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { bytes } from '../../text/bytes.ts';
import { sentence } from '../../text/sentence.ts';
import { second } from '../../text/when.ts';

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
    toasts.done(`What waited for ${name} was thrown away.`);
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
            Try now
          </button>
          <button type="button" class="button danger" onClick={() => setAsking(true)}>
            Throw away
          </button>
        </div>
      )}
      {asking && (
        <ConfirmDialog
          title="Throw away what waits"
          confirm="Throw away"
          busy="Throwing away …"
          onConfirm={clear}
          onClose={() => setAsking(false)}
        >
          What waits for “{name}” will never be delivered. This cannot be undone.
        </ConfirmDialog>
      )}
    </div>
  );
}

/** "3 messages (2.1 kB) wait since 18:00:07; tried 4 times, next at 18:05:12." */
function waitingText({ waiting, bytes: size, since, attempts, nextAttempt }: RecipientQueue): string {
  const what = waiting === 1 ? '1 message' : `${waiting} messages`;
  const tried = attempts === 1 ? 'tried once' : `tried ${attempts} times`;
  const next = nextAttempt === undefined ? 'is being tried now' : `next at ${second(nextAttempt)}`;
  return `${what} (${bytes(size)}) ${waiting === 1 ? 'waits' : 'wait'} since ${second(since)}; ${tried}, ${next}.`;
}
