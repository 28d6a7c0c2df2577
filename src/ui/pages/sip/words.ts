import type { SipAccount, SipAccountStatus, SipCall } from '../../../api/contract.ts';
import type { Option } from '../../parts/option.ts';

/** Where the page is. */
export const SIP_PATH = '/system/sip/phone';

export const REGISTRATIONS: Readonly<Record<SipAccountStatus['state'], string>> = {
  'not-registering': 'Not registered',
  registering: 'Registering',
  registered: 'Registered',
  failed: 'Registration failed',
};

export const TRANSPORTS: readonly Option[] = [
  { value: 'udp', label: 'UDP' },
  { value: 'tcp', label: 'TCP' },
  { value: 'tls', label: 'TLS' },
];

/** Whence the keys that are offered come. */
export const KEY_EXCHANGES: readonly Option[] = [
  { value: 'sdes', label: 'In the signalling (SDES)' },
  { value: 'dtls', label: 'By a handshake (DTLS-SRTP)' },
];

export const ENCRYPTIONS: readonly Option[] = [
  { value: 'none', label: 'None' },
  { value: 'best-effort', label: 'SRTP (best effort)' },
  { value: 'mandatory', label: 'SRTP (mandatory)' },
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
  Denied: 'Denied',
  NoAnswer: 'No answer',
  Busy: 'Busy',
  Failed: 'Failed',
};

export const isOver = ({ state }: SipCall): boolean => state === 'Terminated' || state === 'Idle';

/** The other end, as short as it can be told. */
export const otherEnd = ({ remoteName, remoteUri }: SipCall): string =>
  remoteName === '' ? remoteUri : `${remoteName} (${remoteUri})`;

/** What a call does, or why it ended: `Ringing`, `Busy: 486 Busy Here`. */
export function callWords(call: SipCall): string {
  const { state, reason, details } = call;
  if (state === 'Active') return activeWords(call);
  if (state !== 'Terminated') return state;
  const why = REASONS[reason] ?? state;
  return details === '' ? why : `${why}: ${details}`;
}

function activeWords({ held, heldByPeer, transfer }: SipCall): string {
  if (transfer?.state === 'asked') return 'Transferring';
  if (held) return 'On hold';
  return heldByPeer ? 'Held by the other end' : 'Active';
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
      label: `${nameOrId({ id, name })}${isDefault ? ' (default)' : ''}`,
    }));
