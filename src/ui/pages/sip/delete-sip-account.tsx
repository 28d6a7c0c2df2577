import type { SipAccount } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { nameOrId } from './words.ts';

interface DeleteSipAccountProps {
  readonly account: SipAccount;
  readonly onClose: () => void;
}

/** Asks before an account is deleted: nobody could give its password back. */
export function DeleteSipAccount({ account, onClose }: DeleteSipAccountProps) {
  const { client, sip, toasts } = useSpeaker();
  const { id } = account;
  const name = nameOrId(account);
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/sip/accounts/${encodeURIComponent(id)}` });
    await sip.ask();
    toasts.done(`The account ${name} was deleted.`);
    onClose();
  };
  return (
    <ConfirmDialog title="Delete SIP account" confirm="Delete" busy="Deleting …" onConfirm={remove} onClose={onClose}>
      “{name}” will be deleted, with its password. Nobody can call the speaker by it any more. This cannot be undone.
    </ConfirmDialog>
  );
}
