import { type ContentLine, contentLines, escapedText, folded, plainText, wrongAt } from './content-lines.ts';
import { type ZonedPlan, planLines, planOf } from './plan.ts';
import { planIn, type ScheduleRecord } from './schedule.ts';
import { compactTime } from './wall.ts';

/** The lines of one VEVENT, without those of parts inside it. */
export interface CalendarEvent {
  readonly line: number;
  readonly lines: readonly ContentLine[];
}

const MOST_EVENTS = 400;
const LONGEST_TEXT = 262_144;
const MOST_DEEP = 8;

/**
 * The events of a calendar file (RFC 5545); tasks, alarms and time zones in it are passed over.
 * @throws Fault `invalid` that names the line
 */
export function calendarEvents(text: string): CalendarEvent[] {
  if (text.length > LONGEST_TEXT) throw wrongAt(1, `the file is larger than ${LONGEST_TEXT / 1024} KiB`);
  const parts: Parts = { open: [], events: [] };
  for (const each of contentLines(text)) take(parts, each);
  const missing = parts.open.at(-1);
  if (missing !== undefined) throw wrongAt(text.split('\n').length, `END:${missing.slice(0, 40)} is missing`);
  return parts.events;
}

function take(parts: Parts, property: ContentLine): void {
  const { name, line } = property;
  const value = property.value.toUpperCase();
  if (parts.open.length === 0 && (name !== 'BEGIN' || value !== 'VCALENDAR'))
    throw wrongAt(line, 'BEGIN:VCALENDAR is expected here');
  if (name === 'BEGIN') begin(parts, value, line);
  else if (name === 'END') end(parts, value, line);
  else if (parts.open.at(-1) === 'VEVENT') parts.events.at(-1)?.lines.push(property);
}

interface Parts {
  /** What began and has not ended, from the outside in. */
  readonly open: string[];
  readonly events: { readonly line: number; readonly lines: ContentLine[] }[];
}

function begin({ open, events }: Parts, value: string, line: number): void {
  open.push(value);
  if (value === 'VEVENT') events.push({ line, lines: [] });
  if (events.length > MOST_EVENTS) throw wrongAt(line, `more than ${MOST_EVENTS} events`);
  if (open.length > MOST_DEEP) throw wrongAt(line, 'too much in one another');
}

function end({ open }: Parts, value: string, line: number): void {
  if (open.pop() !== value) throw wrongAt(line, `END:${value.slice(0, 40)} has no BEGIN`);
}

/**
 * What a text about one event says: the event's properties alone, or a whole calendar around them.
 * @throws Fault `invalid` that names the line
 */
export function singlePlan(text: string): ZonedPlan {
  if (!/^\uFEFF?\s*BEGIN:/i.test(text)) return planOf(contentLines(text), 1);
  const isBare = /^\uFEFF?\s*BEGIN:VEVENT/i.test(text);
  // On the same line, so that the numbers of lines stay what they are.
  const [event, second] = isBare ? bareEvents(text) : calendarEvents(text);
  if (event === undefined || second !== undefined) throw wrongAt(second?.line ?? 1, 'one event is expected');
  return planOf(event.lines, event.line);
}

const bareEvents = (text: string) =>
  calendarEvents(`BEGIN:VCALENDAR\n${text}\nEND:VCALENDAR`).map(({ line, lines }) => ({
    line: line - 1,
    lines: lines.map(each => ({ ...each, line: each.line - 1 })),
  }));

/** What a calendar calls an event; empty where it does not. */
export const summaryOf = ({ lines }: CalendarEvent): string => plainText(valueOf(lines, 'SUMMARY') ?? '').trim();

const EXCEPT_HOLIDAYS = 'X-STENTOR-EXCEPT-HOLIDAYS';
const CATCH_UP = 'X-STENTOR-CATCH-UP';
/** Days have no zone in a calendar. */
const ZONE = 'X-STENTOR-TIME-ZONE';

const isMarked = ({ lines }: CalendarEvent, name: string) => valueOf(lines, name)?.toUpperCase() === 'TRUE';

/** What only our own calendars say. */
export const marksOf = (event: CalendarEvent) => ({
  exceptHolidays: isMarked(event, EXCEPT_HOLIDAYS),
  catchUp: isMarked(event, CATCH_UP),
});

/** The zone that whole days are in; empty where only the speaker knows. */
export const zoneOfDays = ({ lines }: CalendarEvent): string => valueOf(lines, ZONE) ?? '';

const valueOf = (lines: readonly ContentLine[], wanted: string) => lines.find(({ name }) => name === wanted)?.value;

/** Schedules as one calendar. @param at ms since 1970, when it is made */
export const calendarFile = (records: readonly ScheduleRecord[], at: number): string =>
  folded([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Stentor//Schedules//EN',
    ...records.flatMap(record => eventLines(record, at)),
    'END:VCALENDAR',
  ]);

const eventLines = (record: ScheduleRecord, at: number) => [
  'BEGIN:VEVENT',
  `UID:${record.id}`,
  `DTSTAMP:${compactTime(at)}Z`,
  `SUMMARY:${escapedText(record.name)}`,
  ...planLines(planIn(record), record.timeZone),
  ...(planIn(record).wholeDays && record.timeZone !== '' ? [`${ZONE}:${record.timeZone}`] : []),
  ...(record.exceptHolidays ? [`${EXCEPT_HOLIDAYS}:TRUE`] : []),
  ...(record.catchUp ? [`${CATCH_UP}:TRUE`] : []),
  'END:VEVENT',
];
