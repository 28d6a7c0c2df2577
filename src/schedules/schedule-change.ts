import { invalid } from '../core/fault.ts';
import { datesBetween } from './date-rule.ts';
import { type CalendarEvent, marksOf, singlePlan, summaryOf, zoneOfDays } from './ics-file.ts';
import { type Plan, planLines, planOf, type ZonedPlan } from './plan.ts';
import { isPredefined, type ScheduleChange, type ScheduleRecord } from './schedule.ts';
import { DAY } from './wall.ts';
import { checkedZone } from './zone.ts';

const LONGEST_NAME = 64;
const LONGEST_CALENDAR = 16_384;

/** @throws Fault `invalid` that names the field */
export function newRecord(id: string, change: ScheduleChange): ScheduleRecord {
  const { calendar = '', kind, timeZone = '', exceptHolidays = false, catchUp = false } = change;
  const name = checkedName(change.name ?? '');
  const when = timed(zonedPlan(calendar), timeZone);
  if (kind !== undefined && kind !== when.kind) throw wrongKind(kind);
  return { id, name, ...when, exceptHolidays, catchUp };
}

/** @throws Fault `invalid` that names the field */
export function changedRecord(present: ScheduleRecord, change: ScheduleChange): ScheduleRecord {
  const { name, kind, exceptHolidays, catchUp } = { ...present, ...change };
  if (isPredefined(present.id)) checkPredefined(present, change);
  const zone = change.timeZone ?? (change.calendar === undefined ? present.timeZone : undefined);
  const when = timed(zonedPlan(change.calendar ?? present.calendar), zone ?? present.timeZone, zone === undefined);
  if (kind !== present.kind) throw invalid('the kind of a schedule cannot be changed', 'kind');
  if (when.kind !== kind) throw wrongKind(kind);
  return { id: present.id, name: checkedName(name), ...when, exceptHolidays, catchUp };
}

function checkPredefined(present: ScheduleRecord, { name = present.name, catchUp = false }: ScheduleChange): void {
  if (name.trim() !== present.name) throw invalid(`${present.name} keeps its name`, 'name');
  if (catchUp) throw invalid('only pulses can be caught up', 'catchUp');
}

/** A schedule of an event in a file. @throws Fault `invalid` that names the line */
export function eventRecord(event: CalendarEvent, { id, taken }: { id: string; taken: ReadonlySet<string> }) {
  const zoned = planOf(event.lines, event.line);
  const name = freeName(summaryOf(event).replaceAll(/\s+/g, ' ') || 'Schedule', taken);
  return {
    id,
    name,
    ...timed(zoned, zoned.plan.wholeDays ? zoneOfDays(event) : ''),
    ...marksOf(event),
  } satisfies ScheduleRecord;
}

const wrongKind = (kind: string) =>
  kind === 'pulse'
    ? invalid('a pulse has neither DTEND nor DURATION', 'calendar')
    : invalid('an interval needs DTEND or DURATION', 'calendar');

function zonedPlan(calendar: string): ZonedPlan {
  if (calendar.trim() === '') throw invalid('calendar is missing', 'calendar');
  if (calendar.length > LONGEST_CALENDAR)
    throw invalid(`calendar must be at most ${LONGEST_CALENDAR} characters`, 'calendar');
  return singlePlan(calendar);
}

/**
 * What a plan is kept as: times without a zone, and the zone beside them.
 * @param asked the zone that the schedule is to have; one in the calendar must be the same
 * @param mayYield the calendar's zone goes before it
 */
function timed({ plan, zone }: ZonedPlan, asked: string, mayYield = false) {
  const wanted = checkedZone(asked);
  if (zone !== '' && wanted !== '' && zone !== wanted && !mayYield)
    throw invalid(`the calendar is in ${zone}, not in ${wanted}`, 'timeZone');
  checkFeasible(plan);
  return {
    kind: plan.length === undefined ? ('pulse' as const) : ('interval' as const),
    calendar: planLines(plan).join('\n'),
    timeZone: zone === '' ? wanted : zone,
  };
}

/** A year is looked at at once, so that what the library cannot do is told to whoever wants it. */
function checkFeasible({ rule, start }: Plan): void {
  if (rule === undefined) return;
  try {
    datesBetween(rule.dates, start, start + 366 * DAY);
  } catch (error) {
    throw invalid(`the rule cannot be followed: ${String(error)}`, 'calendar');
  }
}

function checkedName(name: string): string {
  const bare = name.trim().replaceAll(/\s+/g, ' ');
  if (bare === '') throw invalid('name is missing', 'name');
  if (bare.length > LONGEST_NAME) throw invalid(`name must be at most ${LONGEST_NAME} characters`, 'name');
  return bare;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const bare = wanted.slice(0, LONGEST_NAME).trim();
  for (let n = 2, name = bare; ; n++) {
    if (!taken.has(name)) return name;
    const behind = ` (${n})`;
    name = `${bare.slice(0, LONGEST_NAME - behind.length).trim()}${behind}`;
  }
}
