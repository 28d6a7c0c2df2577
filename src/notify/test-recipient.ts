import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { Transcript } from '../core/transcript.ts';
import type { Reachable } from './recipients.ts';
import type { Trust } from './transport.ts';

export interface TestResult {
  readonly passed: boolean;
  readonly message: string;
  readonly transcript: readonly string[];
}

const TEST_MS = 30_000;

/** Sends a test, and tells the dialogue with the server. Never rejects because of the recipient. */
export async function testRecipient(
  { transport, fields, secrets }: Reachable,
  { clock, trust, about }: { readonly clock: Clock; readonly trust: Trust; readonly about: string },
): Promise<TestResult> {
  const transcript = new Transcript(secrets);
  const { say } = transcript;
  const message = transport.sample(about);
  const stopped = new AbortController();
  const off = clock.after(TEST_MS, () => stopped.abort());
  const folder = message.kind === 'file' ? await mkdtemp(join(tmpdir(), 'stentor-test-')) : undefined;
  const file = folder === undefined ? {} : { file: join(folder, 'test') };
  try {
    if (file.file !== undefined) await writeFile(file.file, `${about}\n`, { mode: 0o600 });
    await transport.deliver({ fields, message, id: randomUUID(), trust, signal: stopped.signal, clock, say, ...file });
    return { passed: true, message: 'The test was sent.', transcript: transcript.lines };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { passed: false, message: transcript.blanked(error.message), transcript: transcript.lines };
  } finally {
    off();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}
