import type { RecipientType } from '../../api/contract.ts';

/** Something that is chosen from one list. */
export interface SimpleReferent {
  readonly to: 'clip-file' | 'clip-id' | 'dtmf' | 'input' | 'source' | 'voice';
}

/** What a field names that the speaker has a list of, so that it can be chosen. */
export type Referent =
  | SimpleReferent
  | { readonly to: 'schedule'; readonly kind: 'interval' | 'pulse' }
  /** All types where `types` is left out. */
  | { readonly to: 'recipient'; readonly types?: readonly RecipientType[] };

const FILES: readonly RecipientType[] = ['ftp', 'sftp', 'http', 'https', 'networkshare'];
/** Of which types the recipient of an action is. */
const TYPES: Readonly<Record<string, readonly RecipientType[]>> = {
  'call.make': ['sip'],
  'notify.email': ['email'],
  'notify.http': ['http'],
  'notify.https': ['https'],
  'notify.tcp': ['tcp'],
  'notify.upload-clip': FILES,
  'notify.upload-recording': FILES,
  'notify.upload-kept-recording': FILES,
};

/** By the field's name; the owner is the id of its event or action. */
const BY_FIELD: Readonly<Record<string, (owner: string) => Referent | undefined>> = {
  location: () => ({ to: 'clip-file' }),
  fileName: () => ({ to: 'clip-file' }),
  event: owner => (owner === 'call.dtmf' ? { to: 'dtmf' } : undefined),
  clip: owner => ({ to: owner.startsWith('audio.') ? 'clip-id' : 'clip-file' }),
  recipient: owner => {
    const types = TYPES[owner];
    return types === undefined ? { to: 'recipient' } : { to: 'recipient', types };
  },
  port: owner => (owner.endsWith('virtual-input') ? { to: 'input' } : undefined),
  source: owner => (owner.startsWith('multicast.') ? { to: 'source' } : undefined),
  voice: () => ({ to: 'voice' }),
  id: owner =>
    owner.startsWith('schedules.')
      ? { to: 'schedule', kind: owner === 'schedules.interval' ? 'interval' : 'pulse' }
      : undefined,
};

/**
 * What a field refers to; undefined where it is a value of its own.
 * @param owner the id of its event or action
 */
export const referentOf = (owner: string, field: string): Referent | undefined =>
  Object.hasOwn(BY_FIELD, field) ? BY_FIELD[field]?.(owner) : undefined;
