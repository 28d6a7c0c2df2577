import { type CalendarTime, calendarTime } from './calendar-value.ts';
import { type ContentLine, wrongAt } from './content-lines.ts';
import { type DateRule, firstDates } from './date-rule.ts';
import { ruleParts } from './rule-parts.ts';
import { dayOf, HOUR, MINUTE, SECOND, timeOf, type Wall } from './wall.ts';

/** An RRULE, taken apart: the library finds the days, the times of a day are few and known. */
export interface Recurrence {
  readonly freq: string;
  /** Finds the days. */
  readonly dates: DateRule;
  /** ms since midnight, in order; at most one for each minute. */
  readonly times: readonly number[];
  /** It goes by minutes or hours, so a time that the clock shows twice happens twice, and one that it skips never. */
  readonly everyPass: boolean;
  readonly until: CalendarTime | undefined;
  /** The last of a COUNT. */
  readonly last: Wall | undefined;
  /** The parts, by their names, as they were written. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  /** As it was written, without spaces and in capital letters. */
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
  const interval = Number(parts.get('INTERVAL')?.[0] ?? 1);
  const everyPass = freq === 'HOURLY' || freq === 'MINUTELY';
  if (everyPass) checkStep(freq, interval, line);
  const times = everyPass ? steppedTimes(parts, { freq, interval, start }) : namedTimes(parts, start);
  if (times.length > MOST_TIMES) throw wrongAt(line, `at most ${MOST_TIMES} times a day, not ${times.length}`);
  if (times.length > 1 && parts.has('BYSETPOS')) throw wrongAt(line, 'BYSETPOS is for rules with one time a day');
  const rule = everyPass ? daily(parts) : withoutTimes(parts);
  const dates: DateRule = { start: dayOf(start), rule };
  const until = parts.get('UNTIL')?.[0];
  const count = parts.get('COUNT')?.[0];
  return {
    freq,
    dates,
    times,
    everyPass,
    until: until === undefined ? undefined : calendarTime(until, { line, name: 'UNTIL' }),
    last: count === undefined ? undefined : lastOf({ dates, times, start, count: Number(count) }, line),
    parts,
    text: textOf(parts),
  };
}

type Parts = ReadonlyMap<string, readonly string[]>;

/** Steps that do not divide a day would wander over it, and nobody could say when they come. */
function checkStep(freq: string, interval: number, line: number): void {
  const perDay = freq === 'HOURLY' ? 24 : 1440;
  if (perDay % interval === 0) return;
  throw wrongAt(line, `INTERVAL=${interval} of ${freq} must divide a day`);
}

/** The times of a day in steps from DTSTART. */
function steppedTimes(
  parts: Parts,
  { freq, interval, start }: { freq: string; interval: number; start: Wall },
): readonly number[] {
  const step = interval * (freq === 'HOURLY' ? HOUR : MINUTE);
  const phase = timeOf(start) % step;
  const all = Array.from({ length: 1440 / (step / MINUTE) }, (_, index) => phase + index * step);
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

const withoutTimes = (parts: Parts) =>
  textOf(new Map([...parts].filter(([name]) => ![...TIMES, ...ENDS].includes(name))));

const daily = (parts: Parts) =>
  textOf(
    new Map([
      ['FREQ', ['DAILY']],
      ...[...parts].filter(([name]) => ![...TIMES, ...ENDS, 'FREQ', 'INTERVAL'].includes(name)),
    ]),
  );

const textOf = (parts: Parts) => [...parts].map(([name, values]) => `${name}=${values.join(',')}`).join(';');

interface Counted {
  readonly dates: DateRule;
  readonly times: readonly number[];
  readonly start: Wall;
  readonly count: number;
}

/** The time at which a COUNT is used up, so that nobody has to count from DTSTART again. */
function lastOf({ dates, times, start, count }: Counted, line: number): Wall {
  if (count > MOST_COUNT) throw wrongAt(line, `COUNT must be at most ${MOST_COUNT}; UNTIL may be as late as you like`);
  const needed = Math.ceil(count / times.length) + 1;
  const days = firstDates(dates, needed);
  const all = days.flatMap(day => times.map(time => day + time)).filter(wall => wall >= start);
  return all[count - 1] ?? all.at(-1) ?? start;
}
