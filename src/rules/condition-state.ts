import type { EventDef, Happening } from '../events/index.ts';
import type { Condition } from './rule.ts';

/** The present states. */
export interface Present {
  states(def: EventDef): readonly unknown[];
}

/** What a happening did to a condition. */
export interface Change {
  /** Whether it holds now; of a pulse: whether this was the one that is waited for. */
  readonly holds: boolean;
  /** It did not before, or another instance of the same state came to be so. */
  readonly rises: boolean;
}

/** A condition and whether it holds. Which instances of a state are as is wanted is kept, so that one event costs one look. */
export class ConditionState {
  readonly condition: Condition;
  readonly def: EventDef;
  readonly #meeting = new Set<unknown>();

  constructor(condition: Condition, def: EventDef) {
    this.condition = condition;
    this.def = def;
  }

  /** Looks at all instances anew. */
  survey(present: Present): void {
    if (this.def.kind === 'pulse') return;
    this.#meeting.clear();
    const states = present.states(this.def);
    for (const data of [...this.#untold(states), ...states]) this.#take(data);
  }

  /** The same as it is now, to try something on. */
  copy(): ConditionState {
    const copy = new ConditionState(this.condition, this.def);
    for (const instance of this.#meeting) copy.#meeting.add(instance);
    return copy;
  }

  /** Of a pulse: never, between two of them. */
  get holds(): boolean {
    return this.def.kind === 'state' && this.#meeting.size > 0 !== this.condition.invert;
  }

  hear({ data }: Happening): Change {
    if (this.def.kind === 'pulse') {
      const meets = this.meets(data);
      return { holds: meets, rises: meets };
    }
    const before = this.holds;
    const known = this.#meeting.has(this.#instanceOf(data));
    const meets = this.#take(data);
    const rises = this.condition.invert ? this.holds && !before : meets && !known;
    return { holds: this.holds, rises };
  }

  /** Whether the data is as wanted, whatever `invert` says. */
  meets(data: unknown): boolean {
    const values = data as Readonly<Record<string, unknown>>;
    return Object.entries(this.condition.fields).every(([field, wanted]) => values[field] === wanted);
  }

  #take(data: unknown): boolean {
    const meets = this.meets(data);
    if (meets) this.#meeting.add(this.#instanceOf(data));
    else this.#meeting.delete(this.#instanceOf(data));
    return meets;
  }

  #instanceOf(data: unknown): unknown {
    return this.def.key === undefined ? undefined : (data as Readonly<Record<string, unknown>>)[this.def.key];
  }

  /** An instance that the condition names and of which nobody has told yet is as all are at first. */
  #untold(states: readonly unknown[]): readonly unknown[] {
    const { key, initial } = this.def;
    const wanted = key === undefined ? undefined : this.condition.fields[key];
    if (key === undefined || wanted === undefined || initial === undefined) return [];
    if (states.some(data => this.#instanceOf(data) === wanted)) return [];
    return [{ ...initial, [key]: wanted }];
  }
}
