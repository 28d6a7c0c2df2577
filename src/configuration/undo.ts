import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ensureFolder, readIfThere, replaceFile, sync } from '../core/files.ts';
import type { Parts } from './document.ts';

/** What to go back to where a configuration is not put in place to its end. */
export interface Undo {
  write(before: Parts): Promise<void>;
  /** Undefined where there is nothing to go back to. */
  read(): Promise<Parts | undefined>;
  clear(): Promise<void>;
}

/** Kept in a file that is there only meanwhile: it holds secrets, and no copy of it may stay. */
export const undoFile = (path: string): Undo => ({
  async write(before) {
    await ensureFolder(dirname(path));
    await replaceFile(path, JSON.stringify(before));
  },
  async read() {
    const text = await readIfThere(path);
    return text === undefined ? undefined : (JSON.parse(text) as Parts);
  },
  async clear() {
    await rm(path, { force: true });
    await sync(dirname(path));
  },
});
