import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { invalid } from '../core/fault.ts';
import { choice, object, type Schema, string } from '../core/schema.ts';

/** Something that only who knows the passphrase can read. Bytes as base64. */
export interface Sealed {
  readonly method: typeof METHOD;
  readonly salt: string;
  readonly nonce: string;
  readonly tag: string;
  readonly data: string;
}

/** scrypt (RFC 7914) with N = 32768, r = 8, p = 1 makes the key of AES-256-GCM (NIST SP 800-38D). */
const METHOD = 'scrypt-32768-8-1+aes-256-gcm';
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const SHORTEST = 8;
const LONGEST = 256;

const base64 = (maxLength: number) => string({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength });
export const SEALED: Schema<Sealed> = object({
  method: choice([METHOD] as const),
  salt: base64(64),
  nonce: base64(64),
  tag: base64(64),
  data: base64(8_000_000),
});

/** @throws Fault `invalid` for a passphrase that is too short to keep anything secret */
export async function seal(content: unknown, passphrase: string): Promise<Sealed> {
  if (passphrase.length < SHORTEST || passphrase.length > LONGEST)
    throw invalid(`the passphrase must have ${SHORTEST} to ${LONGEST} characters`, 'passphrase');
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce);
  const data = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
  const text = (bytes: Buffer) => bytes.toString('base64');
  return { method: METHOD, salt: text(salt), nonce: text(nonce), tag: text(cipher.getAuthTag()), data: text(data) };
}

/** @throws Fault `invalid` where it was sealed with another passphrase, or was changed since */
export async function unseal(sealed: Sealed, passphrase: string): Promise<unknown> {
  const [salt, nonce, tag, data] = [sealed.salt, sealed.nonce, sealed.tag, sealed.data].map(text =>
    Buffer.from(text, 'base64'),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const key = await keyOf(passphrase.slice(0, LONGEST), salt);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    decipher.setAuthTag(tag);
    return JSON.parse(Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8')) as unknown;
  } catch {
    throw invalid('the passphrase is wrong, or the secrets in the document are damaged', 'passphrase');
  }
}

const derive = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);
const keyOf = (passphrase: string, salt: Buffer) => derive(passphrase.normalize('NFC'), salt, 32, COST);
