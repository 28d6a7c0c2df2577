import { type ContentLine, wrongAt } from './content-lines.ts';
import { DAY, HOUR, MINUTE, SECOND, type Wall, wallOf } from './wall.ts';

/** A DATE or DATE-TIME (RFC 5545, 3.3.4 and 3.3.5). */
export interface CalendarTime {
  readonly wall: Wall;
  /** `date` is a whole day; `utc` had a Z behind it; `wall` is of the zone that the calendar or the schedule names. */
  readonly form: 'date' | 'utc' | 'wall';
}

/** A span: what the calendar moves on, and what passes in truth. */
export interface Span {
  readonly wall: number;
  readonly exact: number;
}

const TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/;
const SPAN = /^\+?P(?:(\d{1,3})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?)$/;

/** @throws Fault `invalid` that names the line */
export function calendarTime(text: string, { line, name }: Pick<ContentLine, 'line' | 'name'>): CalendarTime {
  const [, year, month, day, hour, minute, second, utc] = TIME.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  // A leap second is the second before it.
  const wall = wallOf(hour === undefined ? date : `${date}T${hour}:${minute}:${second === '60' ? '59' : second}`);
  if (wall === undefined)
    throw wrongAt(line, `${name} must be a time such as 20261126T180000, not ${text.slice(0, 40)}`);
  return { wall, form: hour === undefined ? 'date' : utc === undefined ? 'wall' : 'utc' };
}

/** A DURATION (RFC 5545, 3.3.6): weeks and days are the calendar's, hours pass in truth. @throws Fault `invalid` */
export function spanOf({ value, line }: ContentLine): Span {
  const [, weeks, days, hours, minutes, seconds] = (SPAN.exec(value) ?? []).map((part: string | undefined) =>
    Number(part ?? 0),
  );
  if (
    weeks === undefined ||
    days === undefined ||
    hours === undefined ||
    minutes === undefined ||
    seconds === undefined
  )
    throw wrongAt(line, `DURATION must be a span such as PT8H30M, not ${value.slice(0, 40)}`);
  const exact = hours * HOUR + minutes * MINUTE + seconds * SECOND;
  return { wall: (weeks * 7 + days) * DAY, exact };
}
