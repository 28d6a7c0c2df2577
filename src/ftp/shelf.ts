import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { notFound } from '../core/fault.ts';

/** One clip, as far as FTP sees it. */
interface Clip {
  readonly id: string;
  /** What it is called as a file. */
  readonly location: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly addedAt: string;
}

/** The audio clips. */
export interface FtpClips {
  list(): readonly Clip[];
  receive(upload: { fileName: string; content: Readable }, signal: AbortSignal): Promise<Clip>;
  original(id: string): { readonly path: string };
  remove(id: string): Promise<void>;
}

/**
 * The clips as the files of one folder, which is all that FTP can see: a path is a name in a list, never one on the disk.
 */
export class Shelf {
  readonly #clips: FtpClips;

  constructor(clips: FtpClips) {
    this.#clips = clips;
  }

  list(): readonly Clip[] {
    return [...this.#clips.list()].sort((a, b) => (a.location < b.location ? -1 : 1));
  }

  /** @throws Fault `not-found` */
  find(path: string): Clip {
    const name = nameIn(path);
    const found = this.#clips.list().find(({ location }) => location === name);
    if (found === undefined) throw notFound(`there is no file ${name ?? path}`);
    return found;
  }

  read({ id }: Clip): Readable {
    return createReadStream(this.#clips.original(id).path);
  }

  /** What the clip is called that is made of it. @throws Fault as clips do */
  async store(name: string, content: Readable, signal: AbortSignal): Promise<string> {
    return (await this.#clips.receive({ fileName: name, content }, signal)).location;
  }

  async remove({ id }: Clip): Promise<void> {
    await this.#clips.remove(id);
  }
}

/** Whether a path means the one folder that there is. */
export const isFolder = (path: string): boolean => posix.normalize(`/${path}`) === '/';

/** The file that a path means; undefined where it is one in a folder, of which there are none. */
export function nameIn(path: string): string | undefined {
  const name = posix.normalize(`/${path}`).slice(1);
  return name === '' || name.includes('/') ? undefined : name;
}
