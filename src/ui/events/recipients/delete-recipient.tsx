import type { Recipient } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { t } from '../../language/translate.ts';

interface DeleteRecipientProps {
  readonly recipient: Recipient;
  readonly onClose: () => void;
}

/** Asks before a recipient is deleted: nobody could give its secrets back. */
export function DeleteRecipient({ recipient: { id, name }, onClose }: DeleteRecipientProps) {
  const { client, recipients, toasts } = useSpeaker();
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/recipients/${encodeURIComponent(id)}` });
    await recipients.ask();
    toasts.done(t('The recipient {name} was deleted.', { name }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Delete recipient')}
      confirm={t('Delete')}
      busy={t('Deleting …')}
      onConfirm={remove}
      onClose={onClose}
    >
      {t(
        '“{name}” will be deleted, with its passwords and with what waits for it. Rules that tell it something will fail. This cannot be undone.',
        { name },
      )}
    </ConfirmDialog>
  );
}
