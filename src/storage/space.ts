import { constants } from 'node:fs';
import { access, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, pause } from '../core/clock.ts';

/** How much a folder may hold and still can, bytes. */
export interface Space {
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly readOnly: boolean;
}

/** A medium that was just pulled out may never answer. */
const PATIENCE_MS = 3000;

/** The space of the file system at `folder`; `files` is what we may write to. Undefined where it does not answer. */
export function mediumSpace(folder: string, files: string, clock: Clock): Promise<Space | undefined> {
  const asked = Promise.all([statfs(folder), mayWrite(files)]).then(
    ([{ bsize, blocks, bavail }, writable]): Space => ({
      totalBytes: bsize * blocks,
      freeBytes: bsize * bavail,
      readOnly: !writable,
    }),
    () => undefined,
  );
  return Promise.race([asked, pause(clock, PATIENCE_MS).then(() => undefined)]);
}

/** The space of a folder that may hold `quotaBytes`, on a disk that others use as well. */
export async function quotaSpace(folder: string, quotaBytes: number): Promise<Space> {
  const { bsize, bavail } = await statfs(folder);
  const left = Math.max(0, quotaBytes - (await bytesIn(folder)));
  return { totalBytes: quotaBytes, freeBytes: Math.min(left, bsize * bavail), readOnly: false };
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile());
  const sizes = await Promise.all(files.map(file => sizeOf(join(file.parentPath, file.name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** 0 where the file went away meanwhile. */
const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const mayWrite = (folder: string) =>
  access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
