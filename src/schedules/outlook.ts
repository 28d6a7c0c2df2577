import { type Happens, occurrences, type Place } from './occurrences.ts';
import type { Plan } from './plan.ts';
import { DAY, MINUTE } from './wall.ts';

const BEFORE = 10 * MINUTE;
const AHEAD = 8 * DAY;
/** So many are kept in memory. */
const MOST = 500;
/** How far ahead is looked for what does not come soon. */
const FARTHER = [60 * DAY, 400 * DAY, 5 * 366 * DAY];

/** What a schedule does in the days to come: worked out once, and again when they are over. All times in ms since 1970. */
export class Outlook {
  readonly #plan: Plan;
  readonly #place: Place;
  #from = 0;
  #to = 0;
  #list: readonly Happens[] = [];
  #later: number | undefined;

  constructor(plan: Plan, place: Place) {
    this.#plan = plan;
    this.#place = place;
  }

  isActive(now: number): boolean {
    return this.#around(now).some(({ from, to }) => from <= now && to !== undefined && now < to);
  }

  /** The next start or pulse. */
  next(now: number): number | undefined {
    return this.#around(now).find(({ from }) => from > now)?.from ?? this.#later;
  }

  /** When there is something to tell, or to work out, again. */
  changesAt(now: number): number {
    const ends = this.#around(now).flatMap(({ from, to }) => [from, to ?? from]);
    return Math.min(this.#to, ...ends.filter(at => at > now));
  }

  /** Pulses after `from`, up to and with `to`. */
  pulses(from: number, to: number): number[] {
    const known = from >= this.#from && to < this.#to;
    const list = known ? this.#list : occurrences(this.#plan, this.#place, { from, to: to + 1, most: Infinity }).list;
    return list.filter(each => each.to === undefined && each.from > from && each.from <= to).map(each => each.from);
  }

  #around(now: number): readonly Happens[] {
    if (now >= this.#from + BEFORE && now < this.#to) return this.#list;
    const from = now - BEFORE;
    const { list, to } = occurrences(this.#plan, this.#place, { from, to: now + AHEAD, most: MOST });
    this.#from = from;
    // Where so much happens that the list ends at once, a moment later is soon enough.
    this.#to = Math.max(to, now + MINUTE);
    this.#list = list;
    this.#later = list.some(each => each.from > now) ? undefined : this.#search(this.#to);
    return list;
  }

  #search(from: number): number | undefined {
    for (const span of FARTHER) {
      const { list } = occurrences(this.#plan, this.#place, { from, to: from + span, most: MOST });
      const first = list.find(each => each.from >= from);
      if (first !== undefined) return first.from;
    }
    return undefined;
  }
}
