import { constants, type PathLike } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Forces what was written to `path`, a file or a folder, onto the disk. */
export async function sync(path: PathLike): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Puts `data` in the place of the file at `path` so that a power cut at any instant leaves the old or the new content,
 * whole: temporary file, fsync, rename, fsync of the folder (the order that ext4 needs, see docs/decisions/0006).
 * @param mode permission bits of the file; 0600 unless told, because most of our files hold secrets
 */
export async function replaceFile(path: string, data: string | Uint8Array, mode = 0o600): Promise<void> {
  const temporary = `${path}.tmp`;
  const handle = await open(temporary, 'w', mode);
  try {
    await handle.chmod(mode); // whatever the umask took away
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await publish(temporary, path);
}

/** Gives a finished and synced temporary file its name, durably. */
async function publish(temporary: string, path: string): Promise<void> {
  await rename(temporary, path);
  await sync(dirname(path));
}

/** The text of a file, or undefined where there is none. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Makes the folder and those above it where they are missing; only the owner may look into it. */
export async function ensureFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

/** Keeps a second copy of a file beside it; nothing happens where there is no such file. */
export async function keepCopy(path: string, copy: string): Promise<void> {
  try {
    await copyFile(path, copy);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
