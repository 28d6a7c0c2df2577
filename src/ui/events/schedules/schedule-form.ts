import {
  type CalendarLine,
  daysBetween,
  linesOf,
  type Moment,
  momentOf,
  momentText,
  partsOfRule,
  plusDays,
  WEEKDAYS,
  weekdayOf,
} from './ical-lines.ts';

/** How often something comes back: never (`once`), every few minutes …, years. */
export type Repeats = 'once' | 'minutely' | 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly';

/** When a schedule is active, as the form shows it. */
export interface Times {
  readonly start: Moment;
  /** Left out for a pulse, which is an instant. */
  readonly end?: Moment;
  readonly repeats: Repeats;
  /** Every so many days, weeks …; a whole number from 1 on. */
  readonly every: number;
  /** Of a week: `MO` …, in the order of the week; one or more where it repeats weekly. */
  readonly days: readonly string[];
  /** The last day, or empty for ever. */
  readonly until: string;
  /** Days on which it would begin, but does not. */
  readonly except: readonly string[];
}

const REPEATS: readonly Repeats[] = ['minutely', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'];
/** What the form can show of a rule; the week begins on Monday unless told. */
const RULE_PARTS = ['FREQ', 'INTERVAL', 'BYDAY', 'UNTIL', 'WKST'];

/** The iCalendar lines of what the form shows. A weekly schedule begins on the first of its days. */
export function calendarOf(times: Times): string {
  const start = firstStart(times);
  const moved = daysBetween(times.start.date, start.date);
  const { end } = times;
  const lines = [
    `DTSTART:${momentText(start)}`,
    ...(end === undefined ? [] : [`DTEND:${momentText({ ...end, date: plusDays(end.date, moved) })}`]),
    ...(times.repeats === 'once' ? [] : [`RRULE:${ruleOf(times)}`]),
    ...(times.except.length === 0
      ? []
      : [`EXDATE:${times.except.map(date => momentText({ ...start, date })).join(',')}`]),
  ];
  return lines.join('\n');
}

/** RFC 5545 leaves open what a start means on a day that its own rule does not have. */
function firstStart({ start, repeats, days }: Times): Moment {
  if (repeats !== 'weekly' || days.length === 0) return start;
  const dates = WEEKDAYS.map((_, after) => plusDays(start.date, after));
  return { ...start, date: dates.find(date => days.includes(weekdayOf(date))) ?? start.date };
}

const ruleOf = ({ repeats, every, days, until }: Times) =>
  [
    `FREQ=${repeats.toUpperCase()}`,
    ...(every === 1 ? [] : [`INTERVAL=${every}`]),
    ...(repeats === 'weekly' ? [`BYDAY=${WEEKDAYS.filter(day => days.includes(day)).join(',')}`] : []),
    // To the end of that day (RFC 5545, 3.3.10: the same kind of time as the start).
    ...(until === '' ? [] : [`UNTIL=${momentText({ date: until, time: '23:59:59' })}`]),
  ].join(';');

/** What the form shows of iCalendar lines; undefined where they say more than it can show. */
export function timesOf(calendar: string): Times | undefined {
  const lines = linesIn(calendar);
  const start = plainMoment(lines?.DTSTART);
  if (lines === undefined || start === undefined) return undefined;
  const end = endOf(lines.DTSTART, lines.DTEND);
  const rule = lines.RRULE === undefined ? ONCE : ruleIn(lines.RRULE.value, start);
  const except = exceptIn(lines.EXDATE, start);
  if (end === 'unknown' || rule === undefined || except === undefined) return undefined;
  return { start, ...(end === undefined ? {} : { end }), ...rule, except };
}

interface Lines extends Readonly<Partial<Record<(typeof SINGLE)[number], CalendarLine>>> {
  readonly EXDATE: readonly CalendarLine[];
}

const SINGLE = ['DTSTART', 'DTEND', 'RRULE'] as const;

/** The lines by their names; undefined where one is unknown, or there twice. */
function linesIn(calendar: string): Lines | undefined {
  const lines = linesOf(calendar);
  const EXDATE = lines.filter(line => line?.name === 'EXDATE').filter(line => line !== undefined);
  const others = lines.filter(line => line?.name !== 'EXDATE');
  const names = new Set<string | undefined>(others.map(line => line?.name));
  const areKnown = [...names].every(name => SINGLE.some(each => each === name));
  if (!areKnown || names.size !== others.length) return undefined;
  return { ...Object.fromEntries(others.map(line => [line?.name ?? '', line])), EXDATE };
}

type Rule = Pick<Times, 'repeats' | 'every' | 'days' | 'until'>;

const ONCE: Rule = { repeats: 'once', every: 1, days: [], until: '' };

const isDay = (line: CalendarLine | undefined) => line?.parameters.get('VALUE') === 'DATE';

/** A moment without a time zone of its own: the schedule's has a field. */
function plainMoment(line: CalendarLine | undefined): Moment | undefined {
  const isPlain = [...(line?.parameters ?? [])].every(
    ([name, value]) => name === 'VALUE' && /^DATE(-TIME)?$/.test(value),
  );
  return line === undefined || !isPlain ? undefined : momentOf(line.value);
}

function endOf(start: CalendarLine | undefined, end: CalendarLine | undefined): Moment | undefined | 'unknown' {
  const from = plainMoment(start);
  // A day without an end lasts that day (RFC 5545, 3.6.1).
  if (end === undefined) {
    return isDay(start) && from !== undefined ? { ...from, date: plusDays(from.date, 1) } : undefined;
  }
  return plainMoment(end) ?? 'unknown';
}

function ruleIn(text: string, start: Moment): Rule | undefined {
  const parts = partsOfRule(text.toUpperCase());
  const repeats = REPEATS.find(each => each.toUpperCase() === parts.get('FREQ'));
  const every = Number(parts.get('INTERVAL') ?? 1);
  const until = untilIn(parts.get('UNTIL'), start);
  const days = daysIn(parts.get('BYDAY'), repeats, start);
  const isShown = [...parts.keys()].every(name => RULE_PARTS.includes(name)) && (parts.get('WKST') ?? 'MO') === 'MO';
  if (!isShown || repeats === undefined || until === undefined || days === undefined) return undefined;
  return Number.isInteger(every) && every > 0 ? { repeats, every, days, until } : undefined;
}

function daysIn(text: string | undefined, repeats: Repeats | undefined, start: Moment): readonly string[] | undefined {
  if (text === undefined) return repeats === 'weekly' ? [weekdayOf(start.date)] : [];
  const days = text.split(',');
  const isPlain = days.every(day => (WEEKDAYS as readonly string[]).includes(day));
  return isPlain && repeats === 'weekly' ? WEEKDAYS.filter(day => days.includes(day)) : undefined;
}

/** The last day of a rule that ends; one that ends within a day before it begins there is not shown. */
function untilIn(text: string | undefined, start: Moment): string | undefined {
  if (text === undefined) return '';
  const until = momentOf(text);
  if (until === undefined) return undefined;
  const isWholeDay = !text.includes('T') || until.time >= start.time;
  return isWholeDay ? until.date : plusDays(until.date, -1);
}

/** The days of EXDATE lines, each a day or the start on that day. */
function exceptIn(lines: readonly CalendarLine[], start: Moment): readonly string[] | undefined {
  const days = lines.flatMap(line => line.value.split(',').map(value => exceptDay({ ...line, value }, start)));
  return days.includes(undefined) ? undefined : days.filter(day => day !== undefined);
}

function exceptDay(line: CalendarLine, start: Moment): string | undefined {
  const moment = plainMoment(line);
  return isDay(line) || moment?.time === start.time ? moment?.date : undefined;
}
