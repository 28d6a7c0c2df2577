import type { MulticastSource } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

/** Asks before a source is deleted. */
export function DeleteSource({ source, onClose }: { readonly source: MulticastSource; readonly onClose: () => void }) {
  const { client, multicast, toasts } = useSpeaker();
  const { id, name } = source;
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/multicast/${id}` });
    await multicast.ask();
    toasts.done(`The source ${name} was deleted.`);
    onClose();
  };
  return (
    <ConfirmDialog title="Delete source" confirm="Delete" busy="Deleting …" onConfirm={remove} onClose={onClose}>
      The source “{name}” will be deleted{source.encrypted ? ', and with it its SRTP key' : ''}. This cannot be undone.
    </ConfirmDialog>
  );
}
