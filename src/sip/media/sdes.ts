import { randomBytes } from 'node:crypto';

/** The crypto-suites that are spoken (RFC 4568, 6.2), the better one first. */
export const SUITES = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const;
/** A key of 16 bytes and a salt of 14. */
const MASTER_BYTES = 30;

/** A new master key with its salt, base64. */
export const newKey = () => randomBytes(MASTER_BYTES).toString('base64');

/** The bytes of a key, where it is one of a suite that we speak. */
export function keyOf(suite: string, base64: string): Buffer | undefined {
  const key = Buffer.from(base64, 'base64');
  return SUITES.some(name => name === suite) && key.length === MASTER_BYTES ? key : undefined;
}
