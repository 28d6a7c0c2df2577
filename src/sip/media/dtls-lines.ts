import type { Fingerprint } from '../../engine/contract.ts';
import type { Attributes } from './attributes.ts';

/** DTLS in SDP (RFC 8122, RFC 8842). */

const MAX_FINGERPRINTS = 8;
/** RFC 8122, 5: what can be forged does not count. */
const DIGEST_BYTES = { 'sha-256': 32, 'sha-384': 48, 'sha-512': 64 } as const;

export type Setup = 'active' | 'passive' | 'actpass';

/** What a peer tells of DTLS. */
export interface DtlsOfSection {
  readonly fingerprints: readonly Fingerprint[];
  readonly setup: Setup;
}

/** undefined where it has none, or none that counts. */
export function dtlsOf({ all, one }: Attributes): DtlsOfSection | undefined {
  const fingerprints = all('fingerprint').slice(0, MAX_FINGERPRINTS).flatMap(fingerprintOf);
  const told = one('setup');
  const setup = told === 'passive' || told === 'actpass' ? told : 'active';
  return fingerprints.length === 0 || told === 'holdconn' ? undefined : { fingerprints, setup };
}

function fingerprintOf(line: string): Fingerprint[] {
  const [, name = '', hex = ''] = /^(\S{1,16}) ([0-9A-Fa-f:]{1,200})$/.exec(line) ?? [];
  const algorithm = (['sha-256', 'sha-384', 'sha-512'] as const).find(each => each === name.toLowerCase());
  const digest = hex.replace(/:/g, '').toLowerCase();
  return algorithm !== undefined && digest.length === 2 * DIGEST_BYTES[algorithm] ? [{ algorithm, digest }] : [];
}

/** Our own lines. */
export const dtlsLines = ({ fingerprint, setup }: { readonly fingerprint: Fingerprint; readonly setup: Setup }) => [
  `a=fingerprint:${fingerprint.algorithm} ${(fingerprint.digest.toUpperCase().match(/../g) ?? []).join(':')}`,
  `a=setup:${setup}`,
];
