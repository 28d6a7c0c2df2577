import { useState } from 'preact/hooks';
import type { SshAccount, SshAccountChange } from '../../../../api/contract.ts';
import { Refusal } from '../../../data/refusal.ts';
import { useSpeaker } from '../../../data/speaker.ts';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { Dialog } from '../../../parts/dialog.tsx';
import { checkTwice, NewPassword } from '../../../parts/new-password.tsx';
import { SubmitForm } from '../../../parts/submit-form.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { t } from '../../../language/translate.ts';

const FIELDS = ['name', 'password', 'repeated', 'comment'];
const NO_PASSWORD = { password: '', repeated: '' };

interface CloseProps {
  readonly onClose: () => void;
}

/** Makes an account. */
export function AddSshAccount({ onClose }: CloseProps) {
  const { client, ssh, toasts } = useSpeaker();
  const [name, setName] = useState('');
  const [value, setValue] = useState(NO_PASSWORD);
  const [comment, setComment] = useState('');
  const add = async () => {
    if (name === '') throw new Refusal({ message: t('Type a name.'), field: 'name' });
    checkTwice(value);
    const body: SshAccountChange = { name, password: value.password, comment };
    await client.change({ method: 'POST', path: '/api/ssh/accounts', body });
    await ssh.ask();
    toasts.done(t('The SSH account {name} was added.', { name }));
    onClose();
  };
  return (
    <Dialog title={t('Add SSH account')} onClose={onClose}>
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={FIELDS} onSubmit={add} onCancel={onClose}>
        <TextField
          label={t('Account')}
          name="name"
          autocomplete="off"
          maxLength={32}
          hint={t('Small letters, digits, underscores and hyphens.')}
          value={name}
          onInput={setName}
        />
        <NewPassword value={value} onChange={setValue} />
        <TextField label={t('Comment')} name="comment" maxLength={128} value={comment} onInput={setComment} />
      </SubmitForm>
    </Dialog>
  );
}

interface AccountProps extends CloseProps {
  readonly account: SshAccount;
}

/** Gives an account another password or comment. */
export function UpdateSshAccount({ account, onClose }: AccountProps) {
  const { client, ssh, toasts } = useSpeaker();
  const { name } = account;
  const [value, setValue] = useState(NO_PASSWORD);
  const [comment, setComment] = useState(account.comment);
  const save = async () => {
    const newPassword = value.password !== '' || value.repeated !== '';
    if (newPassword) checkTwice(value);
    const body: SshAccountChange = { comment, ...(newPassword ? { password: value.password } : {}) };
    await client.change({ method: 'PATCH', path: `/api/ssh/accounts/${encodeURIComponent(name)}`, body });
    await ssh.ask();
    toasts.done(
      newPassword
        ? t('The SSH account {name} has a new password.', { name })
        : t('The SSH account {name} was changed.', { name }),
    );
    onClose();
  };
  return (
    <Dialog title={t('Update {name}', { name })} onClose={onClose}>
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={FIELDS} onSubmit={save} onCancel={onClose}>
        <NewPassword
          label={t('New password')}
          hint={t('Leave empty to keep the present one. A new one ends all SSH sessions.')}
          value={value}
          onChange={setValue}
        />
        <TextField label={t('Comment')} name="comment" maxLength={128} value={comment} onInput={setComment} />
      </SubmitForm>
    </Dialog>
  );
}

/** Asks before an account is deleted. */
export function DeleteSshAccount({ account: { name }, onClose }: AccountProps) {
  const { client, ssh, toasts } = useSpeaker();
  const remove = async () => {
    await client.change({ method: 'DELETE', path: `/api/ssh/accounts/${encodeURIComponent(name)}` });
    await ssh.ask();
    toasts.done(t('The SSH account {name} was deleted.', { name }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('Delete {name}', { name })}
      confirm={t('Delete')}
      busy={t('Deleting …')}
      onConfirm={remove}
      onClose={onClose}
    >
      {t('The SSH account “{name}” will be deleted, and all SSH sessions will end. This cannot be undone.', { name })}
    </ConfirmDialog>
  );
}
