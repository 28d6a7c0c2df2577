import { type CalendarTime, calendarTime } from './calendar-value.ts';
import { type ContentLine, wrongAt } from './content-lines.ts';
import { type DateRule, firstDates } from './date-rule.ts';
import { ruleParts } from './rule-parts.ts';
import { DAY, dayOf, HOUR, MINUTE, SECOND, timeOf, type Wall } from './wall.ts';

/** An RRULE, taken apart: the library finds the days, the times of a day are few and known. */
export interface Recurrence {
  readonly freq: string;
  /** Finds the days. */
  readonly dates: DateRule;
  /** ms since midnight, in order; at most one for each minute. */
  readonly times: readonly number[];
  /** It goes by minutes or hours, so a time that the clock shows twice happens twice, and one that it skips never. */
  readonly everyPass: boolean;
  /** The last time that still counts; a COUNT is one too, since nobody wants to count from DTSTART again. */
  readonly until: CalendarTime | undefined;
  /** The parts, by their names, as they were written. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  /** All parts but the end. */
  readonly text: string;
}

const MOST_TIMES = 1440;
const MOST_COUNT = 1000;

/**
 * The RRULE (RFC 5545, 3.3.10) of an event that starts at `start`.
 * @throws Fault `invalid` that names the line
 */
export function recurrenceOf(property: ContentLine, start: Wall): Recurrence {
  const { line } = property;
  const parts = ruleParts(property);
  const freq = parts.get('FREQ')?.[0] ?? '';
  const everyPass = freq === 'HOURLY' || freq === 'MINUTELY';
  const times = everyPass ? steppedTimes(parts, { freq, start, line }) : namedTimes(parts, start);
  if (times.length > MOST_TIMES) throw wrongAt(line, `at most ${MOST_TIMES} times a day, not ${times.length}`);
  if (times.length > 1 && parts.has('BYSETPOS')) throw wrongAt(line, 'BYSETPOS is for rules with one time a day');
  const rule = ruleOfDays(parts, everyPass);
  const dates: DateRule = { start: dayOf(start), rule };
  return {
    ...{ freq, dates, times, everyPass, parts },
    until: endOf({ parts, dates, times, start }, line),
    text: textOf(without(parts, ENDS)),
  };
}

type Parts = ReadonlyMap<string, readonly string[]>;

const intervalOf = (parts: Parts) => Number(parts.get('INTERVAL')?.[0] ?? 1);

interface Stepped {
  readonly freq: string;
  readonly start: Wall;
  readonly line: number;
}

/**
 * The times of a day in steps from DTSTART. Steps that do not divide a day would wander over it, and nobody could say when
 * they come.
 */
function steppedTimes(parts: Parts, { freq, start, line }: Stepped): readonly number[] {
  const interval = intervalOf(parts);
  const step = interval * (freq === 'HOURLY' ? HOUR : MINUTE);
  if (DAY % step !== 0) throw wrongAt(line, `INTERVAL=${interval} of ${freq} must divide a day`);
  const phase = timeOf(start) % step;
  const all = Array.from({ length: DAY / step }, (_, index) => phase + index * step);
  const hours = numbers(parts, 'BYHOUR');
  const minutes = numbers(parts, 'BYMINUTE');
  const inHour = all.filter(time => hours?.includes(Math.floor(time / HOUR)) !== false);
  if (minutes === undefined) return inHour;
  if (freq === 'MINUTELY') return inHour.filter(time => minutes.includes(Math.floor((time % HOUR) / MINUTE)));
  const seconds = timeOf(start) % MINUTE;
  return sorted(
    inHour.flatMap(time => minutes.map(minute => Math.floor(time / HOUR) * HOUR + minute * MINUTE + seconds)),
  );
}

/** The times of a day by BYHOUR, BYMINUTE and BYSECOND; what is not told is that of DTSTART. */
function namedTimes(parts: Parts, start: Wall): readonly number[] {
  const time = timeOf(start);
  const hours = numbers(parts, 'BYHOUR') ?? [Math.floor(time / HOUR)];
  const minutes = numbers(parts, 'BYMINUTE') ?? [Math.floor((time % HOUR) / MINUTE)];
  const seconds = numbers(parts, 'BYSECOND') ?? [(time % MINUTE) / SECOND];
  return sorted(
    hours.flatMap(hour =>
      minutes.flatMap(minute => seconds.map(second => hour * HOUR + minute * MINUTE + second * SECOND)),
    ),
  );
}

const numbers = (parts: Parts, name: string) => parts.get(name)?.map(Number);
const sorted = (times: readonly number[]) => [...new Set(times)].sort((a, b) => a - b);

const TIMES = ['BYHOUR', 'BYMINUTE', 'BYSECOND'];
const ENDS = ['COUNT', 'UNTIL'];

/**
 * The rule of the days alone. What goes by days, hours or minutes within some months or on some days of a month is looked for
 * month by month: those are few, and a rule that never happens costs little.
 */
function ruleOfDays(parts: Parts, everyPass: boolean): string {
  const days = without(parts, [...TIMES, ...ENDS, ...(everyPass ? ['INTERVAL'] : [])]);
  const isDaily = everyPass || (parts.get('FREQ')?.[0] === 'DAILY' && intervalOf(parts) === 1);
  if (!isDaily) return textOf(days);
  const named = ['BYMONTHDAY', 'BYDAY'].some(name => days.has(name));
  if (!days.has('BYMONTH') && !days.has('BYMONTHDAY')) return textOf(new Map([...days, ['FREQ', ['DAILY']]]));
  return textOf(new Map([...days, ['FREQ', ['MONTHLY']], ...(named ? [] : [['BYMONTHDAY', ALL_DAYS] as const])]));
}

const ALL_DAYS = Array.from({ length: 31 }, (_, index) => String(index + 1));

const without = (parts: Parts, names: readonly string[]): Parts =>
  new Map([...parts].filter(([name]) => !names.includes(name)));

const textOf = (parts: Parts) => [...parts].map(([name, values]) => `${name}=${values.join(',')}`).join(';');

interface Ending {
  readonly parts: Parts;
  readonly dates: DateRule;
  readonly times: readonly number[];
  readonly start: Wall;
}

function endOf({ parts, dates, times, start }: Ending, line: number): CalendarTime | undefined {
  const until = parts.get('UNTIL')?.[0];
  if (until !== undefined) return calendarTime(until, { line, name: 'UNTIL' });
  const count = Number(parts.get('COUNT')?.[0] ?? 0);
  if (count === 0) return undefined;
  if (count > MOST_COUNT) throw wrongAt(line, `COUNT must be at most ${MOST_COUNT}; UNTIL may be as late as you like`);
  const days = firstDates(dates, Math.ceil(count / times.length) + 1);
  const all = days.flatMap(day => times.map(time => day + time)).filter(wall => wall >= start);
  return { wall: all[count - 1] ?? all.at(-1) ?? start, form: 'wall' };
}
