import { join } from 'node:path';
import type { Medium, StorageSlot } from '../board/index.ts';
import { inBackground } from '../core/background.ts';
import type { Clock, Off } from '../core/clock.ts';
import { conflict, notFound } from '../core/fault.ts';
import { ensureFolder } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import { type Disk, INTERNAL_DISK, SLOT_DISK } from './disk.ts';
import { storageDisruption, storageFull, storageRemoved } from './events.ts';
import { mediumSpace, quotaSpace, type Space } from './space.ts';

/** How often it is seen whether a disk is full, ms. */
const MEASURE_MS = 30_000;
/** Full is what has less than a hundredth of its size left. */
const FULL_PART = 0.01;
/** All that we write on a medium is in this folder of it. */
const OURS = 'stentor';

const STATUS = { checking: 'connected', mounted: 'OK', unmounted: 'connected', failed: 'failed' } as const;
const NO_SPACE: Space = { totalBytes: 0, freeBytes: 0, readOnly: false };

interface StorageDeps {
  readonly slot: StorageSlot;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder for what is kept where there is no medium. */
  readonly internal: string;
  readonly quotaBytes: () => number;
}

/** Where files are kept besides the speaker's own state: the media in the slot, and a quota of the data partition. */
export class Storage {
  readonly #deps: StorageDeps;
  readonly #watchers = new Set<() => void>();
  readonly #leaving = new Set<(disk: string) => Promise<void>>();
  /** Disk ids by the names of media, kept as long as the medium is in the slot. */
  readonly #ids = new Map<string, string>();
  readonly #spaces = new Map<string, Space>();
  readonly #full = new Set<string>();
  #media: readonly Medium[] = [];

  constructor(deps: StorageDeps) {
    this.#deps = deps;
  }

  async start(): Promise<Off> {
    const { slot, clock, internal } = this.#deps;
    await ensureFolder(internal);
    const offs = [slot.onChange(() => this.#changed()), await slot.start()];
    this.#changed();
    offs.push(clock.every(MEASURE_MS, () => this.#measureInBackground()));
    return async () => {
      for (const off of offs) await off();
    };
  }

  /** All disks, the slot first, with their space at this moment. */
  async disks(): Promise<readonly Disk[]> {
    await this.#measure();
    return this.#list();
  }

  /** The disk that files should go to: the medium in the slot, else the internal one. */
  async preferred(): Promise<Disk> {
    const disks = await this.disks();
    const usable = disks.find(({ status, readOnly, full }) => status === 'OK' && !readOnly && !full);
    return usable ?? disks.at(-1) ?? this.#internalDisk();
  }

  readonly onChange = (watcher: () => void): Off => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** @throws Fault `not-found`, `conflict` where there is nothing to mount, or why it cannot be */
  async mount(id: string): Promise<void> {
    const { name, state } = this.#medium(id);
    if (state !== 'mounted') await this.#deps.slot.mount(name);
  }

  /** After this it is safe to pull the medium out. @throws Fault `not-found`, `conflict`, or why it cannot be unmounted */
  async unmount(id: string): Promise<void> {
    const { name, state } = this.#medium(id);
    if (state !== 'mounted') return;
    await Promise.all([...this.#leaving].map(leave => leave(id)));
    await this.#deps.slot.unmount(name);
  }

  /** Whether files can be on it at this moment. */
  readonly isMounted = (id: string): boolean =>
    id === INTERNAL_DISK || this.#media.some(({ name, state }) => this.#ids.get(name) === id && state === 'mounted');

  /** Before a medium is unmounted, whoever writes to it has to leave it, and must not reject. */
  readonly beforeUnmount = (leave: (disk: string) => Promise<void>): Off => {
    this.#leaving.add(leave);
    return () => this.#leaving.delete(leave);
  };

  #medium(id: string): Medium {
    if (id === INTERNAL_DISK) throw conflict('the internal storage is always mounted');
    const medium = this.#media.find(({ name }) => this.#ids.get(name) === id);
    if (medium !== undefined) return medium;
    if (id === SLOT_DISK) throw conflict('there is no medium in the slot');
    throw notFound(`there is no disk ${id}`);
  }

  #changed(): void {
    const { slot } = this.#deps;
    const before = this.#media;
    this.#media = slot.media();
    for (const { name, state } of before) {
      if (!this.#media.some(medium => medium.name === name)) this.#removed(name, state === 'mounted');
    }
    for (const { name } of this.#media) if (!this.#ids.has(name)) this.#ids.set(name, this.#freeId());
    for (const medium of this.#media) this.#tellDisruption(medium, before);
    for (const watcher of this.#watchers) watcher();
    this.#measureInBackground();
  }

  #removed(name: string, wasMounted: boolean): void {
    const { events, log } = this.#deps;
    const disk = this.#ids.get(name) ?? SLOT_DISK;
    this.#ids.delete(name);
    this.#spaces.delete(disk);
    this.#tellFull(disk, false);
    if (wasMounted) log.warn('a storage medium was pulled out while it was mounted', { disk, name });
    events.emit(storageDisruption, { disk, disruption: true });
    events.emit(storageRemoved, { disk, safely: !wasMounted });
  }

  #tellDisruption({ name, state, reason }: Medium, before: readonly Medium[]): void {
    const old = before.find(medium => medium.name === name);
    if (old?.state === state && old.reason === reason) return;
    const disk = this.#ids.get(name) ?? SLOT_DISK;
    const why = state === 'failed' ? { reason } : {};
    this.#deps.events.emit(storageDisruption, { disk, disruption: state !== 'mounted', ...why });
  }

  #freeId(): string {
    const taken = new Set(this.#ids.values());
    if (!taken.has(SLOT_DISK)) return SLOT_DISK;
    let number = 2;
    while (taken.has(`${SLOT_DISK}${number}`)) number++;
    return `${SLOT_DISK}${number}`;
  }

  #measureInBackground(): void {
    inBackground(this.#deps.log, 'measuring the storage', () => this.#measure());
  }

  async #measure(): Promise<void> {
    const { clock, internal, quotaBytes } = this.#deps;
    await Promise.all([
      ...this.#media
        .filter(({ state }) => state === 'mounted')
        .map(async ({ name, folder }) => this.#measured(name, await mediumSpace(folder, join(folder, OURS), clock))),
      quotaSpace(internal, quotaBytes()).then(space => this.#keep(INTERNAL_DISK, space)),
    ]);
  }

  /** The medium may have gone while it was measured. */
  #measured(name: string, space: Space | undefined): void {
    const id = this.#ids.get(name);
    if (id !== undefined && space !== undefined) this.#keep(id, space);
  }

  #keep(id: string, space: Space): void {
    this.#spaces.set(id, space);
    this.#tellFull(id, space.freeBytes < space.totalBytes * FULL_PART);
  }

  #tellFull(disk: string, full: boolean): void {
    if (full === this.#full.has(disk)) return;
    if (full) this.#full.add(disk);
    else this.#full.delete(disk);
    this.#deps.events.emit(storageFull, { disk, full });
    for (const watcher of this.#watchers) watcher();
  }

  #list(): readonly Disk[] {
    const media = this.#media.map(medium => this.#mediumDisk(medium)).sort((a, b) => (a.id < b.id ? -1 : 1));
    const slot = media.some(({ id }) => id === SLOT_DISK) ? [] : [EMPTY_SLOT];
    return [...slot, ...media, this.#internalDisk()];
  }

  #mediumDisk({ name, state, reason, label, filesystem, folder }: Medium): Disk {
    const id = this.#ids.get(name) ?? SLOT_DISK;
    const mounted = state === 'mounted';
    return {
      id,
      status: STATUS[state],
      busy: state === 'checking',
      removable: true,
      label,
      filesystem,
      reason,
      ...(mounted ? (this.#spaces.get(id) ?? NO_SPACE) : NO_SPACE),
      full: mounted && this.#full.has(id),
      folder: mounted ? join(folder, OURS) : undefined,
    };
  }

  #internalDisk(): Disk {
    return {
      ...EMPTY_SLOT,
      id: INTERNAL_DISK,
      status: 'OK',
      removable: false,
      filesystem: 'ext4',
      ...(this.#spaces.get(INTERNAL_DISK) ?? NO_SPACE),
      full: this.#full.has(INTERNAL_DISK),
      folder: this.#deps.internal,
    };
  }
}

const EMPTY_SLOT: Disk = {
  id: SLOT_DISK,
  status: 'disconnected',
  busy: false,
  removable: true,
  label: '',
  filesystem: 'none',
  reason: '',
  ...NO_SPACE,
  full: false,
  folder: undefined,
};
