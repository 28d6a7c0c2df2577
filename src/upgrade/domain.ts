import type { Readable } from 'node:stream';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { startAll } from '../core/lifecycle.ts';
import type { EventBus } from '../events/index.ts';
import { JsonFile } from '../settings/index.ts';
import { announceUpgrades, type FailureLight, type Occupation } from './announcer.ts';
import type { Bundle } from './bundle.ts';
import type { InstallOptions } from './install-options.ts';
import { journalOfSlot } from './journal.ts';
import { NO_UPGRADES, UPGRADE_RECORD, type UpgradeFailure } from './record.ts';
import { ReleaseInstaller, type Working } from './release-installer.ts';
import { isOlder } from './release-rules.ts';
import { TrialKeeper } from './trial-keeper.ts';
import type { Updater } from './updater.ts';
import { MAX_BUNDLE_BYTES, UpgradeFolder } from './upgrade-folder.ts';
import { type Activity, UpgradeState } from './upgrade-state.ts';

/** Long enough for an answer to reach whoever asked, ms. */
const LAST_WORDS_MS = 500;

interface UpgradeDeps {
  readonly updater: Updater;
  /** Where uploads, records and stories are. */
  readonly folder: string;
  /** The version that runs, and the oldest that may be installed. */
  readonly version: string;
  readonly oldest: string;
  readonly events: EventBus;
  readonly light: FailureLight;
  readonly occupation: Occupation;
  readonly works: () => Working;
  readonly prepareReset?: ((mode: 'soft' | 'hard') => Promise<unknown>) | undefined;
  readonly restart: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything about upgrades that one can look at. */
export interface UpgradeStatus extends Activity {
  readonly kind: Updater['kind'];
  /** The version that runs. */
  readonly version: string;
  /** Whether the received release is older than what runs. */
  readonly older: boolean;
  /** The version one can go back to. */
  readonly previous?: string;
  readonly committed: boolean;
  /** Whether it will be committed by itself. */
  readonly commits: boolean;
  /** Seconds until it is undone unless it is committed. */
  readonly rollbackInS?: number;
  readonly lastUpgradeAt?: string;
  readonly failure?: UpgradeFailure;
  readonly maxBytes: number;
}

/** What the page and VAPIX can do about upgrades. */
export interface Upgrades {
  status(): UpgradeStatus;
  receive(content: Readable, signal: AbortSignal): Promise<Bundle>;
  discard(): Promise<void>;
  checkInstall(options: InstallOptions): Bundle;
  install(options: InstallOptions): Promise<Bundle>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  purge(): Promise<void>;
  stopAuto(): Promise<void>;
  acknowledge(): Promise<void>;
  /** What the health gate asks of the release that runs: all that worked before it, until it is committed. */
  requires(): Working;
  /** Restarts the same version. */
  reboot(): void;
  /** The log of the upgrade that failed; undefined where none was kept. */
  failureLog(): Promise<string | undefined>;
  onChange(listener: () => void): Off;
}

/** Upgrades of Stentor OS: from the upload of a release to its commitment, or back. */
export function createUpgrade(deps: UpgradeDeps): { upgrades: Upgrades; start(): Promise<Off> } {
  const { updater, clock, log, version } = deps;
  const folder = new UpgradeFolder({ path: deps.folder });
  const file = new JsonFile({ path: `${deps.folder}/state.json`, schema: UPGRADE_RECORD, empty: NO_UPGRADES, log });
  const state = new UpgradeState(file);
  const restart = () => void clock.after(LAST_WORDS_MS, deps.restart);
  const parts = { state, updater, folder, version, clock, log, restart };
  const installer = new ReleaseInstaller({ ...deps, ...parts, prepareReset: deps.prepareReset });
  const trials = new TrialKeeper({ ...parts, journal: slot => journalOfSlot(clock, slot) });

  const upgrades: Upgrades = {
    status: () => statusOf({ state, trials, updater, version, clock }),
    receive: (content, signal) => installer.receive(content, signal),
    discard: () => installer.discard(),
    checkInstall: options => installer.checkInstall(options),
    install: options => installer.install(options),
    commit: () => trials.commit(),
    rollback: () => trials.rollback(),
    purge: () => trials.purge(),
    stopAuto: () => trials.stopAuto(),
    acknowledge: () => trials.acknowledge(),
    requires: () => state.record.trial?.requires ?? { audio: false, network: false },
    reboot: () => {
      state.checkIdle();
      restart();
    },
    failureLog: async () => {
      const { failure } = state.record;
      return failure === undefined ? undefined : folder.log(failure.version);
    },
    onChange: listener => state.onChange(listener),
  };
  const announcer = { start: () => announceUpgrades({ ...deps, state }) };
  return { upgrades, start: () => startAll([trials, announcer]) };
}

interface StatusParts {
  readonly state: UpgradeState;
  readonly trials: TrialKeeper;
  readonly updater: Updater;
  readonly version: string;
  readonly clock: Clock;
}

function statusOf({ state, trials, updater, version, clock }: StatusParts): UpgradeStatus {
  const { now, record } = state;
  const { trial, lastUpgradeAt, failure } = record;
  const previous = trials.previous()?.version;
  const { rollbackAt } = trials;
  return {
    ...now,
    kind: updater.kind,
    version,
    older: now.bundle !== undefined && isOlder(now.bundle, version),
    ...(previous === undefined ? {} : { previous }),
    committed: trial === undefined,
    commits: trial?.autoCommit === 'started',
    ...(rollbackAt === undefined
      ? {}
      : { rollbackInS: Math.max(0, Math.ceil((rollbackAt - clock.monotonic()) / 1000)) }),
    ...(lastUpgradeAt === undefined ? {} : { lastUpgradeAt }),
    ...(failure === undefined ? {} : { failure }),
    maxBytes: MAX_BUNDLE_BYTES,
  };
}
