import type { SipAccount, SipAccountStatus, SipCall } from '../../../api/contract.ts';
import type { Option } from '../../parts/option.ts';
import { t } from '../../language/translate.ts';
import { told } from '../../language/told.ts';

/** Where the page is. */
export const SIP_PATH = '/system/sip/phone';

export const REGISTRATIONS: Readonly<Record<SipAccountStatus['state'], string>> = {
  'not-registering': t('Not registered'),
  registering: t('Registering'),
  registered: t('Registered'),
  failed: t('Registration failed'),
};

export const TRANSPORTS: readonly Option[] = [
  { value: 'udp', label: 'UDP' },
  { value: 'tcp', label: 'TCP' },
  { value: 'tls', label: 'TLS' },
];

/** Whence the keys that are offered come. */
export const KEY_EXCHANGES: readonly Option[] = [
  { value: 'sdes', label: t('In the signalling (SDES)') },
  { value: 'dtls', label: t('By a handshake (DTLS-SRTP)') },
];

export const ENCRYPTIONS: readonly Option[] = [
  { value: 'none', label: t('None') },
  { value: 'best-effort', label: t('SRTP (best effort)') },
  { value: 'mandatory', label: t('SRTP (mandatory)') },
];

/** Names of SDP and what people call them. */
export const CODECS: Readonly<Record<string, string>> = {
  opus: 'Opus',
  G722: 'G.722',
  'L16/16000': 'L16, 16 kHz',
  'L16/8000': 'L16, 8 kHz',
  PCMU: 'PCMU (G.711 µ-law)',
  PCMA: 'PCMA (G.711 A-law)',
  'G726-32': 'G.726, 32 kbit/s',
};

const REASONS: Readonly<Record<string, string>> = {
  Denied: t('Denied'),
  NoAnswer: t('No answer'),
  Busy: t('Busy'),
  Failed: t('Failed'),
};

const STATES: Readonly<Record<SipCall['state'], string>> = {
  Idle: t('Idle'),
  Calling: t('Calling'),
  Ringing: t('Ringing'),
  Active: t('Active'),
  Terminating: t('Ending'),
  Terminated: t('Ended'),
};

export const isOver = ({ state }: SipCall): boolean => state === 'Terminated' || state === 'Idle';

/** The other end, as short as it can be told. */
export const otherEnd = ({ remoteName, remoteUri }: SipCall): string =>
  remoteName === '' ? remoteUri : `${remoteName} (${remoteUri})`;

/** What a call does, or why it ended: `Ringing`, `Busy: 486 Busy Here`. */
export function callWords(call: SipCall): string {
  const { state, reason, details } = call;
  if (state === 'Active') return activeWords(call);
  const word = STATES[state];
  if (state !== 'Terminated') return word;
  const why = REASONS[reason] ?? word;
  return details === '' ? why : `${why}: ${told(details)}`;
}

function activeWords({ held, heldByPeer, transfer }: SipCall): string {
  if (transfer?.state === 'asked') return t('Transferring');
  if (held) return t('On hold');
  return heldByPeer ? t('Held by the other end') : t('Active');
}

export const accountName = (accounts: readonly SipAccount[], id: string): string =>
  nameOrId(accounts.find(account => account.id === id) ?? { name: '', id });

/** What an account is called. */
export const nameOrId = ({ name, id }: Pick<SipAccount, 'name' | 'id'>): string => (name === '' ? id : name);

/** The account that calls where none is chosen stands first. */
export const accountOptions = (accounts: readonly SipAccount[]): readonly Option[] =>
  [...accounts]
    .filter(({ active }) => active)
    .sort((a, b) => Number(b.isDefault) - Number(a.isDefault))
    .map(({ id, name, isDefault }) => ({
      value: id,
      label: isDefault ? t('{name} (default)', { name: nameOrId({ id, name }) }) : nameOrId({ id, name }),
    }));
