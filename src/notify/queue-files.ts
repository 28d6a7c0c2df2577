import { copyFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, readIfThere, replaceFile, sync } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import { parse } from '../core/schema.ts';
import { type Delivery, DELIVERY } from './message.ts';

/** Numbers are written so that names sort like them. */
const DIGITS = 12;

/** The deliveries that wait, each a file of its own, those with a file beside it. All of them are 0600. */
export class QueueFiles {
  readonly #folder: string;
  readonly #log: Log;

  constructor({ folder, log }: { folder: string; log: Log }) {
    this.#folder = folder;
    this.#log = log;
  }

  /** What waits, in its order; removes what a power cut left unfinished. */
  async load(): Promise<Delivery[]> {
    await ensureFolder(this.#folder);
    const names = await readdir(this.#folder);
    const found: Delivery[] = [];
    for (const name of names.filter(each => each.endsWith('.json')).sort()) {
      const delivery = await this.#read(name);
      if (delivery !== undefined) found.push(delivery);
    }
    const wanted = new Set(found.flatMap(({ number }) => [this.#name(number, 'json'), this.#name(number, 'data')]));
    for (const name of names.filter(each => !wanted.has(each))) await rm(join(this.#folder, name), { force: true });
    return found;
  }

  /** Where the file beside a delivery is. */
  dataOf(number: number): string {
    return join(this.#folder, this.#name(number, 'data'));
  }

  /** Keeps the file beside a delivery that is not there yet; resolves with its size. */
  async keepData(number: number, source: string): Promise<number> {
    const path = this.dataOf(number);
    await copyFile(source, path);
    await sync(path);
    return (await stat(path)).size;
  }

  /** It exists from here on. */
  async add(delivery: Delivery): Promise<void> {
    await replaceFile(join(this.#folder, this.#name(delivery.number, 'json')), JSON.stringify(delivery));
  }

  async remove(number: number): Promise<void> {
    await rm(join(this.#folder, this.#name(number, 'json')), { force: true });
    await rm(this.dataOf(number), { force: true });
    await sync(this.#folder);
  }

  async #read(name: string): Promise<Delivery | undefined> {
    try {
      return parse(DELIVERY, JSON.parse((await readIfThere(join(this.#folder, name))) ?? ''), name);
    } catch (error) {
      this.#log.error('a notification that waited is unreadable', { name, error: String(error) });
      return undefined;
    }
  }

  #name(number: number, ending: string): string {
    return `${String(number).padStart(DIGITS, '0')}.${ending}`;
  }
}
