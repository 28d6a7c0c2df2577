import type { Plan } from './plan.ts';
import type { Recurrence } from './recurrence.ts';
import { clockText, DAY, dateText, dayOf, HOUR, MINUTE, SECOND, timeOf, weekdayOf } from './wall.ts';

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const MOST_TIMES = 6;

export const weekdayName = (wall: number): string => DAYS[weekdayOf(wall)] ?? '';

/** When a plan happens, in words: "Monday to Friday 08:00-17:00". */
export function describePlan(plan: Plan): string {
  const { rule, start } = plan;
  const days = rule === undefined ? `on ${dateText(start)}` : ruleDays(rule, plan);
  const whole = rule === undefined ? days : `${days}${endOf(rule)}`;
  const times = timesOf(plan);
  if (rule === undefined) return times === '' ? whole : `${whole} ${times}`;
  return times === '' ? whole : `${days} ${times}${endOf(rule)}`;
}

function timesOf(plan: Plan): string {
  const { start, length, rule, wholeDays } = plan;
  const times = rule?.times ?? [timeOf(start)];
  if (wholeDays && times.length === 1) return spanDays(plan);
  if (times.length > MOST_TIMES) return `${times.length} times a day`;
  if (length === undefined) return `at ${inWords(times.map(clockText))}`;
  if (length.exact > 0) return `from ${inWords(times.map(clockText))} for ${spanText(length.wall + length.exact)}`;
  return inWords(times.map(time => rangeText(time, length.wall)));
}

const rangeText = (time: number, lasts: number) => {
  const days = Math.floor((time + lasts) / DAY) - (timeOf(time + lasts) === 0 ? 1 : 0);
  const end = timeOf(time + lasts) === 0 ? '24:00' : clockText(timeOf(time + lasts));
  return `${clockText(time)}-${end}${days > 1 ? ` ${days} days later` : ''}`;
};

const spanDays = ({ length }: Plan) => {
  const days = Math.round((length?.wall ?? 0) / DAY);
  return days > 1 ? `for ${days} days` : '';
};

function spanText(ms: number): string {
  if (ms % HOUR === 0) return plural(ms / HOUR, 'hour');
  return ms % MINUTE === 0 ? plural(ms / MINUTE, 'minute') : plural(ms / SECOND, 'second');
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** The parts that this says in words; a rule with others is told as it is written. */
const SPOKEN: Readonly<Record<string, readonly string[]>> = {
  DAILY: ['BYDAY'],
  HOURLY: ['BYDAY'],
  MINUTELY: ['BYDAY'],
  WEEKLY: ['BYDAY'],
  MONTHLY: ['BYDAY', 'BYMONTHDAY'],
  YEARLY: ['BYMONTH', 'BYMONTHDAY'],
};
const EVER = ['FREQ', 'INTERVAL', 'WKST', 'COUNT', 'UNTIL', 'BYHOUR', 'BYMINUTE', 'BYSECOND'];
const UNITS: Readonly<Record<string, string>> = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' };

function ruleDays(rule: Recurrence, { start }: Plan): string {
  const { parts, freq } = rule;
  const known = [...EVER, ...(SPOKEN[freq] ?? [])];
  if ([...parts.keys()].some(name => !known.includes(name))) return `by the rule ${rule.text}`;
  const interval = rule.everyPass ? '1' : (parts.get('INTERVAL')?.[0] ?? '1');
  const every = everyText(freq, interval);
  if (freq === 'MONTHLY') return `${monthDays(rule, start)} of ${every}`;
  if (freq === 'YEARLY') return yearDays(rule, start, every);
  return [weekDays(rule, start), interval === '1' ? '' : every].filter(Boolean).join(' ') || every;
}

function weekDays({ parts, freq }: Recurrence, start: number): string {
  const own = freq === 'WEEKLY' ? CODES.slice(weekdayOf(start), weekdayOf(start) + 1) : [];
  return weekdays(parts.get('BYDAY') ?? own);
}

function everyText(freq: string, interval: string): string {
  const unit = UNITS[freq] ?? 'day';
  return interval === '1' ? `every ${unit}` : `every ${interval} ${unit}s`;
}

function monthDays({ parts }: Recurrence, start: number): string {
  const byDay = parts.get('BYDAY');
  const days = parts.get('BYMONTHDAY') ?? (byDay === undefined ? [dateText(start).slice(8)] : undefined);
  const numbered = days === undefined ? undefined : `on ${inWords(days.map(dayOfMonth))}`;
  if (byDay === undefined) return numbered ?? '';
  const named = `on ${inWords(byDay.map(ordinalDay))}`;
  return numbered === undefined ? named : `${named}, ${numbered}`;
}

function yearDays({ parts }: Recurrence, start: number, every: string): string {
  const months = parts.get('BYMONTH') ?? [dateText(start).slice(5, 7)];
  const days = parts.get('BYMONTHDAY') ?? [dateText(start).slice(8)];
  const named = inWords(months.map(month => MONTHS[Number(month) - 1] ?? ''));
  return days.every(day => Number(day) > 0)
    ? `on ${inWords(days.map(day => String(Number(day))))} ${named} ${every}`
    : `on ${inWords(days.map(dayOfMonth))} of ${named} ${every}`;
}

function dayOfMonth(day: string): string {
  const number = Number(day);
  if (number > 0) return `day ${number}`;
  return number === -1 ? 'the last day' : `day ${-number} from the end`;
}

const ORDINALS = ['', 'the first', 'the second', 'the third', 'the fourth', 'the fifth'];

function ordinalDay(day: string): string {
  const name = DAYS[CODES.indexOf(day.slice(-2))] ?? '';
  const nth = Number.parseInt(day, 10);
  if (Number.isNaN(nth)) return `every ${name}`;
  return nth === -1 ? `the last ${name}` : `${ORDINALS[nth] ?? `number ${nth}`} ${name}`;
}

/** "Monday to Friday", where three or more follow each other; also over the end of the week. */
function weekdays(codes: readonly string[]): string {
  const numbers = codes.map(code => CODES.indexOf(code)).sort((a, b) => a - b);
  if (numbers.length === 7) return 'every day';
  const first = numbers.find(number => !numbers.includes((number + 6) % 7)) ?? 0;
  const run = numbers.map((_, index) => (first + index) % 7);
  const isRun = run.every(number => numbers.includes(number));
  if (isRun && run.length > 2) return `${DAYS[first]} to ${DAYS[run.at(-1) ?? 0]}`;
  return inWords(numbers.map(number => DAYS[number] ?? ''));
}

const endOf = ({ until }: Recurrence) => (until === undefined ? '' : ` until ${dateText(dayOf(until.wall))}`);

const inWords = (words: readonly string[]) =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
