import { chmodSync, cpSync, lutimesSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a file of the image, with its folder. */
export function put(path: string, content: string | Uint8Array, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, mode);
}

/** Makes a symbolic link of the image, with its folder. */
export function putLink(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

/** Copies a file or folder into the image, with the folder it goes to. */
export function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
}

/** Every path below a folder, folders after what they hold, in one order on every machine. */
export function below(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? [...below(path), path] : [path];
  });
}

/** Gives all files below a folder, and the folder, the time of the image (s since 1970). */
export function date(folder: string, epoch: number): void {
  for (const path of [...below(folder), folder]) lutimesSync(path, epoch, epoch);
}
