import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, type Off, pause } from '../../core/clock.ts';
import { Fault, notFound } from '../../core/fault.ts';
import type { Medium, StorageSlot } from '../storage-slot.ts';

/** What is in the virtual slot. */
export type InsertedMedium = 'none' | 'sound' | 'damaged';

/** As long as the real one needs to check a small medium, ms. */
const CHECK_MS = 300;
const NAME = 'sdv1';

/** A storage slot made of a folder: what was stored comes back when the medium is put in again. */
export class VirtualSlot implements StorageSlot {
  readonly #clock: Clock;
  readonly #inside: string;
  readonly #outside: string;
  readonly #watchers = new Set<() => void>();
  #inserted: InsertedMedium = 'none';
  #medium: Medium | undefined;

  /** @param folder of the virtual board */
  constructor({ clock, folder }: { readonly clock: Clock; readonly folder: string }) {
    this.#clock = clock;
    this.#inside = join(folder, 'medium');
    this.#outside = join(folder, 'medium.out');
  }

  get inserted(): InsertedMedium {
    return this.#inserted;
  }

  start(): Off {
    return () => undefined;
  }

  media(): readonly Medium[] {
    return this.#medium === undefined ? [] : [this.#medium];
  }

  onChange(listener: () => void): Off {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Puts a medium in, or pulls it out, mounted or not. */
  put(inserted: InsertedMedium): void {
    if (inserted === this.#inserted) return;
    this.#inserted = inserted;
    if (existsSync(this.#inside)) renameSync(this.#inside, this.#outside);
    if (inserted === 'none') this.#tell(undefined);
    else void this.#check();
  }

  async mount(name: string): Promise<void> {
    this.#expect(name);
    await this.#check();
    if (this.#medium?.state === 'failed') {
      throw new Fault('failed', `the medium cannot be used: ${this.#medium.reason}`);
    }
  }

  async unmount(name: string): Promise<void> {
    const medium = this.#expect(name);
    renameSync(this.#inside, this.#outside);
    this.#tell({ ...medium, state: 'unmounted' });
  }

  #expect(name: string): Medium {
    if (this.#medium?.name !== name) throw notFound(`there is no medium ${name}`);
    return this.#medium;
  }

  async #check(): Promise<void> {
    const medium: Medium = {
      name: NAME,
      state: 'checking',
      reason: '',
      filesystem: 'vfat',
      label: 'VIRTUAL',
      folder: this.#inside,
    };
    this.#tell(medium);
    await pause(this.#clock, CHECK_MS);
    // Pulled out, or another one put in, meanwhile.
    if (this.#medium !== medium) return;
    if (this.#inserted === 'damaged') {
      const reason = 'its file system is damaged: repair or format it on a computer';
      this.#tell({ ...medium, state: 'failed', reason });
      return;
    }
    if (existsSync(this.#outside)) renameSync(this.#outside, this.#inside);
    mkdirSync(join(this.#inside, 'stentor'), { recursive: true });
    this.#tell({ ...medium, state: 'mounted' });
  }

  #tell(medium: Medium | undefined): void {
    this.#medium = medium;
    for (const watcher of this.#watchers) watcher();
  }
}
