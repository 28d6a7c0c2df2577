import { useState } from 'preact/hooks';
import type { Account, AccountChange } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { checkTwice, NewPassword } from '../../parts/new-password.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { roleName } from '../../text/roles.ts';
import { RoleField } from './role-field.tsx';
import { t } from '../../language/translate.ts';

/** Makes an account. */
export function AddAccount({ onClose }: { readonly onClose: () => void }) {
  const { client, accounts, toasts } = useSpeaker();
  const [name, setName] = useState('');
  const [value, setValue] = useState({ password: '', repeated: '' });
  const [role, setRole] = useState<Account['role']>('viewer');
  const add = async () => {
    if (name === '') throw new Refusal({ message: t('Type a username.'), field: 'name' });
    checkTwice(value);
    const body: AccountChange = { name, password: value.password, role };
    await client.change({ method: 'POST', path: '/api/accounts', body });
    await accounts.ask();
    toasts.done(t('The account {name} was added ({roleName}).', { name, roleName: roleName(role) }));
    onClose();
  };
  return (
    <Dialog title={t('Add account')} onClose={onClose}>
      <SubmitForm
        submit={t('Save')}
        busy={t('Saving …')}
        fields={['name', 'password', 'repeated']}
        onSubmit={add}
        onCancel={onClose}
      >
        <TextField label={t('Username')} name="name" autocomplete="off" value={name} onInput={setName} />
        <NewPassword value={value} onChange={setValue} />
        <RoleField role={role} onChange={setRole} />
      </SubmitForm>
    </Dialog>
  );
}
