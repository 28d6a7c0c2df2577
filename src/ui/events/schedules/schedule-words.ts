import { type Repeats, type Times, timesOf } from './schedule-form.ts';
import { WEEKDAYS } from './ical-lines.ts';
import { listed, locale, plural, t } from '../../language/translate.ts';

type Coming = Exclude<Repeats, 'once'>;

const UNITS: Readonly<Record<Coming, (count: number) => string>> = {
  minutely: count => plural('minute', 'minutes', count),
  hourly: count => plural('hour', 'hours', count),
  daily: count => plural('day', 'days', count),
  weekly: count => plural('week', 'weeks', count),
  monthly: count => plural('month', 'months', count),
  yearly: count => plural('year', 'years', count),
};

const EVERY: Readonly<Record<Coming, (count: number) => string>> = {
  minutely: count => plural('Every minute', 'Every {count} minutes', count),
  hourly: count => plural('Every hour', 'Every {count} hours', count),
  daily: count => plural('Every day', 'Every {count} days', count),
  weekly: count => plural('Every week', 'Every {count} weeks', count),
  monthly: count => plural('Every month', 'Every {count} months', count),
  yearly: count => plural('Every year', 'Every {count} years', count),
};

/** The days of the week as people write them, from Monday. */
export const DAY_NAMES: Readonly<Record<string, string>> = {
  MO: t('Monday'),
  TU: t('Tuesday'),
  WE: t('Wednesday'),
  TH: t('Thursday'),
  FR: t('Friday'),
  SA: t('Saturday'),
  SU: t('Sunday'),
};

/** What the form calls each way of coming back. */
export const REPEATS_NAMES: Readonly<Record<Repeats, string>> = {
  once: t('Does not repeat'),
  minutely: t('Every few minutes'),
  hourly: t('Hourly'),
  daily: t('Daily'),
  weekly: t('Weekly'),
  monthly: t('Monthly'),
  yearly: t('Yearly'),
};

/** What stands behind the number of "every": "weeks". */
export const unitName = (repeats: Coming, count: number): string => UNITS[repeats](count);

const DATE = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeZone: 'UTC' });
const DAY_OF_YEAR = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', timeZone: 'UTC' });

const utc = (date: string) => new Date(`${date}T00:00:00Z`);
/** A day as people write it. */
export const dateText = (date: string): string => DATE.format(utc(date));

/** The same without the year. */
export const dayOfYear = (date: string): string => DAY_OF_YEAR.format(utc(date));

/** When a schedule is active: "Monday to Friday, 08:00 to 17:00"; its lines where they say more than that. */
export function scheduleWords(calendar: string): string {
  const times = timesOf(calendar);
  if (times === undefined) return calendar.split(/\r?\n/).join(' · ');
  const round = howOften(times);
  return [
    isOften(times) ? t('{round} from {time} on', { round, time: times.start.time }) : `${round}, ${clockText(times)}`,
    ...(times.until === '' ? [] : [t('until {date}', { date: dateText(times.until) })]),
    ...(times.except.length === 0 ? [] : [t('except {days}', { days: listed(times.except.map(dateText)) })]),
  ].join(', ');
}

const isOften = ({ repeats }: Times) => repeats === 'minutely' || repeats === 'hourly';

function howOften(times: Times): string {
  const { repeats, every, days, start } = times;
  if (repeats === 'once') return dateText(start.date);
  const round = EVERY[repeats](every);
  switch (repeats) {
    case 'weekly':
      return every === 1 ? daysText(days) : t('{round} on {days}', { round, days: daysText(days) });
    case 'monthly':
      return t('{round} on day {day}', { round, day: Number(start.date.slice(8)) });
    case 'yearly':
      return t('{round} on {days}', { round, days: dayOfYear(start.date) });
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
  if (names.length === 7) return t('Every day');
  const isRun = at.every((day, i) => i === 0 || day === (at[i - 1] ?? 0) + 1);
  if (names.length > 2 && isRun) return t('{from} to {to}', { from: first, to: last });
  return listed(names);
}

function clockText({ start, end }: Times): string {
  if (end === undefined) return start.time;
  const days = (Date.parse(end.date) - Date.parse(start.date)) / 86_400_000;
  if (days === 1 && start.time === '00:00' && end.time === '00:00') return t('all day');
  const [from, to] = [start.time, end.time];
  if (days === 0 || (days === 1 && to <= from)) return t('{from} to {to}', { from, to });
  return plural('{from} to {to} 1 day later', '{from} to {to} {count} days later', days, { from, to });
}
