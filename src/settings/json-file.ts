import { keepCopy, readIfThere, replaceFile } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import { parse, type Schema } from '../core/schema.ts';

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

/** Where a piece of state sleeps. Unit tests use one made of memory. */
export interface StateFile<T> {
  load(): Promise<T>;
  save(content: T): Promise<void>;
}

/**
 * One JSON file `{version, content}` with its migrations. Power loss at any instant loses at most the write in flight;
 * a file that cannot be read or breaks its schema is replaced by its last good copy (`.bak`), else by `empty`: the
 * speaker always starts.
 */
export class JsonFile<T> implements StateFile<T> {
  readonly #options: JsonFileOptions<T>;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: JsonFileOptions<T>) {
    this.#options = options;
  }

  async load(): Promise<T> {
    const { path, empty } = this.#options;
    const found = (await this.#read(path)) ?? (await this.#read(`${path}.bak`));
    return found ?? structuredClone(empty);
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

  async #read(path: string): Promise<T | undefined> {
    const { schema, log, migrations = [] } = this.#options;
    try {
      const text = await readIfThere(path);
      if (text === undefined) return undefined;
      const { version, content } = JSON.parse(text) as { version: number; content: unknown };
      if (version > this.#version) log.warn('file is of a newer version', { path, version });
      const present = migrations.slice(version - 1).reduce((old, migrate) => migrate(old), content);
      return parse(schema, present, path);
    } catch (error) {
      log.error('state file is unreadable', { path, error: String(error) });
      return undefined;
    }
  }
}
