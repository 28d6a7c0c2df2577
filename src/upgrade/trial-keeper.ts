import { inBackground } from '../core/background.ts';
import type { Clock, Off } from '../core/clock.ts';
import { conflict, notFound } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { assessStart, type StartMeaning } from './assess-start.ts';
import type { Trial, UpgradeFailure } from './record.ts';
import { refused } from './refusal.ts';
import type { Slot, Updater } from './updater.ts';
import type { UpgradeFolder } from './upgrade-folder.ts';
import type { UpgradeState } from './upgrade-state.ts';

/** How often the health gate's finding is looked for, ms. */
const LOOK_MS = 2000;

interface TrialDeps {
  readonly state: UpgradeState;
  readonly updater: Updater;
  readonly folder: UpgradeFolder;
  /** The version that runs. */
  readonly version: string;
  /** The journal of the slot's last starts, where it was kept. */
  readonly journal: (slot: string) => Promise<string | undefined>;
  readonly restart: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Finds out at each start what became of the last upgrade; commits it, or goes back. */
export class TrialKeeper {
  readonly #deps: TrialDeps;
  #offs: Off[] = [];
  #rollbackAt: number | undefined;

  constructor(deps: TrialDeps) {
    this.#deps = deps;
  }

  /** Milliseconds on the monotonic clock when the release is undone unless it is committed before. */
  get rollbackAt(): number | undefined {
    return this.#rollbackAt;
  }

  async start(): Promise<Off> {
    const { state, updater, folder, log } = this.#deps;
    await state.load();
    await folder.tidy();
    try {
      state.sees(await updater.slots());
      await this.#begin();
    } catch (error) {
      log.error('upgrades cannot be looked after', { error: String(error) });
    }
    return () => this.#stop();
  }

  /** The slot one can go back to, and the version in it. */
  previous(): { readonly slot: Slot; readonly version: string } | undefined {
    const { slots, record } = this.#deps.state;
    const slot = slots.find(({ booted, bootable }) => !booted && bootable);
    const version = slot && record.versions[slot.name];
    return slot === undefined || version === undefined ? undefined : { slot, version };
  }

  /** Keeps the release that runs. Nothing happens where it is kept already. */
  async commit(): Promise<void> {
    const { state, folder, log, version } = this.#deps;
    if (state.record.trial === undefined) return;
    this.#stopWatching();
    await state.remember({ trial: undefined, failure: undefined });
    await folder.unmarkTrial();
    log.info('the release is committed', { version });
  }

  /** Stops the clock that would undo the release; it stays uncommitted. */
  async stopAuto(): Promise<void> {
    const { state } = this.#deps;
    const { trial } = state.record;
    if (trial === undefined) return;
    this.#rollbackAt = undefined;
    await state.remember({ trial: { ...trial, rollbackS: 0 } });
    this.#stopWatching();
    this.#watch({ ...trial, rollbackS: 0 });
  }

  /** Goes back to the version before; the restart follows. @throws Fault `not-found` where there is none, `busy` */
  async rollback(): Promise<void> {
    this.#deps.state.checkIdle();
    await this.#goBack(undefined);
  }

  /** Gives up the version before. @throws Fault with the `refusalReason` `uncommitted`, `conflict`, `busy` */
  async purge(): Promise<void> {
    const { state, updater } = this.#deps;
    state.checkIdle();
    if (state.record.trial !== undefined) {
      throw refused('uncommitted', 'the release that runs is not committed yet; commit it first');
    }
    const previous = this.previous();
    if (previous === undefined) throw conflict('there is no other version to remove');
    await updater.disable(previous.slot.name);
    await state.remember({ versions: without(state.record.versions, previous.slot.name) });
    state.sees(await updater.slots());
  }

  /** Somebody has seen that an upgrade failed. */
  async acknowledge(): Promise<void> {
    const { failure } = this.#deps.state.record;
    if (failure !== undefined) await this.#deps.state.remember({ failure: { ...failure, acknowledged: true } });
  }

  async #begin(): Promise<void> {
    const { state, version } = this.#deps;
    const booted = state.slots.find(slot => slot.booted)?.name;
    if (booted === undefined) return;
    const { trial, versions, expected } = state.record;
    const here = { versions: { ...versions, [booted]: version }, expected: { slot: booted, version } };
    const meanings: Readonly<Record<StartMeaning, () => Promise<void>>> = {
      normal: () => this.#settle(here),
      trial: () => this.#try(trial, here),
      'cut-off': () => this.#goBack('The power was interrupted before it was committed.'),
      interrupted: () => this.#giveUp(trial, here, INTERRUPTED),
      'fell-back': () => this.#giveUp(trial ?? expected, here),
    };
    await meanings[assessStart(state.record, booted)]();
  }

  /** Nothing but the truth has to be written down. */
  async #settle(here: Here): Promise<void> {
    const { state } = this.#deps;
    const { versions, expected } = state.record;
    const { slot, version } = here.expected;
    if (expected?.slot !== slot || versions[slot] !== version) await state.remember(here);
  }

  async #try(trial: Trial | undefined, here: Here): Promise<void> {
    if (trial === undefined) return;
    const running: Trial = { ...trial, phase: 'installed', started: true, stopped: false };
    await this.#deps.state.remember({ ...here, trial: running });
    if (running.autoCommit === 'boot') await this.commit();
    else this.#watch(running);
  }

  #watch({ autoCommit, rollbackS, version }: Trial): void {
    const { clock, folder, log } = this.#deps;
    const soon = (what: string, work: () => Promise<unknown>) => () => inBackground(log, what, work);
    if (autoCommit === 'started') {
      const look = async () => (await folder.isHealthy(version)) && this.commit();
      this.#offs.push(clock.every(LOOK_MS, soon('committing the release', look)));
    }
    if (rollbackS === 0) return;
    this.#rollbackAt = clock.monotonic() + rollbackS * 1000;
    const late = `It was not committed within ${rollbackS / 60} minutes of its start.`;
    this.#offs.push(
      clock.after(
        rollbackS * 1000,
        soon('going back', () => this.#goBack(late)),
      ),
    );
  }

  /** @param failed why the running release is no good; undefined where somebody just wants the other one */
  async #goBack(failed: string | undefined): Promise<void> {
    const { state, updater, folder, version, restart } = this.#deps;
    const previous = this.previous();
    if (previous === undefined) throw notFound('there is no older version to go back to');
    const booted = state.slots.find(slot => slot.booted)?.name ?? '';
    state.does({ phase: 'restarting' });
    try {
      await updater.activate(previous.slot.name);
      if (failed !== undefined) await updater.disable(booted);
    } catch (error) {
      state.does({ phase: 'idle', problem: 'the speaker could not go back to the older version' });
      throw error;
    }
    this.#stopWatching();
    await folder.unmarkTrial();
    await state.remember({
      trial: undefined,
      expected: { slot: previous.slot.name, version: previous.version },
      versions: without(state.record.versions, booted),
      failure: failed === undefined ? undefined : this.#failure({ version, reason: failed, log: false }),
    });
    restart();
  }

  /** Another slot runs than was meant: keeps all that can be learnt of the one that failed. */
  async #giveUp(failed: { slot: string; version: string } | undefined, here: Here, reason?: string): Promise<void> {
    const { state, folder, updater, journal, log } = this.#deps;
    if (failed === undefined) return;
    const { slot, version } = failed;
    const told = await folder.story(version);
    const words = reason ?? (told?.slot === slot ? told.reason : reasonOf(state.record.trial));
    let kept = await folder.log(version);
    if (kept === undefined && reason === undefined) kept = await journal(slot);
    await folder.tell({ version, slot, reason: words, at: this.#deps.clock.now().toISOString() }, kept);
    await state.remember({
      ...here,
      versions: without(here.versions, slot),
      trial: undefined,
      failure: this.#failure({ version, reason: words, log: kept !== undefined }),
    });
    await folder.unmarkTrial();
    log.error('an upgrade failed', { version, reason: words });
    await updater.disable(slot);
    state.sees(await updater.slots());
  }

  #failure(failure: Pick<UpgradeFailure, 'version' | 'reason' | 'log'>): UpgradeFailure {
    return { ...failure, at: this.#deps.clock.now().toISOString(), acknowledged: false };
  }

  #stopWatching(): void {
    for (const off of this.#offs) off();
    this.#offs = [];
    this.#rollbackAt = undefined;
  }

  /** A stop in good order is no loss of power: an uncommitted release may run again. */
  async #stop(): Promise<void> {
    const { state } = this.#deps;
    this.#stopWatching();
    const { trial } = state.record;
    if (trial?.started === true) await state.remember({ trial: { ...trial, stopped: true } });
  }
}

const INTERRUPTED = 'The speaker was restarted while it was being installed. Install it again.';

interface Here {
  readonly versions: Readonly<Record<string, string>>;
  readonly expected: { readonly slot: string; readonly version: string };
}

/** The best guess where the health gate told nothing. */
function reasonOf(trial: Trial | undefined): string {
  if (trial === undefined) return 'It ran before, but cannot be started any more.';
  return trial.started
    ? 'It started, but stopped before it was found healthy.'
    : 'It did not get as far as the speaker’s own program: its system could not be started, and the boot loader gave it up.';
}

const without = (versions: Readonly<Record<string, string>>, slot: string) =>
  Object.fromEntries(Object.entries(versions).filter(([name]) => name !== slot));
