import type { Account } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { t } from '../../language/translate.ts';

/** Asks before an account is deleted. */
export function DeleteAccount({ account, onClose }: { readonly account: Account; readonly onClose: () => void }) {
  const { client, accounts, toasts } = useSpeaker();
  const { name } = account;
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/accounts/${encodeURIComponent(name)}` });
    await accounts.ask();
    toasts.done(t('The account {name} was deleted.', { name }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Delete account')}
      confirm={t('Delete')}
      busy={t('Deleting …')}
      onConfirm={remove}
      onClose={onClose}
    >
      {t(
        'The account “{name}” will be deleted. Cameras and programs that use it can no longer log in. This cannot be undone.',
        { name },
      )}
    </ConfirmDialog>
  );
}
