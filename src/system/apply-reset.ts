import { access, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, sync } from '../core/files.ts';
import type { Log } from '../core/log.ts';

/** The file that orders a reset: `soft` or `hard`. The card's start-up obeys the same file. */
export const RESET_ORDER = '.reset';
/** The settings that a soft reset keeps; they become the settings after it. */
export const KEPT_SETTINGS = 'kept-settings.json';
const SETTINGS = 'settings.json';

/**
 * What a soft reset keeps: how the speaker is reached, 802.1X with its certificates among that, and who it is (the
 * certificate that browsers know it by).
 */
export const KEPT_BY_SOFT_RESET = [
  'network.json',
  'network.json.bak',
  'dot1x.json',
  'dot1x.json.bak',
  'certificates',
  KEPT_SETTINGS,
  'tls',
] as const;

interface ApplyResetOptions {
  /** Folder of all state. */
  readonly folder: string;
  /** Names in it that are no state of the speaker's: the virtual board's own. */
  readonly spare: readonly string[];
  readonly log: Log;
}

/**
 * Carries out a reset that was ordered, before anything reads the state. The order goes last, so that after a power cut
 * the next start goes on with it.
 */
export async function applyReset({ folder, spare, log }: ApplyResetOptions): Promise<void> {
  const order = (await readIfThere(join(folder, RESET_ORDER)))?.trim();
  if (order === 'soft' || order === 'hard') {
    const stays = new Set<string>([RESET_ORDER, ...spare, ...(order === 'soft' ? KEPT_BY_SOFT_RESET : [])]);
    const goes = (await readdir(folder)).filter(name => !stays.has(name));
    for (const name of goes) await rm(join(folder, name), { recursive: true, force: true });
    log.info('returned to the factory default', { kind: order });
  }
  await adoptKeptSettings(folder);
  if (order === undefined) return;
  await sync(folder);
  await rm(join(folder, RESET_ORDER));
}

async function adoptKeptSettings(folder: string): Promise<void> {
  const kept = join(folder, KEPT_SETTINGS);
  if (!(await exists(kept))) return;
  if (await exists(join(folder, SETTINGS))) await rm(kept);
  else await rename(kept, join(folder, SETTINGS));
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
