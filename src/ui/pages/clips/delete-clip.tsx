import type { Clip } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

/** Asks before a clip is deleted. */
export function DeleteClip({ clip, onClose }: { readonly clip: Clip; readonly onClose: () => void }) {
  const { client, clips, toasts } = useSpeaker();
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/clips/${encodeURIComponent(clip.id)}` });
    await clips.ask();
    toasts.done(`“${clip.name}” was deleted.`);
    onClose();
  };
  return (
    <ConfirmDialog title="Delete clip" confirm="Delete" busy="Deleting …" onConfirm={remove} onClose={onClose}>
      “{clip.name}” will be deleted from the speaker, and links to it will no longer work. This cannot be undone.
    </ConfirmDialog>
  );
}
