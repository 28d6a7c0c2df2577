import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { Fault, invalid } from '../core/fault.ts';
import { replaceFile } from '../core/files.ts';
import { outputOf } from '../core/output-of.ts';
import { randomToken } from '../core/secrets.ts';
import { type KeyPair, readKeyPair } from './key-pair.ts';

const TIMEOUT_MS = 10_000;

interface Pkcs12Options {
  /** Where the file lies while it is read; only we may look there. */
  readonly folder: string;
  readonly clock: Clock;
}

/**
 * A private key and its certificates out of a PKCS #12 file (RFC 7292), read by OpenSSL in a process of its own.
 * @throws Fault `invalid` where it is no such file or the password is wrong
 */
export async function readPkcs12(
  bytes: Uint8Array,
  password: string,
  { folder, clock }: Pkcs12Options,
): Promise<KeyPair> {
  if (/[\r\n\0]/.test(password)) throw invalid('the password must be one line', 'password');
  const file = join(folder, `upload-${randomToken(8)}.p12`);
  await replaceFile(file, bytes);
  try {
    return readKeyPair(await decode(file, password, clock), '');
  } finally {
    await rm(file, { force: true });
  }
}

/** Files of before OpenSSL 3 are encrypted in ways that it only knows when it is told so. */
async function decode(file: string, password: string, clock: Clock): Promise<string> {
  const args = ['pkcs12', '-in', file, '-nodes', '-passin', 'stdin'];
  const options = { clock, timeoutMs: TIMEOUT_MS, input: `${password}\n` };
  try {
    return await outputOf('openssl', args, options).catch(() => outputOf('openssl', [...args, '-legacy'], options));
  } catch (error) {
    if (!(error instanceof Fault) || error.kind === 'unavailable') throw error;
    const isPassword = /mac verify|password/i.test(error.message);
    throw isPassword ? invalid('the password is wrong', 'password') : invalid('it is no PKCS #12 file', 'pkcs12');
  }
}
