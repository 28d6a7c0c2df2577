import { createCipheriv } from 'node:crypto';
import { SRTP_SUITES, type SrtpSuite } from './suites.ts';

const SALT_BYTES = 14;
const AUTH_KEY_BYTES = 20;
/** RFC 3711, 4.3.2; a key derivation rate of zero. */
const LABELS = { encryption: 0, authentication: 1, salt: 2 } as const;
const FIRST_LABEL = { rtp: 0, rtcp: 3 } as const;

/** What a stream is encrypted and authenticated with (RFC 3711, 4.3). */
export interface SessionKeys {
  readonly cipher: 'aes-128-ctr' | 'aes-256-ctr';
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
  readonly salt: Uint8Array;
}

/** Bytes of a master key and its salt, one behind the other. */
export const masterBytes = (suite: SrtpSuite) => SRTP_SUITES[suite].keyBytes + SALT_BYTES;

/** @param master key and salt, as long as the suite asks for */
export function sessionKeys(suite: SrtpSuite, master: Uint8Array, kind: 'rtp' | 'rtcp' = 'rtp'): SessionKeys {
  const { keyBytes } = SRTP_SUITES[suite];
  if (master.length !== masterBytes(suite)) throw new RangeError(`a key of ${master.length} bytes is not for ${suite}`);
  const cipher = keyBytes === 16 ? 'aes-128-ctr' : 'aes-256-ctr';
  const key = master.subarray(0, keyBytes);
  const derive = (label: number, bytes: number) => {
    const counter = new Uint8Array(16);
    counter.set(master.subarray(keyBytes));
    counter[7]! ^= FIRST_LABEL[kind] + label;
    return createCipheriv(cipher, key, counter).update(new Uint8Array(bytes));
  };
  return {
    cipher,
    encryption: derive(LABELS.encryption, keyBytes),
    authentication: derive(LABELS.authentication, AUTH_KEY_BYTES),
    salt: derive(LABELS.salt, SALT_BYTES),
  };
}
