import type { Happening } from '../events/index.ts';

/** What a rule made of an event. */
export interface Look {
  readonly rule: string;
  readonly name: string;
  readonly verdict: 'fired' | 'began' | 'ended' | 'goes-on' | 'off' | 'not-met' | 'waits' | 'loop' | 'busy';
  /** A sentence. */
  readonly why: string;
  /** How the action went; left out where none was done. */
  action?: { readonly state: 'running' | 'done' | 'failed' | 'dry'; readonly problem?: string };
}

/** What rules made of one event. */
export interface Traced {
  /** Counts up from 1 since the start. */
  readonly number: number;
  readonly happening: Pick<Happening, 'data' | 'at'> & { readonly def: Pick<Happening['def'], 'id' | 'title'> };
  readonly looks: readonly Look[];
  readonly note: string;
}

const KEPT_EVENTS = 1000;
/** Of all the events together: 256 rules that look at every event must not fill the memory. */
const KEPT_LOOKS = 20_000;

/** The last thousand events and what the rules made of them. */
export class Trace {
  readonly #kept: Traced[] = [];
  #looks = 0;
  #number = 0;

  add(happening: Traced['happening'], looks: readonly Look[]): Traced {
    const note = looks.length === 0 ? 'no rule waits for it' : '';
    const traced = { number: ++this.#number, happening, looks, note };
    this.#kept.push(traced);
    this.#looks += looks.length;
    while (this.#kept.length > KEPT_EVENTS || (this.#looks > KEPT_LOOKS && this.#kept.length > 1)) {
      this.#looks -= this.#kept.shift()?.looks.length ?? 0;
    }
    return traced;
  }

  /** Oldest first. */
  list(): readonly Traced[] {
    return this.#kept;
  }

  find(number: number): Traced | undefined {
    return this.#kept.find(traced => traced.number === number);
  }
}
