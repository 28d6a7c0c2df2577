import { rename } from 'node:fs/promises';
import { keepCopy, readIfThere, replaceFile } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import { integer, parse, type Schema } from '../core/schema.ts';

/** Turns the content of version n into that of version n + 1. */
export type Migration = (content: unknown) => unknown;

interface JsonFileOptions<T> {
  readonly path: string;
  readonly schema: Schema<T>;
  /** What a missing file means. */
  readonly empty: T;
  /** The first entry leads from version 1 to 2, and so on: the present version is their number plus one. */
  readonly migrations?: readonly Migration[];
  readonly log: Log;
}

/** What is in the file, before anybody looks into the content. */
interface Stored {
  readonly version: number;
  readonly content?: unknown;
}

const STORED: Schema<Stored> = {
  type: 'object',
  properties: { version: integer({ minimum: 1 }), content: {} },
  required: ['version'],
};

/** Where a piece of state sleeps. Unit tests use one made of memory. */
export interface StateFile<T> {
  load(): Promise<T>;
  save(content: T): Promise<void>;
}

/**
 * One JSON file `{version, content}` with its migrations. Power loss at any instant loses at most the write in flight;
 * a file that cannot be read or breaks its schema is replaced by its last good copy (`.bak`), else by `empty`: the
 * speaker always starts. A migration leaves the old file as `.v<version>`; an older program that comes back after a newer
 * one sets the newer file aside under such a name and goes on with its own (see docs/decisions/0006).
 */
export class JsonFile<T> implements StateFile<T> {
  readonly #options: JsonFileOptions<T>;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: JsonFileOptions<T>) {
    this.#options = options;
  }

  async load(): Promise<T> {
    const { path, empty } = this.#options;
    const found = await this.#read(path);
    if (found !== undefined && found.version > this.#version) return this.#goBackFrom(found.version);
    if (found !== undefined && found.version < this.#version) await keepCopy(path, `${path}.v${found.version}`);
    const content = this.#contentOf(found);
    // Null may be what was saved.
    return content === undefined ? this.#earlier(empty) : content;
  }

  /** Writes after all earlier writes; resolves when the content is on the disk. */
  save(content: T): Promise<void> {
    const { path } = this.#options;
    const text = `${JSON.stringify({ version: this.#version, content }, undefined, 1)}\n`;
    const written = this.#writing.then(async () => {
      await keepCopy(path, `${path}.bak`);
      await replaceFile(path, text);
    });
    // A failed write is told to whoever asked for it and does not stop the next one.
    this.#writing = written.catch(() => undefined);
    return written;
  }

  get #version(): number {
    return (this.#options.migrations?.length ?? 0) + 1;
  }

  /** A newer program wrote the file: it is kept for that one's return, and this one's own is taken up again. */
  async #goBackFrom(newer: number): Promise<T> {
    const { path, empty, log } = this.#options;
    log.warn('state file is of a newer version; it is set aside', { path, version: newer });
    await rename(path, `${path}.v${newer}`);
    const content = (await this.#own()) ?? (await this.#copy()) ?? structuredClone(empty);
    await this.save(content);
    return content;
  }

  async #earlier(empty: T): Promise<T> {
    return (await this.#copy()) ?? (await this.#own()) ?? structuredClone(empty);
  }

  /** What the newest migration, or an older program, left behind of a version that this one understands. */
  async #own(): Promise<T | undefined> {
    for (let version = this.#version; version > 0; version -= 1) {
      const own = this.#contentOf(await this.#read(`${this.#options.path}.v${version}`));
      if (own !== undefined) return own;
    }
    return undefined;
  }

  async #copy(): Promise<T | undefined> {
    return this.#contentOf(await this.#read(`${this.#options.path}.bak`));
  }

  async #read(path: string): Promise<Stored | undefined> {
    try {
      const text = await readIfThere(path);
      return text === undefined ? undefined : parse(STORED, JSON.parse(text), path);
    } catch (error) {
      this.#complain(path, error);
      return undefined;
    }
  }

  #contentOf(stored: Stored | undefined): T | undefined {
    const { path, schema, migrations = [] } = this.#options;
    if (stored === undefined || stored.version > this.#version) return undefined;
    try {
      const { version, content } = stored;
      const present = migrations.slice(version - 1).reduce((old, migrate) => migrate(old), content);
      return parse(schema, present, path);
    } catch (error) {
      this.#complain(path, error);
      return undefined;
    }
  }

  #complain(path: string, error: unknown): void {
    this.#options.log.error('state file is unreadable', { path, error: String(error) });
  }
}
