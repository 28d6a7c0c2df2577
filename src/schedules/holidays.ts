import type { Clock, Off } from '../core/clock.ts';
import { Fault, invalid } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import { boolean, list, object, type Schema, string } from '../core/schema.ts';
import type { StateFile } from '../settings/index.ts';
import { datesBetween } from './date-rule.ts';
import { calendarEvents, type CalendarEvent, summaryOf } from './ics-file.ts';
import { type Plan, planOf } from './plan.ts';
import { DAY, dateText, dayOf, type Wall, wallOf } from './wall.ts';

/** A day on which schedules that except holidays do not hold. */
export interface Holiday {
  /** `2026-12-25`. */
  readonly date: string;
  readonly name: string;
  /** On this day of every year; 29 February in leap years only. */
  readonly yearly: boolean;
}

export const HOLIDAYS: Schema<Holiday[]> = list(object({ date: string(), name: string(), yearly: boolean() }));

const MOST = 400;
const LONGEST_NAME = 64;
/** What is over longer than this is left out of a file. */
const PAST = 366 * DAY;
/** How far ahead a rule of a file that is not simply yearly is followed. */
const AHEAD = 5 * 366 * DAY;

/** The days that the user keeps. */
export class Holidays {
  readonly #file: StateFile<Holiday[]>;
  readonly #clock: Clock;
  readonly #listeners = new Listeners();
  #list: readonly Holiday[] = [];
  #names = new Map<string, string>();

  constructor({ file, clock }: { file: StateFile<Holiday[]>; clock: Clock }) {
    this.#file = file;
    this.#clock = clock;
  }

  async load(): Promise<void> {
    this.#use(await this.#file.load());
  }

  list(): readonly Holiday[] {
    return this.#list;
  }

  /** What a day is called; undefined where it is no holiday. */
  nameOf(day: Wall): string | undefined {
    const date = dateText(day);
    return this.#names.get(date) ?? this.#names.get(date.slice(5));
  }

  /** Puts others in the place of all. @throws Fault `invalid` that names the field, `full` */
  async replace(holidays: readonly Holiday[]): Promise<readonly Holiday[]> {
    const checked = checkedHolidays(holidays);
    await this.#file.save(checked);
    this.#use(checked);
    this.#listeners.tell();
    return checked;
  }

  /** Adds the days of a calendar file. @throws Fault `invalid` that names the line, `full` */
  async import(text: string): Promise<readonly Holiday[]> {
    const today = dayOf(this.#clock.now().getTime());
    const found = calendarEvents(text).flatMap(event => holidaysOf(event, today));
    if (found.length === 0) throw invalid('the calendar has no days to come', 'calendar');
    return this.replace([...this.#list, ...found]);
  }

  onChange(listener: () => void): Off {
    return this.#listeners.add(listener);
  }

  #use(holidays: readonly Holiday[]): void {
    this.#list = holidays;
    this.#names = new Map(holidays.map(({ date, name, yearly }) => [yearly ? date.slice(5) : date, name]));
  }
}

/** As they are kept. @throws Fault `invalid` that names the field, `full` */
export function checkedHolidays(holidays: readonly Holiday[]): Holiday[] {
  const checked = inOrder(holidays.map(checkedHoliday));
  if (checked.length > MOST) throw new Fault('full', `at most ${MOST} holidays`, { field: 'holidays' });
  return checked;
}

function checkedHoliday({ date, name, yearly }: Holiday): Holiday {
  if (wallOf(date.slice(0, 10)) === undefined || date.length !== 10)
    throw invalid(`${date.slice(0, 20)} is no date such as 2026-12-25`, 'date');
  return { date, name: name.trim().slice(0, LONGEST_NAME), yearly };
}

/** Sorted; of two for one day the later one stays. */
function inOrder(holidays: readonly Holiday[]): Holiday[] {
  const byDay = new Map(holidays.map(each => [each.yearly ? each.date.slice(5) : each.date, each]));
  return [...byDay.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

function holidaysOf(event: CalendarEvent, today: Wall): Holiday[] {
  const { plan } = planOf(event.lines, event.line);
  const name = summaryOf(event);
  const yearly = isYearly(plan);
  const days = yearly ? [dayOf(plan.start)] : daysToCome(plan, today);
  const lasts = Math.min(MOST, Math.max(1, Math.ceil(((plan.length?.wall ?? 0) + (plan.length?.exact ?? 0)) / DAY)));
  return days.flatMap(first =>
    Array.from({ length: lasts }, (_, index) => ({ date: dateText(first + index * DAY), name, yearly })),
  );
}

/** Every year on the day of DTSTART. */
function isYearly({ rule, start, except }: Plan): boolean {
  if (rule?.freq !== 'YEARLY' || except.length > 0) return false;
  const [, month, day] = dateText(start).split('-').map(Number);
  const own: Readonly<Record<string, number | undefined>> = { BYMONTH: month, BYMONTHDAY: day, INTERVAL: 1 };
  return [...rule.parts].every(
    ([part, values]) => part === 'FREQ' || part === 'WKST' || (values.length === 1 && Number(values[0]) === own[part]),
  );
}

function daysToCome({ rule, start, except }: Plan, today: Wall): Wall[] {
  const first = dayOf(start);
  const days = rule === undefined ? [first] : datesBetween(rule.dates, today - PAST, today + AHEAD);
  const end = rule?.until?.wall ?? Infinity;
  return days.filter(day => day >= today - PAST && day <= end && !except.some(({ wall }) => dayOf(wall) === day));
}
