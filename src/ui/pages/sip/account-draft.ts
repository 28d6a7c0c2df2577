import type { DtmfSequence, SipAccount, SipAccountChange } from '../../../api/contract.ts';

/** What is to become of the password: nobody can read the present one. */
export type PasswordWish = { readonly kind: 'keep' | 'remove' } | { readonly kind: 'set'; readonly text: string };

/** What is typed into the form. */
export interface SipAccountDraft extends Omit<SipAccount, 'id' | 'hasPassword' | 'status' | 'proxies'> {
  /** Separated by commas. */
  readonly proxies: string;
  readonly password: PasswordWish;
}

/** What a part of the form is given. */
export interface SipDraftProps {
  readonly draft: SipAccountDraft;
  readonly set: (change: Partial<SipAccountDraft>) => void;
}

const NEW: SipAccountDraft = {
  name: '',
  active: true,
  userId: '',
  authenticationId: '',
  domain: '',
  callerId: '',
  registrar: '',
  secondaryRegistrar: '',
  secondaryDomain: '',
  proxies: '',
  registered: false,
  isDefault: false,
  autoAnswer: false,
  transport: 'udp',
  sips: false,
  preferIpv6: false,
  mediaEncryption: 'none',
  keyExchange: 'sdes',
  verifyServerCertificate: false,
  allowMwi: false,
  dtmfByRtp: true,
  dtmfByInfo: true,
  dtmfSequences: [],
  password: { kind: 'keep' },
};

/** Of an account, or of a new one. */
export function sipDraftOf(account: SipAccount | undefined): SipAccountDraft {
  if (account === undefined) return NEW;
  const known = Object.entries(account).filter(([name]) => name in NEW);
  const settings = Object.fromEntries(known) as unknown as Omit<SipAccountDraft, 'proxies' | 'password'>;
  return { ...settings, proxies: account.proxies.join(', '), password: { kind: 'keep' } };
}

/** What is sent: texts without the spaces around them, sequences without empty rows. */
export function sipChangeOf({ password, proxies, dtmfSequences, ...draft }: SipAccountDraft): SipAccountChange {
  return {
    ...draft,
    name: draft.name.trim(),
    userId: draft.userId.trim(),
    authenticationId: draft.authenticationId.trim(),
    domain: draft.domain.trim(),
    callerId: draft.callerId.trim(),
    registrar: draft.registrar.trim(),
    secondaryRegistrar: draft.secondaryRegistrar.trim(),
    secondaryDomain: draft.secondaryDomain.trim(),
    proxies: proxies
      .split(',')
      .map(proxy => proxy.trim())
      .filter(proxy => proxy !== ''),
    dtmfSequences: dtmfSequences.map(trimmed).filter(row => row.sequence !== '' || row.description !== ''),
    ...(password.kind === 'keep' ? {} : { password: password.kind === 'set' ? password.text : '' }),
  };
}

const trimmed = ({ sequence, description }: DtmfSequence): DtmfSequence => ({
  sequence: sequence.trim(),
  description: description.trim(),
});
