import type { Account } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

/** Asks before an account is deleted. */
export function DeleteAccount({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const { client, accounts, toasts } = useSpeaker();
  const { name } = account;
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/accounts/${encodeURIComponent(name)}` });
    await accounts.ask();
    toasts.done(`The account ${name} was deleted.`);
    onClose();
  };
  return (
    <ConfirmDialog title="Delete account" confirm="Delete" busy="Deleting …" onConfirm={remove} onClose={onClose}>
      The account “{name}” will be deleted. Cameras and programs that use it can no longer log in. This cannot be
      undone.
    </ConfirmDialog>
  );
}
