import type { MulticastSource } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { t } from '../../language/translate.ts';

/** Asks before a source is deleted. */
export function DeleteSource({ source, onClose }: { readonly source: MulticastSource; readonly onClose: () => void }) {
  const { client, multicast, toasts } = useSpeaker();
  const { id, name } = source;
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/multicast/${id}` });
    await multicast.ask();
    toasts.done(t('The source {name} was deleted.', { name }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Delete source')}
      confirm={t('Delete')}
      busy={t('Deleting …')}
      onConfirm={remove}
      onClose={onClose}
    >
      {source.encrypted
        ? t('The source “{name}” will be deleted, and with it its SRTP key. This cannot be undone.', { name })
        : t('The source “{name}” will be deleted. This cannot be undone.', { name })}
    </ConfirmDialog>
  );
}
