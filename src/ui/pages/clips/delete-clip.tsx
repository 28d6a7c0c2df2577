import type { Clip } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { t } from '../../language/translate.ts';

/** Asks before a clip is deleted. */
export function DeleteClip({ clip, onClose }: { readonly clip: Clip; readonly onClose: () => void }) {
  const { client, clips, toasts } = useSpeaker();
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/clips/${encodeURIComponent(clip.id)}` });
    await clips.ask();
    toasts.done(t('“{name}” was deleted.', { name: clip.name }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Delete clip')}
      confirm={t('Delete')}
      busy={t('Deleting …')}
      onConfirm={remove}
      onClose={onClose}
    >
      {t('“{name}” will be deleted from the speaker, and links to it will no longer work. This cannot be undone.', {
        name: clip.name,
      })}
    </ConfirmDialog>
  );
}
