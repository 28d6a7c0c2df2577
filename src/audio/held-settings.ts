import type { Off } from '../core/clock.ts';
import { inBackground } from '../core/background.ts';
import type { Log } from '../core/log.ts';
import { object, type Schema } from '../core/schema.ts';
import type { ParamDef, ParamStore, StateFile } from '../settings/index.ts';

/** By path, what a setting was before somebody held it. */
type Before = Record<string, unknown>;

export const HELD_SETTINGS: Schema<Before> = { ...object({}), additionalProperties: true };

interface Hold {
  readonly def: ParamDef;
  readonly value: unknown;
}

interface HeldSettingsDeps {
  readonly params: Pick<ParamStore, 'get' | 'update' | 'onChange'>;
  readonly file: StateFile<Before>;
  readonly log: Log;
}

/**
 * Settings that are other ones for as long as something lasts, and then what they were before, exactly; also where the
 * power failed meanwhile. Of several holds the last one counts. Whoever changes such a setting in between is heeded: then
 * nothing is restored.
 */
export class HeldSettings {
  readonly #deps: HeldSettingsDeps;
  readonly #holds = new Map<string, Hold[]>();
  #before: Before = {};
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: HeldSettingsDeps) {
    this.#deps = deps;
  }

  /** Restores what a loss of power left behind, before anything is held anew. */
  async start(): Promise<Off> {
    const { file, params, log } = this.#deps;
    const left = await file.load();
    if (Object.keys(left).length > 0) {
      await params.update(left);
      await file.save({});
    }
    const off = params.onChange(changed => {
      for (const path of changed) inBackground(log, 'looking at a held setting', () => this.#heed(path));
    });
    return async () => {
      off();
      await this.#turn;
    };
  }

  /** Sets it until the return is called. @throws Fault `invalid` */
  async hold<T>(def: ParamDef<T>, value: T): Promise<Off> {
    const hold: Hold = { def: def, value };
    await this.#do(() => this.#begin(hold));
    return () => this.#do(() => this.#end(hold));
  }

  async #begin(hold: Hold): Promise<void> {
    const { params } = this.#deps;
    const { path } = hold.def;
    const holds = this.#holds.get(path) ?? [];
    // What it was goes onto the disk first: the power may fail at any instant.
    if (holds.length === 0) await this.#remember({ ...this.#before, [path]: params.get(hold.def) });
    this.#holds.set(path, [...holds, hold]);
    try {
      await params.update({ [path]: hold.value });
    } catch (error) {
      this.#holds.set(path, holds);
      if (holds.length === 0) await this.#forget(path);
      throw error;
    }
  }

  async #end(hold: Hold): Promise<void> {
    const { path } = hold.def;
    const holds = this.#holds.get(path) ?? [];
    if (!holds.includes(hold)) return;
    const rest = holds.filter(each => each !== hold);
    this.#holds.set(path, rest);
    const value = rest.at(-1)?.value ?? this.#before[path];
    if (hold === holds.at(-1)) await this.#deps.params.update({ [path]: value });
    if (rest.length === 0) await this.#forget(path);
  }

  /** Somebody else wants it otherwise. */
  #heed(path: string): Promise<void> {
    return this.#do(async () => {
      const last = this.#holds.get(path)?.at(-1);
      if (last === undefined || this.#deps.params.get(last.def) === last.value) return;
      this.#holds.delete(path);
      await this.#forget(path);
    });
  }

  async #forget(path: string): Promise<void> {
    await this.#remember(Object.fromEntries(Object.entries(this.#before).filter(([each]) => each !== path)));
  }

  async #remember(before: Before): Promise<void> {
    await this.#deps.file.save(before);
    this.#before = before;
  }

  #do<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
