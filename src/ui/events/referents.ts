import type { RecipientType } from '../../api/contract.ts';

/** What a field names that the speaker has a list of, so that it can be chosen. */
export type Referent =
  | { readonly to: 'clip-file' | 'clip-id' | 'input' | 'source' | 'voice' }
  | { readonly to: 'schedule'; readonly kind: 'interval' | 'pulse' }
  /** All types where `types` is left out. */
  | { readonly to: 'recipient'; readonly types?: readonly RecipientType[] };

const FILES: readonly RecipientType[] = ['ftp', 'sftp', 'http', 'https'];
/** Of which types the recipient of an action is. */
const TYPES: Readonly<Record<string, readonly RecipientType[]>> = {
  'notify.email': ['email'],
  'notify.http': ['http'],
  'notify.https': ['https'],
  'notify.tcp': ['tcp'],
  'notify.upload-clip': FILES,
  'notify.upload-recording': FILES,
};

/**
 * What a field refers to; undefined where it is a value of its own.
 * @param owner the id of its event or action
 */
export function referentOf(owner: string, field: string): Referent | undefined {
  const types = TYPES[owner];
  switch (field) {
    case 'location':
    case 'fileName':
      return { to: 'clip-file' };
    case 'clip':
      return { to: owner.startsWith('audio.') ? 'clip-id' : 'clip-file' };
    case 'recipient':
      return types === undefined ? { to: 'recipient' } : { to: 'recipient', types };
    case 'port':
      return owner.endsWith('virtual-input') ? { to: 'input' } : undefined;
    case 'source':
      return owner.startsWith('multicast.') ? { to: 'source' } : undefined;
    case 'voice':
      return { to: 'voice' };
    case 'schedule':
      return { to: 'schedule', kind: owner.endsWith('pulse') ? 'pulse' : 'interval' };
    default:
      return undefined;
  }
}
