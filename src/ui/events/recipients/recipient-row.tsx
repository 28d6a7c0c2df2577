import type { Recipient, RecipientKind, RecipientQueue } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Icon } from '../../parts/icon.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { WaitingMessages } from './waiting-messages.tsx';
import { t } from '../../language/translate.ts';

export type RecipientDoing = 'edit' | 'view' | 'test' | 'delete';

interface RecipientRowProps {
  readonly recipient: Recipient;
  readonly kind: RecipientKind | undefined;
  readonly queue: RecipientQueue | undefined;
  readonly onDo: (what: RecipientDoing) => void;
}

/** One recipient in the list, and what waits for it. */
export function RecipientRow({ recipient, kind, queue, onDo }: RecipientRowProps) {
  const { session } = useSpeaker();
  const { name, type, fields } = recipient;
  const to = fields['to'] ?? fields['url'] ?? fields['host'] ?? '';
  return (
    <li class="entry plain">
      <div class="entry-text">
        <h3>{name}</h3>
        <small>
          {kind?.title ?? type}
          {to !== '' && ` · ${to}`}
        </small>
        {queue !== undefined && <WaitingMessages name={name} queue={queue} />}
      </div>
      {session.may('admin') && <RecipientMenu recipient={recipient} onDo={onDo} />}
    </li>
  );
}

function RecipientMenu({ recipient: { id, name }, onDo }: Pick<RecipientRowProps, 'recipient' | 'onDo'>) {
  const { client, recipients, toasts } = useSpeaker();
  const copy = () =>
    toasts.attempt(async () => {
      const path = `/api/recipients/${encodeURIComponent(id)}/copy`;
      const made = (await client.change({ method: 'POST', path, body: {} })) as Recipient;
      await recipients.ask();
      toasts.done(t('{name} was copied: {name2}.', { name, name2: made.name }));
    });
  const items: readonly MenuItem[] = [
    { label: t('View'), icon: 'show', onSelect: () => onDo('view') },
    { label: t('Edit'), icon: 'rename', onSelect: () => onDo('edit') },
    { label: t('Test'), icon: 'play', onSelect: () => onDo('test') },
    { label: t('Copy'), icon: 'copy', onSelect: () => void copy() },
    { label: t('Delete'), icon: 'remove', danger: true, onSelect: () => onDo('delete') },
  ];
  return (
    <Menu label={t('More for {name}', { name })} items={items}>
      <Icon name="more" />
    </Menu>
  );
}
