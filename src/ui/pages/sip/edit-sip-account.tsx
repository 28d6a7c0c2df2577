import { useState } from 'preact/hooks';
import type { SipAccount } from '../../../api/contract.ts';
import { useSpeaker } from '../../data/speaker.ts';
import { Check } from '../../events/check.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { SubmitForm } from '../../parts/submit-form.tsx';
import { DraftText } from '../../parts/draft-text.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { type SipAccountDraft, sipChangeOf, type SipDraftProps, sipDraftOf } from './account-draft.ts';
import { DtmfPart } from './dtmf-part.tsx';
import { EncryptionPart, ServersPart } from './network-parts.tsx';
import { nameOrId } from './words.ts';
import { t } from '../../language/translate.ts';

interface EditSipAccountProps {
  /** The account to change; without one, another is added. */
  readonly account?: SipAccount;
  readonly onClose: () => void;
}

const FIELDS = [
  'name',
  'userId',
  'password',
  'authenticationId',
  'callerId',
  'domain',
  'registrar',
  'secondaryRegistrar',
  'secondaryDomain',
  'proxies',
];

/** Adds an account, or changes one. */
export function EditSipAccount({ account, onClose }: EditSipAccountProps) {
  const { client, sip, toasts } = useSpeaker();
  const [draft, setDraft] = useState(() => sipDraftOf(account));
  const set = (change: Partial<SipAccountDraft>) => setDraft(before => ({ ...before, ...change }));
  const save = async () => {
    const body = sipChangeOf(draft);
    const path = '/api/sip/accounts';
    if (account === undefined) await client.change({ method: 'POST', path, body });
    else await client.change({ method: 'PATCH', path: `${path}/${encodeURIComponent(account.id)}`, body });
    await sip.ask();
    toasts.done(
      account === undefined
        ? t('The account {name} was added.', { name: draft.name.trim() })
        : t('The account {name} was changed.', { name: draft.name.trim() }),
    );
    onClose();
  };
  return (
    <Dialog
      title={account === undefined ? t('Add SIP account') : t('Edit {nameOrId}', { nameOrId: nameOrId(account) })}
      onClose={onClose}
    >
      <SubmitForm submit={t('Save')} busy={t('Saving …')} fields={FIELDS} onSubmit={save} onCancel={onClose}>
        <WhoPart draft={draft} set={set} hasPassword={account?.hasPassword ?? false} />
        <Check label={t('Active')} on={draft.active} onChange={active => set({ active })} />
        {account?.isDefault !== true && (
          <Check label={t('Make default')} on={draft.isDefault} onChange={isDefault => set({ isDefault })} />
        )}
        <Check
          label={t('Answer automatically')}
          hint={t('Else a call rings until somebody, or a rule, answers it.')}
          on={draft.autoAnswer}
          onChange={autoAnswer => set({ autoAnswer })}
        />
        <ServersPart draft={draft} set={set} />
        <EncryptionPart draft={draft} set={set} />
        <DtmfPart draft={draft} set={set} />
      </SubmitForm>
    </Dialog>
  );
}

const WhoPart = ({ draft, set, hasPassword }: SipDraftProps & { readonly hasPassword: boolean }) => (
  <>
    <DraftText draft={draft} set={set} label={t('Name')} name="name" maxLength={64} />
    <DraftText draft={draft} set={set} label={t('User ID')} name="userId" maxLength={64} />
    <PasswordPart draft={draft} set={set} hasPassword={hasPassword} />
    <DraftText
      draft={draft}
      set={set}
      label={t('Authentication ID')}
      name="authenticationId"
      hint={t('Empty where it is the user ID.')}
      maxLength={64}
    />
    <DraftText
      draft={draft}
      set={set}
      label={t('Caller ID')}
      name="callerId"
      hint={t('The name that other phones show.')}
      maxLength={64}
    />
  </>
);

function PasswordPart({ draft: { password }, set, hasPassword }: SipDraftProps & { readonly hasPassword: boolean }) {
  const removes = password.kind === 'remove';
  const remove = (
    <button type="button" class="button" onClick={() => set({ password: { kind: removes ? 'keep' : 'remove' } })}>
      {removes ? t('Keep password') : t('Remove password')}
    </button>
  );
  return (
    <TextField
      label={t('Password')}
      name="password"
      type="password"
      autocomplete="new-password"
      maxLength={128}
      hint={removes ? t('It will be removed.') : hasPassword ? t('Leave empty to keep the present one.') : undefined}
      value={password.kind === 'set' ? password.text : ''}
      onInput={text => set({ password: text === '' ? { kind: 'keep' } : { kind: 'set', text } })}
      after={hasPassword && remove}
    />
  );
}
