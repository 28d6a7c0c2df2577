import type { Readable } from 'node:stream';
import type { Clock } from '../core/clock.ts';
import { conflict, Fault, unavailable } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import type { Bundle } from './bundle.ts';
import { commitRules, type InstallOptions } from './install-options.ts';
import type { Trial } from './record.ts';
import { refused } from './refusal.ts';
import { checkRelease, isOlder } from './release-rules.ts';
import type { Updater } from './updater.ts';
import type { UpgradeFolder } from './upgrade-folder.ts';
import type { UpgradeState } from './upgrade-state.ts';

/** What works on the speaker at this moment; what worked before an upgrade must work after it. */
export interface Working {
  readonly audio: boolean;
  readonly network: boolean;
}

interface InstallerDeps {
  readonly state: UpgradeState;
  readonly updater: Updater;
  readonly folder: UpgradeFolder;
  /** The version that runs, and the oldest that may be installed. */
  readonly version: string;
  readonly oldest: string;
  readonly works: () => Working;
  /** Has the next start begin with factory defaults; undefined where that cannot be done. */
  readonly prepareReset: ((mode: 'soft' | 'hard') => Promise<unknown>) | undefined;
  /** Restarts the speaker, soon. */
  readonly restart: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Takes a release from its upload to the other slot; only one at a time. */
export class ReleaseInstaller {
  readonly #deps: InstallerDeps;

  constructor(deps: InstallerDeps) {
    this.#deps = deps;
  }

  /**
   * Receives a release and checks whether it could be installed. Nothing else changes.
   * @throws Fault that says why not, with a `refusalReason` where that is about the release
   */
  async receive(content: Readable, signal: AbortSignal): Promise<Bundle> {
    const { state, folder } = this.#deps;
    state.checkIdle();
    this.#checkCommitted();
    state.does({ phase: 'receiving' });
    try {
      await folder.store(content, signal);
      state.does({ phase: 'checking' });
      const bundle = await this.#check();
      state.does({ phase: 'ready', bundle });
      return bundle;
    } catch (error) {
      await folder.removeBundle();
      state.does({ phase: 'idle' });
      throw error;
    }
  }

  /** Forgets the release that was received. */
  async discard(): Promise<void> {
    const { state, folder } = this.#deps;
    state.checkIdle();
    await folder.removeBundle();
    state.does({ phase: 'idle' });
  }

  /**
   * Whether the received release may be installed in this way, before the work begins.
   * @throws Fault `conflict` where none was received, else with a `refusalReason`
   */
  checkInstall({ factoryDefault }: InstallOptions): Bundle {
    const { state, version, prepareReset } = this.#deps;
    state.checkIdle();
    const { bundle } = state.now;
    if (bundle === undefined) throw conflict('there is no release to install; upload one first');
    this.#checkCommitted();
    if (isOlder(bundle, version) && factoryDefault === 'none') {
      const message = `Stentor OS ${bundle.version} is older than ${version}; it can only be installed together with a factory default`;
      throw refused('older', message);
    }
    if (factoryDefault !== 'none' && prepareReset === undefined) {
      throw unavailable('this speaker cannot be set to factory defaults together with an upgrade');
    }
    return bundle;
  }

  /** Installs the received release; the restart follows. @throws Fault as `checkInstall` does, `failed` */
  async install(options: InstallOptions): Promise<Bundle> {
    const { state, folder, log } = this.#deps;
    const bundle = this.checkInstall(options);
    state.does({ phase: 'installing', bundle, progress: { percent: 0, step: 'Starting' } });
    try {
      await this.#writeSlot(bundle, options);
    } catch (error) {
      log.error('a release was not installed', { version: bundle.version, error: String(error) });
      await folder.removeBundle();
      await state.remember({ trial: undefined });
      state.does({ phase: 'idle', problem: error instanceof Fault ? error.message : 'the installation failed' });
      throw error;
    }
    state.does({ phase: 'restarting', bundle });
    this.#deps.restart();
    return bundle;
  }

  #checkCommitted(): void {
    const { state, version } = this.#deps;
    if (state.record.trial === undefined) return;
    throw refused('uncommitted', `Stentor OS ${version} is not committed yet; commit it, or wait until that is done`);
  }

  async #check(): Promise<Bundle> {
    const { updater, folder, version, oldest } = this.#deps;
    const bundle = await updater.inspect(folder.bundle);
    checkRelease(bundle, { product: await updater.product(), version, oldest });
    return bundle;
  }

  /** The other slot loses what it had at once: an upgrade that fails leaves nothing to go back to. */
  async #writeSlot(bundle: Bundle, options: InstallOptions): Promise<void> {
    const { state, updater, folder, clock, prepareReset } = this.#deps;
    const slot = (await updater.slots()).find(({ booted }) => !booted);
    if (slot === undefined) throw unavailable('there is no second slot to install a release in');
    const trial = this.#trialOf(bundle, slot.name, options);
    const versions = Object.fromEntries(Object.entries(state.record.versions).filter(([name]) => name !== slot.name));
    await folder.forgetHealth();
    await folder.forgetStories();
    await state.remember({ versions, trial, failure: undefined });
    await updater.install(folder.bundle, progress => state.does({ phase: 'installing', bundle, progress }));
    if (options.factoryDefault !== 'none') await prepareReset?.(options.factoryDefault);
    await state.remember({
      versions: { ...versions, [slot.name]: bundle.version },
      trial: { ...trial, phase: 'installed' },
      expected: { slot: slot.name, version: bundle.version },
      lastUpgradeAt: clock.now().toISOString(),
    });
    await folder.markTrial(`slot=${slot.name} version=${bundle.version}`);
    await folder.removeBundle();
  }

  #trialOf({ version }: Bundle, slot: string, options: InstallOptions): Trial {
    return {
      slot,
      version,
      from: this.#deps.version,
      phase: 'installing',
      ...commitRules(options),
      requires: this.#deps.works(),
      started: false,
      stopped: false,
    };
  }
}
