import { lstat, opendir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import { Fault, notFound } from '../core/fault.ts';
import { sync } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import { oggSeconds } from './ogg-seconds.ts';
import { RecordingFile } from './recording-file.ts';
import { named, newName, type Recording } from './recording.ts';

/** A place for files, of which only this matters here. */
export interface RecordingDisk {
  readonly id: string;
  readonly status: string;
  readonly readOnly: boolean;
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly folder: string | undefined;
}

export interface RecordingLimits {
  /** On each disk. */
  readonly count: number;
  readonly bytes: number;
  readonly deleteOldest: boolean;
}

interface ShelfDeps {
  /** All disks, the one that is liked most first. */
  readonly disks: () => Promise<readonly RecordingDisk[]>;
  readonly limits: () => RecordingLimits;
  readonly clock: Clock;
  readonly log: Log;
}

interface NewFile {
  readonly label: string;
  /** Disks that it must not go to. */
  readonly avoid: ReadonlySet<string>;
  /** Recordings that must stay. */
  readonly busy: ReadonlySet<string>;
  /** Told before anybody can see it in a list. */
  readonly made: (file: RecordingFile) => void;
}

interface Stored extends Omit<Recording, 'ongoing' | 'seconds'> {
  readonly path: string;
}

/** More than this on one medium is nothing we made. */
const MOST_LISTED = 20_000;
/** What a recording takes until it is looked at the next time, and more. */
const NEEDED_BYTES = 1_000_000;
/** A disk is never filled beyond this part. */
const RESERVED_PART = 0.01;

/** The files of recordings on all disks. There is no list beside them: a medium may come and go, and bring its own. */
export class Shelf {
  readonly #deps: ShelfDeps;
  /** Of files that do not change any more, by path and size. */
  #seconds = new Map<string, number>();
  /** Names of files that nobody has been told of yet. */
  readonly #fresh = new Set<string>();

  constructor(deps: ShelfDeps) {
    this.#deps = deps;
  }

  /** The newest first. @param growing tells, when the folders were read, which are still written to, by their ids */
  async list(growing: () => ReadonlyMap<string, Pick<RecordingFile, 'seconds' | 'bytes'>>): Promise<Recording[]> {
    const stored = await this.#all();
    const files = growing();
    const known = new Map<string, number>();
    const listed: Recording[] = [];
    for (const { path, ...recording } of stored) {
      const file = files.get(recording.id);
      if (file !== undefined) {
        listed.push({ ...recording, seconds: file.seconds, bytes: file.bytes, ongoing: true });
        continue;
      }
      const key = `${path} ${recording.bytes}`;
      const seconds = this.#seconds.get(key) ?? (await secondsOf(path));
      known.set(key, seconds);
      listed.push({ ...recording, seconds, ongoing: false });
    }
    this.#seconds = known;
    return listed;
  }

  /** @throws Fault `not-found` */
  async find(id: string): Promise<Stored> {
    const found = (await this.#all()).find(each => each.id === id);
    if (found === undefined) throw notFound(`there is no recording ${id.slice(0, 40)}`);
    return found;
  }

  /** @throws Fault `not-found` */
  async remove(id: string): Promise<void> {
    await this.#remove(await this.find(id));
  }

  /**
   * Begins a file on the first disk that has room, or where older recordings may make room.
   * @throws Fault `full`, `unavailable` where no disk can be used
   */
  async create({ label, avoid, busy, made }: NewFile): Promise<void> {
    let problem: unknown = new Fault('unavailable', 'there is no disk that can be used');
    for (const disk of await this.#usable()) {
      if (avoid.has(disk.id)) continue;
      const name = newName(this.#deps.clock.now(), label);
      try {
        await this.#makeRoom(disk, { busy, more: 1 });
        made(await this.#begin(disk, name));
        return;
      } catch (error) {
        this.#deps.log.warn('nothing can be recorded on a disk', { disk: disk.id, error: String(error) });
        problem = error;
      } finally {
        this.#fresh.delete(name);
      }
    }
    throw problem instanceof Fault ? problem : new Fault('unavailable', `nothing can be recorded: ${String(problem)}`);
  }

  async #begin({ id, folder }: UsableDisk, name: string): Promise<RecordingFile> {
    const facts = named(name);
    if (facts === undefined) throw new Error(`${name} is no name`);
    this.#fresh.add(name);
    return RecordingFile.create(folder, name, { ...facts, disk: id });
  }

  /** Makes room for what goes on. @throws Fault `full` */
  async keepRoom(id: string, busy: ReadonlySet<string>): Promise<void> {
    const disk = (await this.#usable()).find(each => each.id === id);
    if (disk !== undefined) await this.#makeRoom(disk, { busy, more: 0 });
  }

  async #makeRoom(disk: UsableDisk, { busy, more }: { busy: ReadonlySet<string>; more: number }): Promise<void> {
    const limits = this.#deps.limits();
    const here = await this.#on(disk);
    let count = here.length + more;
    let bytes = here.reduce((sum, each) => sum + each.bytes, NEEDED_BYTES);
    let free = disk.freeBytes - NEEDED_BYTES - disk.totalBytes * RESERVED_PART;
    const old = limits.deleteOldest ? here.filter(({ id }) => !busy.has(id)).sort(byAge) : [];
    const given: Stored[] = [];
    // Nothing is deleted in vain: where others have filled the disk, the recordings stay.
    while (count > limits.count || bytes > limits.bytes || free < 0) {
      const oldest = old.shift();
      if (oldest === undefined) throw new Fault('full', fullWords(count > limits.count, limits));
      given.push(oldest);
      count--;
      bytes -= oldest.bytes;
      free += oldest.bytes;
    }
    for (const each of given) await this.#remove(each);
    if (given.length > 0)
      this.#deps.log.info('the oldest recordings were deleted', { disk: disk.id, many: given.length });
  }

  async #remove({ path }: Stored): Promise<void> {
    await rm(path, { force: true });
    await sync(join(path, '..'));
  }

  async #all(): Promise<Stored[]> {
    const each = await Promise.all((await this.#usable(true)).map(disk => this.#on(disk)));
    return each.flat().sort((a, b) => -byAge(a, b));
  }

  async #on({ id, folder }: UsableDisk): Promise<Stored[]> {
    const found: Stored[] = [];
    try {
      for await (const entry of await opendir(folder)) {
        const facts = entry.isFile() && !this.#fresh.has(entry.name) ? named(entry.name) : undefined;
        if (facts === undefined) continue;
        const path = join(folder, entry.name);
        found.push({ ...facts, disk: id, path, bytes: (await lstat(path)).size });
        if (found.length === MOST_LISTED) break;
      }
    } catch {
      // There is no such folder yet, or the medium has just gone.
    }
    return found;
  }

  async #usable(readOnly = false): Promise<UsableDisk[]> {
    const disks = await this.#deps.disks();
    return disks.flatMap(disk =>
      disk.status === 'OK' && disk.folder !== undefined && (readOnly || !disk.readOnly)
        ? [{ ...disk, folder: join(disk.folder, 'recordings') }]
        : [],
    );
  }
}

interface UsableDisk extends RecordingDisk {
  /** Where recordings are on it. */
  readonly folder: string;
}

const byAge = (a: Pick<Stored, 'id'>, b: Pick<Stored, 'id'>) => (a.id < b.id ? -1 : 1);

const secondsOf = (path: string) => oggSeconds(path).catch(() => 0);

const fullWords = (tooMany: boolean, { count, bytes }: RecordingLimits) =>
  tooMany
    ? `there are ${count} recordings already; delete some`
    : `there is no room for recordings (at most ${Math.round(bytes / 1_000_000)} MB); delete some`;
