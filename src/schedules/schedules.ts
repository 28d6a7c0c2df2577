import { type Clock, instant, type Off, pause } from '../core/clock.ts';
import { conflict, Fault, invalid } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import type { Collection } from '../settings/index.ts';
import { comingOccurrences, type Occurrence } from './coming.ts';
import { explanation } from './explain.ts';
import type { Holidays } from './holidays.ts';
import { calendarEvents, calendarFile } from './ics-file.ts';
import type { Place } from './occurrences.ts';
import { Outlook } from './outlook.ts';
import {
  CHOSEN_ID,
  isPredefined,
  numberedId,
  numberIn,
  planIn,
  PREDEFINED,
  type Schedule,
  type ScheduleChange,
  type ScheduleRecord,
} from './schedule.ts';
import { changedRecord, eventRecord, newRecord } from './schedule-change.ts';
import { DAY } from './wall.ts';
import { checkedRecords, type ScheduleSpec } from './whole-list.ts';

/** Besides those that are always there. */
const MOST = 100;

interface SchedulesDeps {
  readonly records: Collection<ScheduleRecord>;
  readonly holidays: Holidays;
  readonly clock: Clock;
  /** The speaker's own time zone now, IANA. */
  readonly zone: () => string;
  /** Names of the rules that wait for a schedule. */
  readonly usedBy: (schedule: ScheduleRecord) => readonly string[];
}

/** When things are to happen. A schedule is an interval, which is active or not, or a pulse. */
export class Schedules {
  readonly #deps: SchedulesDeps;
  readonly #listeners = new Listeners();
  readonly #planners = new Listeners();
  readonly #outlooks = new Map<string, { record: ScheduleRecord; zone: string; outlook: Outlook }>();
  #changing: Promise<unknown> = Promise.resolve();

  constructor(deps: SchedulesDeps) {
    this.#deps = deps;
    deps.records.onChange(() => this.#replan());
    deps.holidays.onChange(() => this.#replan());
  }

  /** Those that are always there come first. */
  list(): Schedule[] {
    return this.records().map(record => this.#shown(record));
  }

  /** @throws Fault `not-found` */
  get(id: string): Schedule {
    return this.#shown(this.record(id));
  }

  has(id: string): boolean {
    return isPredefined(id) || this.#deps.records.has(id);
  }

  /** The speaker's own time zone, IANA. */
  zone(): string {
    return this.#deps.zone();
  }

  /**
   * @param id where a program chose it
   * @throws Fault `invalid` that names the field, `full`, `conflict` where the name or the id is taken
   */
  add(change: ScheduleChange, id?: string): Promise<Schedule> {
    return this.#inTurn(async () => {
      this.#checkRoom(1);
      const record = newRecord(this.#checkedId(id), change);
      this.#checkName(record);
      await this.#deps.records.add(record);
      return this.get(record.id);
    });
  }

  /** Of those that are always there only when they hold can be changed. @throws Fault `not-found`, `invalid`, `conflict` */
  change(id: string, change: ScheduleChange): Promise<Schedule> {
    return this.#inTurn(async () => {
      const { records } = this.#deps;
      const next = changedRecord(this.record(id), change);
      this.#checkName(next);
      await (records.has(id) ? records.change(id, next) : records.add(next));
      return this.get(id);
    });
  }

  /** @throws Fault `not-found`; `conflict` where rules use it, which it names, or where it is always there */
  remove(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const record = this.record(id);
      const { name } = record;
      if (isPredefined(id)) throw conflict(`the schedule ${name} is always there`);
      const rules = this.#deps.usedBy(record);
      if (rules.length > 0) throw conflict(`the schedule ${name} is used by ${rules.join(', ')}`);
      await this.#deps.records.remove(id);
    });
  }

  /** Those that a user made or changed, as they are kept. */
  own(): readonly ScheduleRecord[] {
    return this.#deps.records.list();
  }

  /** Puts others in the place of all that a user made or changed. @throws Fault as `checkedRecords` */
  replaceAll(specs: readonly ScheduleSpec[]): Promise<void> {
    return this.#inTurn(() => this.#deps.records.replace(checkedRecords(specs, this.own(), MOST)));
  }

  /** @throws Fault as `checkedRecords` */
  checkAll(specs: readonly ScheduleSpec[]): ScheduleRecord[] {
    return checkedRecords(specs, this.own(), MOST);
  }

  /** Calls back after a schedule, a holiday or what is active changed. */
  onChange(listener: () => void): Off {
    return this.#listeners.add(listener);
  }

  /** A pulse never is. @throws Fault `not-found` */
  isActive(id: string): boolean {
    return this.outlook(this.record(id)).isActive(this.#now());
  }

  /** In order; of one schedule at most a hundred. What lasts longer is cut at the end of the seventh day. */
  next7Days(): Occurrence[] {
    const from = this.#now();
    return comingOccurrences(
      this.records().map(record => ({ record, place: this.place(record) })),
      { from, to: from + 7 * DAY },
    );
  }

  /**
   * Why a schedule is active or not at an instant: "the schedule Office hours is not active: it is Thursday 18:00 in
   * America/New_York and it runs Monday to Friday 08:00-17:00". It says so where there is no such schedule.
   */
  explain(id: string, at: Date = this.#deps.clock.now()): string {
    if (!this.has(id)) return `there is no schedule ${id}`;
    const record = this.record(id);
    const { holidays } = this.#deps;
    return explanation({ record, place: this.place(record), at: at.getTime(), holidayAt: day => holidays.nameOf(day) });
  }

  /** The same for a condition that names the schedule in its field `id` or `name`. */
  explainCondition({ id, name }: Readonly<Record<string, string | number | boolean>>, at: Date): string {
    if (id !== undefined) return this.explain(String(id), at);
    const named = this.records().find(record => record.name === name);
    if (named !== undefined) return this.explain(named.id, at);
    return name === undefined ? 'any schedule is waited for' : `there is no schedule ${String(name)}`;
  }

  /** One schedule as a calendar file (RFC 5545). @throws Fault `not-found` */
  file(id: string): string {
    return calendarFile([this.record(id)], this.#now());
  }

  /** All that the user made, as one calendar file. */
  files(): string {
    return calendarFile(
      this.#deps.records.list().filter(({ id }) => !isPredefined(id)),
      this.#now(),
    );
  }

  /**
   * Makes a schedule of each event in a calendar file: all or none.
   * @throws Fault `invalid` that names the line, `full`
   */
  import(text: string): Promise<Schedule[]> {
    return this.#inTurn(async () => {
      const events = calendarEvents(text);
      if (events.length === 0) throw invalid('the calendar has no events', 'calendar');
      this.#checkRoom(events.length);
      const names = new Set(this.records().map(({ name }) => name));
      const made: ScheduleRecord[] = [];
      for (const event of events) {
        const record = eventRecord(event, { id: this.#newId(made.length), taken: names });
        names.add(record.name);
        made.push(record);
        // A rule may take a while to be worked out, and others wait for their turn too.
        await pause(this.#deps.clock, 0);
      }
      await this.#deps.records.addAll(made);
      return made.map(({ id }) => this.get(id));
    });
  }

  /** As they are kept, those that are always there first. */
  records(): readonly ScheduleRecord[] {
    const { records } = this.#deps;
    const kept = PREDEFINED.map(each => (records.has(each.id) ? records.get(each.id) : each));
    return [...kept, ...records.list().filter(({ id }) => !isPredefined(id))];
  }

  /** @throws Fault `not-found` */
  record(id: string): ScheduleRecord {
    const { records } = this.#deps;
    const found = PREDEFINED.find(each => each.id === id);
    return found === undefined || records.has(id) ? records.get(id) : found;
  }

  /** Where a schedule is looked at now. */
  place({ timeZone, exceptHolidays }: ScheduleRecord): Place {
    const { holidays } = this.#deps;
    const zone = timeZone === '' ? this.zone() : timeZone;
    return { zone, isHoliday: day => exceptHolidays && holidays.nameOf(day) !== undefined };
  }

  /** What it does in the days to come. */
  outlook(record: ScheduleRecord): Outlook {
    const place = this.place(record);
    const kept = this.#outlooks.get(record.id);
    if (kept?.record === record && kept.zone === place.zone) return kept.outlook;
    const outlook = new Outlook(planIn(record), place);
    this.#outlooks.set(record.id, { record, zone: place.zone, outlook });
    return outlook;
  }

  #shown(record: ScheduleRecord): Schedule {
    const now = this.#now();
    const outlook = this.outlook(record);
    const next = outlook.next(now);
    return {
      ...record,
      predefined: isPredefined(record.id),
      ...(record.kind === 'interval' ? { active: outlook.isActive(now) } : {}),
      ...(next === undefined ? {} : { next: instant(next).toISOString() }),
    };
  }

  #checkName({ id, name }: ScheduleRecord): void {
    if (this.records().some(other => other.name === name && other.id !== id))
      throw new Fault('conflict', `there is a schedule ${name} already`, { field: 'name' });
  }

  #checkRoom(more: number): void {
    const own = this.#deps.records.list().filter(({ id }) => !isPredefined(id)).length;
    if (own + more > MOST) throw new Fault('full', `at most ${MOST} schedules besides those that are always there`);
  }

  #checkedId(id: string | undefined): string {
    if (id === undefined) return this.#newId();
    if (!CHOSEN_ID.test(id))
      throw invalid('an id is of at most 128 letters, digits, dots, dashes and underscores', 'id');
    if (this.has(id)) throw new Fault('conflict', `there is a schedule ${id} already`, { field: 'id' });
    return id;
  }

  #newId(later = 0): string {
    const taken = this.#deps.records.list().map(({ id }) => numberIn(id));
    return numberedId(Math.max(-1, ...taken) + 1 + later);
  }

  #now(): number {
    return this.#deps.clock.now().getTime();
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#changing.then(act);
    this.#changing = done.catch(() => undefined);
    return done;
  }

  /** Calls back after a schedule or a holiday changed, before all others hear of it. */
  onPlans(listener: () => void): Off {
    return this.#planners.add(listener);
  }

  /** Tells those who listen that something became active or ceased to be. */
  tellChange(): void {
    this.#listeners.tell();
  }

  #replan(): void {
    this.#outlooks.clear();
    this.#planners.tell();
    this.#listeners.tell();
  }
}
