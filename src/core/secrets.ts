import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What is kept of a password: the hash A1 of HTTP Digest (RFC 7616, 3.4.2), once for each algorithm, in hex. */
export interface PasswordHashes {
  readonly MD5: string;
  readonly 'SHA-256': string;
}

/** A random name that nobody can guess: `bytes` bytes from the system's generator as base64url (RFC 4648, 5). */
export const randomToken = (bytes = 32) => randomBytes(bytes).toString('base64url');

/** Whether two secrets are the same, in a time that tells nothing about either, not even its length. */
export const sameSecret = (one: string, other: string) => timingSafeEqual(fingerprint(one), fingerprint(other));

/** Hashes a password for the account `name` in `realm`; neither may change without a new password. */
export function hashPassword(name: string, realm: string, password: string): PasswordHashes {
  const a1 = `${name}:${realm}:${password}`;
  return { MD5: hex('md5', a1), 'SHA-256': hex('sha256', a1) };
}

const hex = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');
const fingerprint = (secret: string) => createHash('sha256').update(secret).digest();
