import { watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Medium, StorageSlot } from '../board/index.ts';
import { inBackground } from '../core/background.ts';
import type { Clock, Off } from '../core/clock.ts';
import { Fault, notFound } from '../core/fault.ts';
import { readIfThere } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import type { Host } from '../linux/index.ts';
import { mediumIn } from './medium-report.ts';

/** Where the storage helper reports, and mounts. */
const FOLDER = '/run/stentor-storage';
/** A large medium takes long to check; nobody waits longer than this in one request. */
const PATIENCE_MS = 60_000;

interface LinuxSlotDeps {
  readonly host: Pick<Host, 'unit'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly folder?: string;
}

/** The slot of the appliance: udev and `stentor-storage@.service` mount, and report by a file for each medium. */
export class LinuxSlot implements StorageSlot {
  readonly #deps: LinuxSlotDeps;
  readonly #folder: string;
  readonly #watchers = new Set<() => void>();
  /** Called with the name of a medium whenever it was reported, changed or not. */
  readonly #reports = new Set<(name: string) => void>();
  #media: readonly Medium[] = [];
  #reading: Promise<void> = Promise.resolve();

  constructor(deps: LinuxSlotDeps) {
    this.#deps = deps;
    this.#folder = deps.folder ?? FOLDER;
  }

  async start(): Promise<Off> {
    const { log } = this.#deps;
    try {
      const watcher = watch(this.#folder, (_, name) => {
        inBackground(log, 'looking at the storage slot', () => this.#look(name ?? ''));
      });
      await this.#look('');
      return () => watcher.close();
    } catch (error) {
      log.warn('there is no storage slot', { error: String(error) });
      return () => undefined;
    }
  }

  media(): readonly Medium[] {
    return this.#media;
  }

  onChange(listener: () => void): Off {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  async mount(name: string): Promise<void> {
    await this.#ask('start', name, ({ state, reason }) => {
      if (state === 'failed') throw new Fault('failed', `the medium cannot be used: ${reason}`);
      return state === 'mounted';
    });
  }

  async unmount(name: string): Promise<void> {
    await this.#ask('stop', name, ({ state, reason }) => {
      if (state === 'mounted' && reason !== '') throw new Fault('busy', `the medium cannot be unmounted: ${reason}`);
      return state === 'unmounted' || state === 'failed';
    });
  }

  /** Has the unit act, and waits for a report that says it is done; a medium that is gone meanwhile is done, too. */
  async #ask(verb: 'start' | 'stop', name: string, isDone: (medium: Medium) => boolean): Promise<void> {
    if (this.#find(name) === undefined) throw notFound(`there is no medium ${name}`);
    const offs: Off[] = [];
    const done = new Promise<void>((resolve, reject) => {
      const hear = (reported: string) => {
        if (reported !== name) return;
        const medium = this.#find(name);
        try {
          if (medium === undefined || isDone(medium)) resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#reports.add(hear);
      const late = () => reject(new Fault('busy', 'the medium needs more time; look again later'));
      offs.push(() => this.#reports.delete(hear), this.#deps.clock.after(PATIENCE_MS, late));
    });
    try {
      await Promise.all([done, this.#deps.host.unit(verb, `stentor-storage@${name}.service`)]);
    } finally {
      for (const off of offs) off();
    }
  }

  #find(name: string): Medium | undefined {
    return this.#media.find(medium => medium.name === name);
  }

  /** One look after the other, so that the last one that is told is the newest. */
  #look(reported: string): Promise<void> {
    this.#reading = this.#reading.then(async () => {
      const before = JSON.stringify(this.#media);
      this.#media = await this.#read();
      if (JSON.stringify(this.#media) !== before) for (const watcher of this.#watchers) watcher();
      for (const hear of this.#reports) hear(reported);
    });
    return this.#reading;
  }

  async #read(): Promise<Medium[]> {
    const names = (await readdir(this.#folder)).filter(name => /^[a-z0-9]+$/.test(name)).sort();
    const media = await Promise.all(names.map(name => this.#readOne(name)));
    return media.filter(medium => medium !== undefined);
  }

  async #readOne(name: string): Promise<Medium | undefined> {
    const report = mediumIn((await readIfThere(join(this.#folder, name))) ?? '');
    return report && { name, ...report, folder: join(this.#folder, `${name}.d`) };
  }
}
