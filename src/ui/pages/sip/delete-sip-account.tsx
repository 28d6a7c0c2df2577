import type { SipAccount } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { nameOrId } from './words.ts';
import { t } from '../../language/translate.ts';

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
    toasts.done(t('The account {name} was deleted.', { name }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Delete SIP account')}
      confirm={t('Delete')}
      busy={t('Deleting …')}
      onConfirm={remove}
      onClose={onClose}
    >
      {t(
        '“{name}” will be deleted, with its password. Nobody can call the speaker by it any more. This cannot be undone.',
        { name },
      )}
    </ConfirmDialog>
  );
}
