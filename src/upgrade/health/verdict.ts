import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import type { Log } from '../../core/log.ts';
import type { Updater } from '../updater.ts';
import type { UpgradeFolder } from '../upgrade-folder.ts';

interface VerdictDeps {
  readonly updater: Updater;
  readonly folder: UpgradeFolder;
  /** The version that runs. */
  readonly version: string;
  /** The system's log since its start, where there is one. */
  readonly journal: () => Promise<string | undefined>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Carries out what the health gate found. A healthy slot is marked good: the boot loader counts its starts until then.
 * One that is not leaves its story and its log for the version that comes after it.
 * @param wrong what was found; undefined where all was well
 * @returns whether the device must restart, because another slot can take over
 */
export async function carryOut(deps: VerdictDeps, wrong: string | undefined): Promise<'stay' | 'restart'> {
  if (wrong === undefined) {
    const unmarked = await keep(deps);
    if (unmarked === undefined) return 'stay';
    return giveUp(deps, unmarked);
  }
  return giveUp(deps, wrong);
}

async function keep({ updater, folder, version, log }: VerdictDeps): Promise<string | undefined> {
  try {
    await updater.markGood();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.error('the slot cannot be marked good', { reason: error.message });
    if (await folder.isTrial()) return `The boot loader cannot be told that it works (${error.message}).`;
    return undefined; // a release that was good before is not given up for this
  }
  await folder.markHealthy(version);
  await folder.forgetStory(version);
  log.info('healthy', { version });
  return undefined;
}

async function giveUp(deps: VerdictDeps, reason: string): Promise<'stay' | 'restart'> {
  const { updater, folder, version, journal, clock, log } = deps;
  log.error('not healthy', { version, reason });
  const slots = await updater.slots().catch(() => []);
  const slot = slots.find(({ booted }) => booted)?.name ?? '';
  const trial = await folder.isTrial();
  if (slots.length > 0 && !slots.some(({ booted, bootable }) => !booted && bootable)) {
    log.error('there is no other slot that could take over');
    return 'stay';
  }
  await folder.tell({ version, slot, reason, at: clock.now().toISOString() }, await journal());
  // Tried once is enough for a new release; an old one has all the tries that the boot loader gives it.
  if (trial)
    await updater.disable(slot).catch((error: unknown) => log.error('cannot disable', { error: String(error) }));
  return 'restart';
}
