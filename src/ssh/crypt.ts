import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { run } from '../core/process.ts';

const TIMEOUT_MS = 10_000;
const HASH = /^\$6\$[./A-Za-z0-9]{8,16}\$[./A-Za-z0-9]{86}$/;

/**
 * A password as the system checks it: crypt(5) with SHA-512 and a salt of its own. Node has no crypt; OpenSSL is told the
 * password on its standard input, where no list of processes shows it.
 * @throws Fault `unavailable` where OpenSSL is not installed, `failed`
 */
export async function cryptPassword(password: string, clock: Clock): Promise<string> {
  let hash = '';
  const options = { clock, timeoutMs: TIMEOUT_MS, input: `${password}\n` };
  for await (const piece of run('openssl', ['passwd', '-6', '-stdin'], options)) hash += piece.toString();
  hash = hash.trim();
  if (!HASH.test(hash)) throw new Fault('failed', 'the password could not be hashed');
  return hash;
}
