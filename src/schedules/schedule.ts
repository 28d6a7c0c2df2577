import { boolean, choice, list, object, type Schema, string } from '../core/schema.ts';
import { contentLines } from './content-lines.ts';
import { type Plan, planOf } from './plan.ts';

/** A schedule as it is kept. */
export interface ScheduleRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: 'interval' | 'pulse';
  /** Properties of an iCalendar event, one a line, their times without a zone. */
  readonly calendar: string;
  /** IANA; empty is that of the speaker. */
  readonly timeZone: string;
  readonly exceptHolidays: boolean;
  readonly catchUp: boolean;
}

/** As it is told. */
export interface Schedule extends ScheduleRecord {
  readonly predefined: boolean;
  /** Left out for a pulse. */
  readonly active?: boolean;
  /** ISO 8601: when it begins or comes next; left out where it does not within five years. */
  readonly next?: string;
}

export type ScheduleChange = Partial<Omit<ScheduleRecord, 'id'>>;

export const SCHEDULE_RECORDS: Schema<ScheduleRecord[]> = list(
  object({
    id: string(),
    name: string(),
    kind: choice(['interval', 'pulse']),
    calendar: string(),
    timeZone: string(),
    exceptHolidays: boolean(),
    catchUp: boolean(),
  }),
);

/** What programs may call a schedule. */
export const CHOSEN_ID = /^[A-Za-z0-9._-]{1,128}$/;

const ID = 'com.axis.schedules';

/** VAPIX calls those that a user made so. */
export const numberedId = (number: number): string => `${ID}.genid.id-${number}`;

/** The number in such an id; -1 where it has none. */
export const numberIn = (id: string): number => Number(/\.id-(\d{1,9})$/.exec(id)?.[1] ?? -1);

const predefined = (id: string, name: string, lines: readonly string[]): ScheduleRecord => ({
  id: `${ID}.${id}`,
  name,
  kind: 'interval',
  calendar: lines.join('\n'),
  timeZone: '',
  exceptHolidays: false,
  catchUp: false,
});

const WORKDAYS = 'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';

/** They are always there. Office hours, After hours and Weekends leave no hour of a week out. 5 January 1970 was a Monday. */
export const PREDEFINED: readonly ScheduleRecord[] = [
  predefined('weekdays', 'Weekdays', ['DTSTART;VALUE=DATE:19700105', 'DTEND;VALUE=DATE:19700106', WORKDAYS]),
  predefined('office_hours', 'Office hours', ['DTSTART:19700105T080000', 'DTEND:19700105T170000', WORKDAYS]),
  predefined('after_hours', 'After hours', [
    'DTSTART:19700104T170000',
    'DTEND:19700105T080000',
    'RRULE:FREQ=WEEKLY;BYDAY=SU,MO,TU,WE,TH,FR',
  ]),
  predefined('weekends', 'Weekends', [
    'DTSTART;VALUE=DATE:19700103',
    'DTEND;VALUE=DATE:19700104',
    'RRULE:FREQ=WEEKLY;BYDAY=SA,SU',
  ]),
];

export const isPredefined = (id: string): boolean => PREDEFINED.some(each => each.id === id);

const plans = new WeakMap<ScheduleRecord, Plan>();

/** What a stored record means; it was checked when it came. */
export function planIn(record: ScheduleRecord): Plan {
  const kept = plans.get(record);
  if (kept !== undefined) return kept;
  const { plan } = planOf(contentLines(record.calendar), 1);
  plans.set(record, plan);
  return plan;
}
