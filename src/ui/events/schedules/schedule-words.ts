import { type Repeats, type Times, timesOf } from './schedule-form.ts';
import { WEEKDAYS } from './ical-lines.ts';

const UNITS: Readonly<Record<Exclude<Repeats, 'once'>, string>> = {
  minutely: 'minute',
  hourly: 'hour',
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
};

/** The days of the week as people write them, from Monday. */
export const DAY_NAMES: Readonly<Record<string, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};

/** What the form calls each way of coming back. */
export const REPEATS_NAMES: Readonly<Record<Repeats, string>> = {
  once: 'Does not repeat',
  minutely: 'Every few minutes',
  hourly: 'Hourly',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
  yearly: 'Yearly',
};

export const unitName = (repeats: Exclude<Repeats, 'once'>, count: number): string =>
  `${UNITS[repeats]}${count === 1 ? '' : 's'}`;

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const DAY_OF_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', timeZone: 'UTC' });

const utc = (date: string) => new Date(`${date}T00:00:00Z`);
/** A day as people write it. */
export const dateText = (date: string): string => DATE.format(utc(date));

/** The same without the year. */
export const dayOfYear = (date: string): string => DAY_OF_YEAR.format(utc(date));

/** When a schedule is active: "Monday to Friday, 08:00 to 17:00"; its lines where they say more than that. */
export function scheduleWords(calendar: string): string {
  const times = timesOf(calendar);
  if (times === undefined) return calendar.split(/\r?\n/).join(' · ');
  const from = isOften(times) ? ` from ${times.start.time} on` : `, ${clockText(times)}`;
  const until = times.until === '' ? '' : `, until ${dateText(times.until)}`;
  const but = times.except.length === 0 ? '' : `, except ${times.except.map(dateText).join(' and ')}`;
  return `${howOften(times)}${from}${until}${but}`;
}

const isOften = ({ repeats }: Times) => repeats === 'minutely' || repeats === 'hourly';

function howOften(times: Times): string {
  const { repeats, every, days, start } = times;
  if (repeats === 'once') return dateText(start.date);
  const round = every === 1 ? `Every ${unitName(repeats, 1)}` : `Every ${every} ${unitName(repeats, every)}`;
  switch (repeats) {
    case 'weekly':
      return every === 1 ? daysText(days) : `${round} on ${daysText(days)}`;
    case 'monthly':
      return `${round} on day ${Number(start.date.slice(8))}`;
    case 'yearly':
      return `${round} on ${dayOfYear(start.date)}`;
    case 'minutely':
    case 'hourly':
    case 'daily':
      return round;
  }
}

/** "Monday to Friday", "Saturday and Sunday", "Monday, Wednesday and Friday". */
function daysText(days: readonly string[]): string {
  const at = days.map(day => WEEKDAYS.findIndex(each => each === day));
  const names = days.map(day => DAY_NAMES[day] ?? day);
  const [first = '', last = ''] = [names[0], names.at(-1)];
  if (names.length === 7) return 'Every day';
  const isRun = at.every((day, i) => i === 0 || day === (at[i - 1] ?? 0) + 1);
  if (names.length > 2 && isRun) return `${first} to ${last}`;
  return names.length < 2 ? first : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function clockText({ start, end }: Times): string {
  if (end === undefined) return start.time;
  const days = (Date.parse(end.date) - Date.parse(start.date)) / 86_400_000;
  if (days === 1 && start.time === '00:00' && end.time === '00:00') return 'all day';
  const later =
    days === 0 || (days === 1 && end.time <= start.time) ? '' : ` ${days === 1 ? '1 day' : `${days} days`} later`;
  return `${start.time} to ${end.time}${later}`;
}
