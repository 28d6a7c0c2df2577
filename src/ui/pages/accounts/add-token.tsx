import { useEffect, useRef, useState } from 'preact/hooks';
import type { CreatedToken, NewToken } from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Select } from '../../parts/select.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { RoleField } from './role-field.tsx';
import { t } from '../../language/translate.ts';

const DAY_MS = 86_400_000;
const LASTS = [
  { value: '30', label: t('30 days') },
  { value: '90', label: t('90 days') },
  { value: '365', label: t('A year') },
  { value: '', label: t('For ever') },
];

interface AddTokenProps {
  readonly onAdded: () => void;
  readonly onClose: () => void;
}

/** Makes a token, and shows it this one time. */
export function AddToken({ onAdded, onClose }: AddTokenProps) {
  const { client } = useSpeaker();
  const [name, setName] = useState('');
  const [role, setRole] = useState<NewToken['role']>('viewer');
  const [days, setDays] = useState('365');
  const [made, setMade] = useState<CreatedToken | undefined>();
  const add = async () => {
    if (name.trim() === '') throw new Refusal({ message: t('Say what the token is for.'), field: 'name' });
    const expiresAt = days === '' ? '' : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    const body: NewToken = { name, role, expiresAt };
    setMade((await client.change({ method: 'POST', path: '/api/tokens', body })) as CreatedToken);
    onAdded();
  };
  return (
    <Dialog title={t('Add token')} onClose={onClose}>
      {made === undefined ? (
        <SubmitForm
          submit={t('Add')}
          busy={t('Adding …')}
          fields={['name', 'expiresAt']}
          onSubmit={add}
          onCancel={onClose}
        >
          <TextField label={t('Name')} name="name" maxLength={32} value={name} onInput={setName} />
          <RoleField role={role} onChange={setRole} />
          <Field label={t('Lasts')} name="expiresAt">
            {control => <Select control={control} value={days} options={LASTS} onChange={setDays} />}
          </Field>
        </SubmitForm>
      ) : (
        <Made made={made} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Made({ made: { name, token }, onClose }: { readonly made: CreatedToken; readonly onClose: () => void }) {
  const told = useRef<HTMLParagraphElement>(null);
  // The button that had the focus is gone.
  useEffect(() => told.current?.focus(), []);
  return (
    <SubmitForm submit={t('Done')} busy={t('Done')} onSubmit={async () => onClose()}>
      <p role="status" tabIndex={-1} ref={told}>
        {t('The token {name} is made. Copy it now: nobody can see it again, not even here.', { name })}
      </p>
      <TextField
        label={t('Token')}
        value={token}
        readOnly
        onInput={() => undefined}
        after={<CopyButton label={t('Copy token')} text={token} />}
      />
    </SubmitForm>
  );
}
