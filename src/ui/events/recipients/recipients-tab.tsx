import { useState } from 'preact/hooks';
import type { Recipient, Recipients } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { useResource } from '../../data/use-resource.ts';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { DeleteRecipient } from './delete-recipient.tsx';
import { EditRecipient } from './edit-recipient.tsx';
import { type RecipientDoing, RecipientRow } from './recipient-row.tsx';
import { TestRecipient } from './test-recipient.tsx';
import { TryText } from './try-text.tsx';
import { ViewRecipient } from './view-recipient.tsx';
import { t } from '../../language/translate.ts';

type Doing = { readonly what: 'add' } | { readonly what: RecipientDoing; readonly recipient: Recipient };

/** Who is told what happens, what waits for them, and what texts become. */
export function RecipientsTab() {
  const { recipients, session } = useSpeaker();
  const known = useResource(recipients);
  const [doing, setDoing] = useState<Doing | undefined>();
  if (known === undefined)
    return (
      <Waiting what={t('the recipients')} problem={recipients.problem.value} onRetry={() => void recipients.ask()} />
    );
  const add = session.may('admin') && (
    <button type="button" class="button primary" onClick={() => setDoing({ what: 'add' })}>
      <Icon name="plus" /> {t('Add recipient')}
    </button>
  );
  return (
    <div class="stack">
      <Card title={t('Recipients')} aside={add}>
        {known.recipients.length === 0 ? (
          <Empty />
        ) : (
          <ul class="rows">
            {known.recipients.map(recipient => (
              <RecipientRow
                key={recipient.id}
                recipient={recipient}
                kind={known.kinds.find(({ type }) => type === recipient.type)}
                queue={known.queues.find(({ id }) => id === recipient.id)}
                onDo={what => setDoing({ what, recipient })}
              />
            ))}
          </ul>
        )}
      </Card>
      <TryText />
      {doing !== undefined && <Dialogs doing={doing} known={known} onClose={() => setDoing(undefined)} />}
    </div>
  );
}

interface DialogsProps {
  readonly doing: Doing;
  readonly known: Recipients;
  readonly onClose: () => void;
}

function Dialogs({ doing, known: { kinds }, onClose }: DialogsProps) {
  if (doing.what === 'add') return <EditRecipient kinds={kinds} onClose={onClose} />;
  const { recipient } = doing;
  const kind = kinds.find(({ type }) => type === recipient.type);
  if (kind === undefined) return null;
  switch (doing.what) {
    case 'edit':
      return <EditRecipient kinds={kinds} recipient={recipient} onClose={onClose} />;
    case 'view':
      return <ViewRecipient kind={kind} recipient={recipient} onClose={onClose} />;
    case 'test':
      return <TestRecipient recipient={recipient} onClose={onClose} />;
    case 'delete':
      return <DeleteRecipient recipient={recipient} onClose={onClose} />;
  }
}

const Empty = () => (
  <div class="empty big">
    <strong>{t('There are no recipients yet.')}</strong>
    <p>
      {t('A recipient is somebody whom rules tell what happens: by email, HTTP or TCP, or with a file by FTP or SFTP.')}
    </p>
  </div>
);
