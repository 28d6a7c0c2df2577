import type { Off } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import type { StateFile } from '../settings/index.ts';
import type { Bundle } from './bundle.ts';
import { NO_UPGRADES, type UpgradeRecord } from './record.ts';
import type { InstallProgress, Slot } from './updater.ts';

/** What is being done at this moment. */
export interface Activity {
  /** `ready`: a release was received, and may be installed. */
  readonly phase: 'idle' | 'receiving' | 'checking' | 'ready' | 'installing' | 'restarting';
  readonly bundle?: Bundle;
  readonly progress?: InstallProgress;
  /** Why the last attempt ended without success. */
  readonly problem?: string;
}

const WORDS: Partial<Record<Activity['phase'], string>> = {
  receiving: 'a release is being received',
  checking: 'a release is being checked',
  installing: 'a release is being installed',
  restarting: 'the speaker is about to restart',
};

/** All that is known of upgrades: what is remembered on disk, what happens now, and the slots. */
export class UpgradeState {
  readonly #file: StateFile<UpgradeRecord>;
  readonly #watchers = new Set<() => void>();
  #record: UpgradeRecord = NO_UPGRADES;
  #now: Activity = { phase: 'idle' };
  #slots: readonly Slot[] = [];

  constructor(file: StateFile<UpgradeRecord>) {
    this.#file = file;
  }

  get record(): UpgradeRecord {
    return this.#record;
  }

  get now(): Activity {
    return this.#now;
  }

  /** Empty where nobody can tell. */
  get slots(): readonly Slot[] {
    return this.#slots;
  }

  async load(): Promise<void> {
    this.#record = await this.#file.load();
  }

  /** On disk before anybody is told. */
  async remember(change: Partial<UpgradeRecord>): Promise<void> {
    const next = { ...this.#record, ...change };
    await this.#file.save(next);
    this.#record = next;
    this.#tell();
  }

  does(now: Activity): void {
    this.#now = now;
    this.#tell();
  }

  sees(slots: readonly Slot[]): void {
    this.#slots = slots;
    this.#tell();
  }

  /** @throws Fault `busy` while something is being done */
  checkIdle(): void {
    const words = WORDS[this.#now.phase];
    if (words !== undefined) throw new Fault('busy', `${words}; wait until that is done`);
  }

  onChange(watcher: () => void): Off {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
