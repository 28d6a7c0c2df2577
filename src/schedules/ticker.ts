import type { Clock, Off } from '../core/clock.ts';
import { instant } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import { scheduleInterval, schedulePulse, schedulesMissed } from './events.ts';
import { CLOCK_SET } from './explain.ts';
import { occurrences } from './occurrences.ts';
import { planIn, type ScheduleRecord } from './schedule.ts';
import type { Schedules } from './schedules.ts';
import type { Seen } from './seen.ts';
import { DAY, HOUR, MINUTE, SECOND } from './wall.ts';

/** How often the clock is looked at, at least: it may have been set. */
const EVERY = 10 * SECOND;
/** What is later than this was missed. */
const LATE = 5 * MINUTE;
/** What was missed longer ago is not told. */
const TOLD = 7 * DAY;
const CAUGHT_UP = HOUR;
/** A clock that is set back by no more does not make pulses come twice. */
const SET_BACK = HOUR + MINUTE;
/** After a start the clock may not have been set yet: so long one that shows less than before is not believed. */
const UNSURE = 10 * MINUTE;

interface TickerDeps {
  readonly schedules: Schedules;
  readonly events: EventBus;
  readonly seen: Seen;
  readonly clock: Clock;
  readonly log: Log;
}

interface Due {
  readonly record: ScheduleRecord;
  readonly at: number;
}

/** Tells what schedules do, when the clock says so. */
export class Ticker {
  readonly #deps: TickerDeps;
  /** What was told last of each interval. */
  readonly #active = new Map<string, { readonly active: boolean; readonly name: string }>();
  /** Pulses up to here were told, ms since 1970. */
  #told: number | undefined;
  #startedAt = 0;
  #pulsing = false;
  #timer: Off = () => undefined;
  /** What there was at the last look: what is new begins now. */
  #known = new WeakSet<ScheduleRecord>();
  readonly #failed = new WeakSet<ScheduleRecord>();

  constructor(deps: TickerDeps) {
    this.#deps = deps;
  }

  async start(): Promise<Off> {
    const { schedules, seen, clock } = this.#deps;
    this.#told = await seen.load();
    this.#startedAt = clock.monotonic();
    this.#known = new WeakSet(schedules.records());
    this.look();
    const off = schedules.onPlans(() => this.look());
    return async () => {
      off();
      this.#timer();
      await seen.close(this.#told);
    };
  }

  /** From now on pulses are told, those first that were missed. Before, nobody may be there to hear them. */
  startPulses(): Off {
    this.#pulsing = true;
    this.look();
    return () => (this.#pulsing = false);
  }

  /** Tells all that is due, and waits for the next. */
  look(): void {
    this.#timer();
    const now = this.#deps.clock.now().getTime();
    let next = now + EVERY;
    const isSet = now >= CLOCK_SET;
    if (isSet && this.#pulsing) this.#tellPulses(now);
    if (this.#pulsing) this.#known = new WeakSet(this.#deps.schedules.records());
    this.#tellIntervals(now, isSet);
    if (isSet) next = Math.min(next, this.#nextChange(now));
    this.#timer = this.#deps.clock.after(Math.max(1, next - now), () => this.look());
  }

  #tellPulses(now: number): void {
    const told = this.#told ?? now;
    if (now < told && !this.#accepts(told - now)) return;
    this.#told = now;
    const { seen } = this.#deps;
    const pulses = this.#records('pulse');
    const old = pulses.filter(record => this.#known.has(record));
    const due = now - told > LATE ? this.#missed(old, told, now) : this.#due(old, told, now);
    for (const { record } of due.sort((a, b) => a.at - b.at))
      this.#deps.events.emit(schedulePulse, { id: record.id, name: record.name });
    if (pulses.length > 0) seen.note(now, due.length > 0);
  }

  /** Whether a clock that shows so much less than before is believed. */
  #accepts(back: number): boolean {
    return back > SET_BACK && this.#deps.clock.monotonic() - this.#startedAt >= UNSURE;
  }

  #due(records: readonly ScheduleRecord[], from: number, to: number): Due[] {
    const { schedules } = this.#deps;
    return records.flatMap(record =>
      this.#try(record, [], () =>
        schedules
          .outlook(record)
          .pulses(from, to)
          .map(at => ({ record, at })),
      ),
    );
  }

  /** Tells what nobody heard. @returns what is caught up */
  #missed(records: readonly ScheduleRecord[], told: number, now: number): Due[] {
    const from = Math.max(told + 1, now - TOLD);
    return records.flatMap(record => this.#try(record, [], () => this.#missedOf(record, from, now)));
  }

  #missedOf(record: ScheduleRecord, from: number, now: number): Due[] {
    const { schedules, events } = this.#deps;
    const { list } = occurrences(planIn(record), schedules.place(record), { from, to: now + 1, most: Infinity });
    const [first] = list;
    const last = list.at(-1);
    if (first === undefined || last === undefined) return [];
    const iso = (at: number) => instant(at).toISOString();
    const { id, name, catchUp } = record;
    events.emit(schedulesMissed, { id, name, count: list.length, first: iso(first.from), last: iso(last.from) });
    return catchUp ? list.filter(each => each.from > now - CAUGHT_UP).map(each => ({ record, at: each.from })) : [];
  }

  #tellIntervals(now: number, isSet: boolean): void {
    const { schedules } = this.#deps;
    const records = this.#records('interval');
    const gone = [...this.#active.keys()].filter(id => !records.some(record => record.id === id));
    for (const id of gone) this.#forget(id);
    const changed = records.map(record => this.#tellInterval(record, now, isSet));
    if (changed.includes(true)) schedules.tellChange();
  }

  /** @returns whether it is another than it was told to be */
  #tellInterval(record: ScheduleRecord, now: number, isSet: boolean): boolean {
    const { id, name } = record;
    const before = this.#active.get(id);
    const active = isSet ? this.#isActive(record, now) : (before?.active ?? false);
    // A new name is told at once: whoever shows the state would show the old one until it changes.
    if (active === before?.active && name === before.name) return false;
    this.#active.set(id, { active, name });
    this.#deps.events.emit(scheduleInterval, { id, name, active });
    return before !== undefined;
  }

  #isActive(record: ScheduleRecord, now: number): boolean {
    return this.#try(record, false, () => this.#deps.schedules.outlook(record).isActive(now));
  }

  #forget(id: string): void {
    this.#active.delete(id);
    const present = this.#deps.events.states(scheduleInterval).find(state => state.id === id);
    if (present?.active === true) this.#deps.events.emit(scheduleInterval, { ...present, active: false });
    this.#deps.events.forget(scheduleInterval, id);
  }

  #nextChange(now: number): number {
    const { schedules } = this.#deps;
    const all = schedules
      .records()
      .map(record => this.#try(record, Infinity, () => schedules.outlook(record).changesAt(now)));
    return Math.min(...all);
  }

  #records(kind: ScheduleRecord['kind']): ScheduleRecord[] {
    return this.#deps.schedules.records().filter(record => record.kind === kind);
  }

  /** A schedule that cannot be worked out harms no other. */
  #try<T>(record: ScheduleRecord, otherwise: T, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!this.#failed.has(record))
        this.#deps.log.error('schedule cannot be worked out', { schedule: record.name, error: String(error) });
      this.#failed.add(record);
      return otherwise;
    }
  }
}
