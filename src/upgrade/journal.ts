import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { outputOf } from '../core/output-of.ts';

const TIMEOUT_MS = 30_000;
/** Enough for a start, its errors and what came before them. */
const LINES = 2000;
/** Where it is kept over a restart, while a release is on trial. */
const KEPT = '/var/log/journal';

const journal = async (clock: Clock, args: readonly string[]): Promise<string | undefined> => {
  try {
    return await outputOf('journalctl', ['--no-pager', '--quiet', '-o', 'short-iso', ...args], {
      clock,
      timeoutMs: TIMEOUT_MS,
    });
  } catch (error) {
    if (error instanceof Fault) return undefined; // not a system with a journal, or not ours to read
    throw error;
  }
};

/** The journal since the system was started, its last lines; undefined where nobody keeps one. */
export const presentJournal = (clock: Clock): Promise<string | undefined> =>
  journal(clock, ['-b', '-n', String(LINES)]);

/** The journal of the start before this one where that was of the slot; the kernel tells its command line there. */
export async function journalOfSlot(clock: Clock, slot: string): Promise<string | undefined> {
  const text = await journal(clock, ['-D', KEPT, '-b', '-1', '-n', String(LINES)]);
  if (text === undefined || text === '') return undefined;
  const kernel = await journal(clock, ['-D', KEPT, '-b', '-1', '-k', '--grep', `rauc\\.slot=${slot}\\b`]);
  return kernel === undefined || kernel === '' ? undefined : text;
}
