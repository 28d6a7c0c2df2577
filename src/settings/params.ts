import type { Off } from '../core/clock.ts';
import { conflict, Fault, notFound } from '../core/fault.ts';
import { object, parse, type Schema } from '../core/schema.ts';
import type { StateFile } from './json-file.ts';
import type { ParamDef } from './param.ts';

/** What the settings file holds: by path, only what differs from the defaults. */
export type StoredParams = Record<string, unknown>;

export const STORED_PARAMS: Schema<StoredParams> = { ...object({}), additionalProperties: true };

/** A parameter that exists as long as the thing it describes: an audio clip, a network interface. */
export interface LiveParam {
  readonly path: string;
  readonly value: string;
}

/** Keeps parameters of its own. @throws Fault whose field is the path of the one that is wrong; nothing is changed then */
type TakeParams = (changes: StoredParams) => Promise<void>;

/** Every setting of the speaker, checked by schema, kept on disk, told to those who follow it. */
export class ParamStore {
  readonly #file: StateFile<StoredParams>;
  readonly #defs: ReadonlyMap<string, ParamDef>;
  readonly #provided = new Map<string, () => unknown>();
  readonly #owners = new Map<string, TakeParams>();
  readonly #groups = new Set<() => readonly LiveParam[]>();
  readonly #watchers = new Set<(changed: ReadonlySet<string>) => void>();
  #values: ReadonlyMap<string, unknown> = new Map();
  #updating: Promise<unknown> = Promise.resolve();

  constructor({ file, defs }: { file: StateFile<StoredParams>; defs: readonly ParamDef[] }) {
    this.#file = file;
    this.#defs = new Map(defs.map(def => [def.path, def]));
  }

  /** Reads the file; call once before anything asks for a value. A stored value that no longer fits is the default. */
  async load(): Promise<void> {
    const values = new Map<string, unknown>();
    for (const [path, raw] of Object.entries(await this.#file.load())) {
      const def = this.#defs.get(path);
      if (def === undefined) continue;
      try {
        values.set(path, parse(def.schema, raw, path));
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
      }
    }
    this.#values = values;
  }

  readonly get = <T>(def: ParamDef<T>): T =>
    (this.#provided.get(def.path)?.() ?? this.#values.get(def.path) ?? def.value) as T;

  /**
   * Changes settings by path, all or nothing: every value is checked before the first is stored.
   * @throws Fault `not-found` for an unknown path, `forbidden` for one that only the speaker sets, `invalid` for a value
   */
  update(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const updated = this.#updating.then(() => this.#update(changes));
    this.#updating = updated.catch(() => undefined);
    return updated;
  }

  /** Lets the domain that owns a read-only parameter say its value. */
  provide<T>(def: ParamDef<T>, value: () => T): void {
    this.#provided.set(def.path, value);
  }

  /** Lets the domain that keeps some parameters itself take what is set of them; it says their values by `provide`. */
  own(paths: readonly string[], take: TakeParams): void {
    for (const path of paths) this.#owners.set(path, take);
  }

  /** Whether a domain keeps the parameter itself. */
  isOwned(path: string): boolean {
    return this.#owners.has(path);
  }

  /** Adds parameters that come and go, such as `MediaClip.M0.Name`. */
  provideGroup(list: () => readonly LiveParam[]): Off {
    this.#groups.add(list);
    return () => this.#groups.delete(list);
  }

  live(): readonly LiveParam[] {
    return [...this.#groups].flatMap(list => list());
  }

  /** @throws Fault `not-found` */
  find(path: string): ParamDef {
    const def = this.#defs.get(path);
    if (def === undefined) throw notFound(`no parameter named ${path}`);
    return def;
  }

  /** Of what is stored, that which survives `factorydefault.cgi`. */
  kept(): StoredParams {
    return Object.fromEntries([...this.#values].filter(([path]) => this.#defs.get(path)?.kept === true));
  }

  list(): readonly ParamDef[] {
    return [...this.#defs.values()];
  }

  /** Calls back now and after every change of the setting. */
  follow<T>(def: ParamDef<T>, apply: (value: T) => void): Off {
    apply(this.get(def));
    return this.onChange(changed => {
      if (changed.has(def.path)) apply(this.get(def));
    });
  }

  /** Calls back with the paths that an update changed. */
  onChange(watcher: (changed: ReadonlySet<string>) => void): Off {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async #update(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const next = new Map(this.#values);
    const owned = new Map<TakeParams, StoredParams>();
    for (const [path, raw] of Object.entries(changes)) {
      const def = this.find(path);
      if (def.write === 'never') throw conflict(`${path} cannot be set`);
      const value = parse(def.schema, raw, path);
      const owner = this.#owners.get(path);
      if (owner !== undefined) owned.set(owner, { ...owned.get(owner), [path]: value });
      else if (value === def.value) next.delete(path);
      else next.set(path, value);
    }
    for (const [take, values] of owned) await take(values);
    if ([...owned.values()].flatMap(Object.keys).length < Object.keys(changes).length) {
      await this.#file.save(Object.fromEntries(next));
      this.#values = next;
    }
    const changed = new Set(Object.keys(changes));
    for (const watcher of this.#watchers) watcher(changed);
  }
}
