/** One line of iCalendar (RFC 5545, 3.1): `DTSTART;TZID=Europe/Berlin:20261126T180000`. */
export interface CalendarLine {
  readonly name: string;
  /** By upper-case name. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

/** The lines of a text, unfolded; one that is no line at all is undefined. */
export const linesOf = (text: string): readonly (CalendarLine | undefined)[] =>
  text
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter(line => line.trim() !== '')
    .map(lineOf);

function lineOf(line: string): CalendarLine | undefined {
  const parts = /^([A-Za-z-]+)((?:;[^:;=]+=[^:;]*)*):(.*)$/.exec(line.trim());
  if (parts === null) return undefined;
  const [, name = '', parameters = '', value = ''] = parts;
  const pairs = parameters.split(';').filter(Boolean).map(pairOf);
  return { name: name.toUpperCase(), parameters: new Map(pairs), value: value.trim() };
}

function pairOf(part: string): readonly [string, string] {
  const at = part.indexOf('=');
  return [part.slice(0, at).toUpperCase(), part.slice(at + 1)];
}

/** The parts of a rule (RFC 5545, 3.3.10) by their upper-case names. */
export const partsOfRule = (rule: string): ReadonlyMap<string, string> =>
  new Map(rule.split(';').filter(Boolean).map(pairOf));

/** A moment of a clock on the wall: day `2026-11-26`, time `18:00` or `18:00:30`. */
export interface Moment {
  readonly date: string;
  readonly time: string;
}

/** `20261126T180000` or `20261126` as a moment; undefined for anything else, also for one in UTC. */
export function momentOf(value: string): Moment | undefined {
  const [, day = '', clock = ''] = /^(\d{8})(?:T(\d{6}))?$/.exec(value) ?? [];
  const date = day.replace(/(....)(..)(..)/, '$1-$2-$3');
  const time = clock.padEnd(6, '0').replace(/(..)(..)(..)/, '$1:$2:$3');
  const isTime = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time);
  return plusDays(date, 0) === date && date !== '' && isTime ? { date, time: time.replace(/:00$/, '') } : undefined;
}

/** A moment as iCalendar writes it. */
export const momentText = ({ date, time }: Moment): string =>
  `${date.replaceAll('-', '')}T${time.replaceAll(':', '').padEnd(6, '0')}`;

const DAY_MS = 86_400_000;

/** So many days after a day. */
export function plusDays(date: string, days: number): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) ? '' : new Date(at + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many days `to` is after `from`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

/** Days of the week as iCalendar writes them, from Monday. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** The day of the week of a day. */
export const weekdayOf = (date: string): string => WEEKDAYS[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? '';
