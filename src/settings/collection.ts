import type { Off } from '../core/clock.ts';
import { conflict, notFound } from '../core/fault.ts';

import type { StateFile } from './json-file.ts';

/** Records of one kind (clips, users, rules), each with an id of its own, in one file. */
export class Collection<T extends { readonly id: string }> {
  readonly #file: StateFile<T[]>;
  readonly #noun: string;
  readonly #watchers = new Set<() => void>();
  #records: readonly T[] = [];
  #changing: Promise<unknown> = Promise.resolve();

  /** @param noun what one record is called in messages: "audio clip" */
  constructor({ file, noun }: { file: StateFile<T[]>; noun: string }) {
    this.#file = file;
    this.#noun = noun;
  }

  /** Reads the file; call once before anything asks for a record. */
  async load(): Promise<void> {
    this.#records = await this.#file.load();
  }

  list(): readonly T[] {
    return this.#records;
  }

  has(id: string): boolean {
    return this.#records.some(record => record.id === id);
  }

  /** @throws Fault `not-found` */
  get(id: string): T {
    const found = this.#records.find(record => record.id === id);
    if (found === undefined) throw notFound(`no ${this.#noun} ${id}`);
    return found;
  }

  /** @throws Fault `conflict` where the id is taken */
  async add(record: T): Promise<T> {
    await this.addAll([record]);
    return record;
  }

  /** All or none. @throws Fault `conflict` where an id is taken */
  addAll(added: readonly T[]): Promise<readonly T[]> {
    return this.#change(records => {
      const taken = added.find(({ id }) => this.has(id));
      if (taken !== undefined) throw conflict(`there is a ${this.#noun} ${taken.id} already`);
      return { records: [...records, ...added], result: added };
    });
  }

  /** @throws Fault `not-found` */
  change(id: string, fields: Partial<Omit<T, 'id'>>): Promise<T> {
    return this.#change(records => {
      const result = { ...this.get(id), ...fields };
      return { records: records.map(record => (record.id === id ? result : record)), result };
    });
  }

  /** @throws Fault `not-found` */
  remove(id: string): Promise<T> {
    return this.#change(records => {
      const result = this.get(id);
      return { records: records.filter(record => record.id !== id), result };
    });
  }

  /** Puts others in the place of all. */
  async replace(records: readonly T[]): Promise<void> {
    await this.#change(() => ({ records, result: undefined }));
  }

  /** Calls back after every change. */
  onChange(watcher: () => void): Off {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** One change after the other, each on disk before it is told. */
  #change<R>(step: (records: readonly T[]) => { records: readonly T[]; result: R }): Promise<R> {
    const changed = this.#changing.then(async () => {
      const { records, result } = step(this.#records);
      await this.#file.save([...records]);
      this.#records = records;
      for (const watcher of this.#watchers) watcher();
      return result;
    });
    this.#changing = changed.catch(() => undefined);
    return changed;
  }
}
