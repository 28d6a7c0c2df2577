import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { packTar } from 'modern-tar';

/** A file of an archive. */
export interface ArchiveFile {
  readonly name: string;
  readonly text: string;
}

/** A ZIP archive of texts. */
export const zipOf = (files: readonly ArchiveFile[], time: Date): Uint8Array =>
  zipSync(Object.fromEntries(files.map(({ name, text }) => [name, Buffer.from(text)])), { level: 6, mtime: time });

/** A tar archive (POSIX.1 ustar) of texts. */
export const tarOf = (files: readonly ArchiveFile[], time: Date): Promise<Uint8Array> =>
  packTar(files.map(({ name, text }) => ({ header: entry(name, text, time), body: text })));

/** The same, compressed. */
export const tgzOf = async (files: readonly ArchiveFile[], time: Date): Promise<Uint8Array> =>
  promisify(gzip)(await tarOf(files, time));

const entry = (name: string, text: string, mtime: Date) =>
  ({ name, size: Buffer.byteLength(text), mode: 0o644, mtime, type: 'file' }) as const;
