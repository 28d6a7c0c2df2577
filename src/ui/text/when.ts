import { locale } from '../language/translate.ts';

const DAY = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' });
const MINUTE = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' });
const SECOND = new Intl.DateTimeFormat(locale(), { timeStyle: 'medium' });

/** The day of an ISO 8601 time, as this browser's user writes it. */
export const day = (iso: string): string => DAY.format(new Date(iso));

/** Day and minute. */
export const minute = (iso: string): string => MINUTE.format(new Date(iso));

/** The same as a clock on the wall of a time zone shows it (IANA), with the day of the week. */
export const minuteIn = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat(locale(), {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(iso));

/** The time of day with seconds, and the day too where it is not today. */
export function second(iso: string): string {
  const at = new Date(iso);
  const time = SECOND.format(at);
  return at.toDateString() === new Date().toDateString() ? time : `${DAY.format(at)}, ${time}`;
}
