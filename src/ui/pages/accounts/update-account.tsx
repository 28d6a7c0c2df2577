import { useState } from 'preact/hooks';
import type { Account, AccountChange } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { checkTwice, NewPassword, type TwicePassword } from '../../parts/new-password.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { roleName } from '../../text/roles.ts';
import { RoleField } from './role-field.tsx';
import { t } from '../../language/translate.ts';

interface UpdateAccountProps {
  readonly account: Account;
  readonly onClose: () => void;
}

/** Gives an account another password or role. */
export function UpdateAccount({ account, onClose }: UpdateAccountProps) {
  const update = useUpdate(account);
  const [value, setValue] = useState({ password: '', repeated: '' });
  const [role, setRole] = useState(account.role);
  const save = async () => {
    await update(value, role);
    onClose();
  };
  return (
    <Dialog title={t('Update {name}', { name: account.name })} onClose={onClose}>
      <SubmitForm
        submit={t('Save')}
        busy={t('Saving …')}
        fields={['password', 'repeated']}
        onSubmit={save}
        onCancel={onClose}
      >
        <NewPassword
          label={t('New password')}
          hint={t('Leave empty to keep the present one.')}
          value={value}
          onChange={setValue}
        />
        {account.name !== 'root' && <RoleField role={role} onChange={setRole} />}
      </SubmitForm>
    </Dialog>
  );
}

/** Sends what is different. A role can be taken back; a password cannot, because nobody knows the old one. */
function useUpdate(account: Account) {
  const { client, accounts, session, toasts } = useSpeaker();
  const { name } = account;
  // Whoever changes the own account is logged out by it.
  const write = async (body: AccountChange) => {
    await client.change({ method: 'PATCH', path: `/api/accounts/${encodeURIComponent(name)}`, body });
    if (session.current.value?.user === name) await session.load();
    if (session.may('admin')) await accounts.ask();
    else session.notice.value = t('Your account was changed. Log in again.');
  };
  return async (value: TwicePassword, role: Account['role']) => {
    const newPassword = value.password !== '' || value.repeated !== '';
    if (newPassword) checkTwice(value);
    if (!newPassword && role === account.role) return;
    await write({ ...(newPassword ? { password: value.password } : {}), ...(role === account.role ? {} : { role }) });
    if (newPassword) toasts.done(t('The account {name} has a new password.', { name }));
    if (role !== account.role) {
      const undo = () => write({ role: account.role });
      toasts.done(t('{name} is now {roleName}.', { name, roleName: roleName(role) }), {
        about: t('role of {name}', { name }),
        undo,
      });
    }
  };
}
