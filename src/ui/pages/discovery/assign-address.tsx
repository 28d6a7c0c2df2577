import { useState } from 'preact/hooks';
import type { AssignAddress, FoundSpeaker } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { PasswordField } from '../../parts/password-field.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { t } from '../../language/translate.ts';

interface AssignAddressProps {
  readonly speaker: FoundSpeaker;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const EMPTY = { address: '', prefix: '24', router: '', user: 'root', password: '' };
const FIELDS = ['address', 'prefix', 'router', 'user', 'password'] as const;

/** Gives another speaker an address for good. */
export function AssignAddressDialog({ speaker, onDone, onClose }: AssignAddressProps) {
  const { client, toasts } = useSpeaker();
  const [draft, setDraft] = useState(EMPTY);
  const [shown, setShown] = useState(false);
  const field = (name: (typeof FIELDS)[number]) => ({
    name,
    value: draft[name],
    onInput: (value: string) => setDraft({ ...draft, [name]: value }),
  });
  const assign = async () => {
    const body = requestOf(draft, speaker);
    await client.change({ method: 'POST', path: '/api/speakers/address', body });
    toasts.done(t('{name} has the address {address} now.', { name: speaker.name, address: body.address }));
    onDone();
    onClose();
  };
  return (
    <Dialog title={t('Assign IP address to {name}', { name: speaker.name })} onClose={onClose}>
      <SubmitForm submit={t('Assign')} busy={t('Assigning …')} fields={FIELDS} onSubmit={assign} onCancel={onClose}>
        <TextField {...field('address')} label={t('IP address')} autocomplete="off" />
        <TextField {...field('prefix')} label={t('Prefix length')} hint={t('24 is the subnet mask 255.255.255.0.')} />
        <TextField {...field('router')} label={t('Router')} hint={t('May be left empty.')} />
        <TextField
          {...field('user')}
          label={t('Username')}
          hint={t('Of an administrator of that speaker.')}
          autocomplete="off"
        />
        <PasswordField
          {...field('password')}
          label={t('Password')}
          autocomplete="current-password"
          shown={shown}
          onShow={setShown}
        />
      </SubmitForm>
    </Dialog>
  );
}

/** @throws Refusal */
function requestOf({ address, prefix, router, user, password }: typeof EMPTY, speaker: FoundSpeaker): AssignAddress {
  if (!/^\d{1,2}$/.test(prefix)) throw new Refusal({ message: t('Type a number from 1 to 30.'), field: 'prefix' });
  const way = router.trim();
  return {
    serialNumber: speaker.serialNumber,
    address: address.trim(),
    prefix: Number(prefix),
    ...(way === '' ? {} : { router: way }),
    user,
    password,
  };
}
