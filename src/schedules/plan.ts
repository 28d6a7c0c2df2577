import { type CalendarTime, calendarTime, type Span, spanOf } from './calendar-value.ts';
import { type ContentLine, wrongAt } from './content-lines.ts';
import { type Recurrence, recurrenceOf } from './recurrence.ts';
import { compactDate, compactTime, DAY, type Wall } from './wall.ts';
import { instantOf, isZone, wallAt } from './zone.ts';

/** What an event of a calendar says about when it happens. */
export interface Plan {
  readonly start: Wall;
  readonly wholeDays: boolean;
  /** Left out for a pulse. */
  readonly length?: Span;
  readonly rule?: Recurrence;
  /** EXDATE. */
  readonly except: readonly CalendarTime[];
}

/** A plan, and the zone that its calendar names: empty where it names none. */
export interface ZonedPlan {
  readonly plan: Plan;
  readonly zone: string;
}

/** These would change when something happens, and are not understood. */
const REFUSED = ['RDATE', 'EXRULE', 'RECURRENCE-ID'];
const MOST_EXCEPTIONS = 400;
const LONGEST_DAYS = 366;
/** So many may overlap at one instant. */
const MOST_AT_ONCE = 1500;
const FIRST_DAY = 0;
const LAST_YEAR = 2100;

/**
 * What the properties of one event say; those that say nothing about the time are passed over.
 * @param line of the event, for what is missing
 * @throws Fault `invalid` that names the line
 */
export function planOf(lines: readonly ContentLine[], line: number): ZonedPlan {
  const refused = lines.find(({ name }) => REFUSED.includes(name));
  if (refused !== undefined) throw wrongAt(refused.line, `${refused.name} is not understood here`);
  const single = (name: string) => theOne(lines, name);
  const { time: first, zone } = startIn(single('DTSTART'), line);
  const wholeDays = first.form === 'date';
  const length = lengthOf({ first, zone, end: single('DTEND'), duration: single('DURATION') });
  const rule = ruleIn(single('RRULE'), first.wall, length);
  const except = lines.filter(({ name }) => name === 'EXDATE').flatMap(each => exceptions(each, zone));
  if (except.length > MOST_EXCEPTIONS) throw wrongAt(line, `at most ${MOST_EXCEPTIONS} EXDATE`);
  const plan = { start: first.wall, wholeDays, except };
  return { zone, plan: { ...plan, ...(length && { length }), ...(rule && { rule }) } };
}

function theOne(lines: readonly ContentLine[], name: string): ContentLine | undefined {
  const [found, second] = lines.filter(each => each.name === name);
  if (second !== undefined) throw wrongAt(second.line, `${name} is there twice`);
  return found;
}

/** A time in the zone that stands beside it; a Z is the zone UTC. */
function zonedTime(property: ContentLine, text = property.value): { time: CalendarTime; zone: string } {
  const time = calendarTime(text, property);
  if (time.form === 'utc') return { time: { wall: time.wall, form: 'wall' }, zone: 'UTC' };
  const named = property.params.get('TZID');
  return { time, zone: named === undefined || time.form === 'date' ? '' : zoneNamed(named, property.line) };
}

/** Some programs write a path before the name: `/example.org/Europe/Berlin`. */
function zoneNamed(name: string, line: number): string {
  const levels = name.split('/').slice(-3);
  const found = levels.map((_, index) => levels.slice(index).join('/')).find(isZone);
  if (found === undefined)
    throw wrongAt(line, `TZID=${name.slice(0, 60)} is no zone of the IANA database, such as Europe/Berlin`);
  return found;
}

function startIn(property: ContentLine | undefined, line: number) {
  if (property === undefined) throw wrongAt(line, 'DTSTART is missing');
  const zoned = zonedTime(property);
  const { wall } = zoned.time;
  if (wall < FIRST_DAY || Number(compactDate(wall).slice(0, 4)) > LAST_YEAR)
    throw wrongAt(property.line, `DTSTART must be from 1970 to ${LAST_YEAR}`);
  return zoned;
}

interface Lengthy {
  readonly first: CalendarTime;
  readonly zone: string;
  readonly end: ContentLine | undefined;
  readonly duration: ContentLine | undefined;
}

/** A whole day lasts that day; a time alone is an instant, and so is one that ends when it starts. */
function lengthOf({ first, zone, end, duration }: Lengthy): Span | undefined {
  if (end !== undefined && duration !== undefined) throw wrongAt(duration.line, 'DTEND or DURATION, not both');
  if (duration !== undefined) return checkedSpan(spanOf(duration), duration);
  if (end === undefined) return first.form === 'date' ? { wall: DAY, exact: 0 } : undefined;
  const lasts = endWall(end, first, zone) - first.wall;
  if (lasts < 0) throw wrongAt(end.line, 'DTEND is before DTSTART');
  return lasts === 0 ? undefined : checkedSpan({ wall: lasts, exact: 0 }, end);
}

/** DTEND on the wall of the zone of DTSTART. */
function endWall(end: ContentLine, first: CalendarTime, zone: string): Wall {
  const { time, zone: own } = zonedTime(end);
  const isOther = own !== '' && own !== zone;
  if ((time.form === 'date') !== (first.form === 'date') || (isOther && zone === ''))
    throw wrongAt(end.line, 'DTEND must be of the form of DTSTART');
  return isOther ? wallAt(zone, instantOf(own, time.wall)) : time.wall;
}

function checkedSpan(span: Span, { line, name }: ContentLine): Span | undefined {
  const whole = span.wall + span.exact;
  if (whole > LONGEST_DAYS * DAY) throw wrongAt(line, `${name} is more than ${LONGEST_DAYS} days after DTSTART`);
  return whole === 0 ? undefined : span;
}

function ruleIn(property: ContentLine | undefined, start: Wall, length: Span | undefined): Recurrence | undefined {
  if (property === undefined) return undefined;
  const rule = recurrenceOf(property, start);
  const lasts = length === undefined ? 0 : length.wall + length.exact;
  if (Math.ceil(lasts / DAY) * rule.times.length > MOST_AT_ONCE)
    throw wrongAt(property.line, 'it starts again too often before it ends');
  return rule;
}

function exceptions(property: ContentLine, zone: string): CalendarTime[] {
  return property.value.split(',').map(text => {
    const { time, zone: own } = zonedTime(property, text.trim());
    if (own === zone || own === '') return time;
    const at = instantOf(own, time.wall);
    return zone === '' ? { wall: at, form: 'utc' } : { wall: wallAt(zone, at), form: 'wall' };
  });
}

/**
 * The properties of a plan as a calendar writes them. Read again they make the same plan.
 * @param zone that the times are marked with; none where empty
 */
export function planLines({ start, wholeDays, length, rule, except }: Plan, zone = ''): string[] {
  const mark = wholeDays ? ';VALUE=DATE' : zone === '' || zone === 'UTC' ? '' : `;TZID=${zone}`;
  const behind = zone === 'UTC' && !wholeDays ? 'Z' : '';
  const written = (wall: Wall) => (wholeDays ? compactDate(wall) : `${compactTime(wall)}${behind}`);
  return [
    `DTSTART${mark}:${written(start)}`,
    ...(length === undefined ? [] : [endLine({ start, length, mark, written })]),
    ...(rule === undefined ? [] : [ruleLine(rule, { zone, wholeDays })]),
    ...except.map(time => exceptionLine(time, zone)),
  ];
}

interface Ending {
  readonly start: Wall;
  readonly length: Span;
  readonly mark: string;
  readonly written: (wall: Wall) => string;
}

const endLine = ({ start, length: { wall, exact }, mark, written }: Ending) =>
  exact === 0
    ? `DTEND${mark}:${written(start + wall)}`
    : `DURATION:P${wall === 0 ? '' : `${wall / DAY}D`}T${exact / 1000}S`;

/** UNTIL is in UTC where the times have a zone, and a day where they are days (RFC 5545, 3.3.10). */
function ruleLine({ text, until }: Recurrence, { zone, wholeDays }: { zone: string; wholeDays: boolean }): string {
  if (until === undefined) return `RRULE:${text}`;
  const { wall, form } = until;
  if (form === 'date' || wholeDays) return `RRULE:${text};UNTIL=${compactDate(wall)}`;
  if (form === 'utc' || zone !== '') {
    const at = form === 'utc' ? wall : instantOf(zone, wall);
    return `RRULE:${text};UNTIL=${compactTime(at)}Z`;
  }
  return `RRULE:${text};UNTIL=${compactTime(wall)}`;
}

function exceptionLine({ wall, form }: CalendarTime, zone: string): string {
  if (form === 'date') return `EXDATE;VALUE=DATE:${compactDate(wall)}`;
  if (form === 'utc') return `EXDATE:${compactTime(wall)}Z`;
  if (zone === 'UTC') return `EXDATE:${compactTime(wall)}Z`;
  return `EXDATE${zone === '' ? '' : `;TZID=${zone}`}:${compactTime(wall)}`;
}
