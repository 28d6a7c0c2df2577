import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ensureFolder, sync } from '../core/files.ts';

const KEY_BYTES = 12;
const OUR_FILES = /^([0-9a-f]+)\.(original|pcm)$/;

/** The two files of one clip. */
export interface ClipFiles {
  readonly original: string;
  readonly pcm: string;
}

/** The folder with the files of all clips. Other files in it are none of its business. */
export class ClipStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = resolve(folder);
  }

  /** A key that no clip ever had. */
  newKey(): string {
    return randomBytes(KEY_BYTES).toString('hex');
  }

  filesOf(key: string): ClipFiles {
    return { original: join(this.#folder, `${key}.original`), pcm: join(this.#folder, `${key}.pcm`) };
  }

  /** @returns the new, empty file for the original */
  async create(key: string): Promise<FileHandle> {
    await ensureFolder(this.#folder);
    return open(this.filesOf(key).original, 'wx', 0o600);
  }

  /** Makes sure that the names of new files survive a power cut; their content is synced by those who write it. */
  sync(): Promise<void> {
    return sync(this.#folder);
  }

  async remove(key: string): Promise<void> {
    const { original, pcm } = this.filesOf(key);
    await Promise.all([rm(original, { force: true }), rm(pcm, { force: true })]);
  }

  /** Removes the files of clips that do not exist: of uploads that a power cut ended. @returns how many */
  async sweep(keys: ReadonlySet<string>): Promise<number> {
    await ensureFolder(this.#folder);
    const names = await readdir(this.#folder);
    const orphans = names.filter(name => {
      const key = OUR_FILES.exec(name)?.[1];
      return key !== undefined && !keys.has(key);
    });
    for (const name of orphans) await rm(join(this.#folder, name), { force: true });
    return orphans.length;
  }

  /** Bytes of the file; undefined where there is none. */
  async sizeOf(path: string): Promise<number | undefined> {
    return (await stat(path).catch(() => undefined))?.size;
  }

  /** Bytes that the disk has left. */
  async free(): Promise<number> {
    await ensureFolder(this.#folder);
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }
}
