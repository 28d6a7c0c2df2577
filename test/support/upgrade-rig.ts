import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createLog } from '../../src/core/log.ts';
import { EventBus } from '../../src/events/index.ts';
import { createUpgrade, type Upgrades } from '../../src/upgrade/index.ts';
import { upgradeState } from '../../src/upgrade/events.ts';
import { UpgradeFolder } from '../../src/upgrade/upgrade-folder.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeUpdater } from './fake-updater.ts';

/** A speaker as far as upgrades go, with starts and losses of power. */
export class UpgradeRig {
  readonly folder: string;
  readonly files: UpgradeFolder;
  readonly updater = new FakeUpdater();
  clock = new FakeClock();
  /** What the event and the light told, newest last. */
  readonly told: string[] = [];
  lit = false;
  busy = false;
  restarts = 0;
  resets: string[] = [];
  working = { audio: true, network: true };
  upgrades!: Upgrades;
  #stop: () => unknown = () => undefined;

  private constructor(folder: string) {
    this.folder = folder;
    this.files = new UpgradeFolder({ path: folder });
  }

  static async create(): Promise<UpgradeRig> {
    return new UpgradeRig(join(await mkdtemp(join(tmpdir(), 'stentor-upgrade-')), 'upgrade'));
  }

  /** Starts the program of `version`, in the slot that the boot loader chose. */
  async start(version: string): Promise<Upgrades> {
    this.clock = new FakeClock();
    const log = createLog(() => undefined);
    const events = new EventBus({ catalog: [upgradeState], clock: this.clock, log });
    events.on(upgradeState, ({ state, version: about }) => this.told.push(`${state} ${about}`.trim()));
    const light = {
      request: () => {
        this.lit = true;
        return () => (this.lit = false);
      },
    };
    const upgrading = createUpgrade({
      updater: this.updater,
      folder: this.folder,
      version,
      oldest: '0.9.0',
      events,
      light,
      occupation: {
        claim: () => {
          this.busy = true;
          return () => (this.busy = false);
        },
      },
      works: () => this.working,
      prepareReset: async mode => this.resets.push(mode),
      restart: () => (this.restarts += 1),
      clock: this.clock,
      log,
    });
    this.upgrades = upgrading.upgrades;
    this.#stop = await upgrading.start();
    return this.upgrades;
  }

  /** Stops in good order. */
  async stop(): Promise<void> {
    await this.#stop();
    this.#stop = () => undefined;
  }

  /** A restart in good order, into the slot that was chosen. */
  async restart(version: string, slot = this.updater.primary): Promise<Upgrades> {
    await this.stop();
    return this.powerCut(version, slot);
  }

  /** Everything stops at once; the next start is of `slot`. */
  async powerCut(version: string, slot = this.updater.primary): Promise<Upgrades> {
    this.updater.booted = slot;
    return this.start(version);
  }

  async upload(bytes = 'a release'): Promise<void> {
    await this.upgrades.receive(Readable.from([Buffer.from(bytes)]), new AbortController().signal);
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(join(this.folder, '..'), { recursive: true, force: true });
  }
}

/** Waits for what is under way in the background: files are being written. */
export async function settled(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 2000 && !holds(); i++) await new Promise(resolve => setTimeout(resolve, 2));
  if (!holds()) throw new Error('it did not come to that');
}
