import { RRuleTemporal } from 'rrule-temporal';
import { instant } from '../core/clock.ts';
import { compactDate, DAY, type Wall } from './wall.ts';

/** On which days something happens; the days of a calendar, so no time zone has a say in it. */
export interface DateRule {
  /** The day of DTSTART. */
  readonly start: Wall;
  /** An RRULE of days: no times, no end. */
  readonly rule: string;
}

/** How many steps the library may take for one answer. */
const MOST_STEPS = 5000;
/** A COUNT that is not used up by then ends there. */
const LONGEST_SEARCH = 60 * 366 * DAY;

const made = new WeakMap<DateRule, RRuleTemporal>();

/** Days from `from` up to and with `to`. @throws Error where the library gives up */
export function datesBetween(dates: DateRule, from: Wall, to: Wall): Wall[] {
  if (to < dates.start || to < from) return [];
  const first = Math.max(from, dates.start);
  return libraryRule(dates)
    .between(instant(first), instant(to), true)
    .map(day => day.epochMilliseconds);
}

/**
 * The first days of a rule, at most `most`. They are looked for in pieces, so that a rule that never happens ends the
 * search and not the process.
 */
export function firstDates(dates: DateRule, most: number): Wall[] {
  const found: Wall[] = [];
  const end = dates.start + LONGEST_SEARCH;
  for (let from = dates.start, span = 366 * DAY; found.length < most && from < end; from += span + DAY)
    found.push(...datesBetween(dates, from, Math.min(end, from + span)));
  return found.slice(0, most);
}

function libraryRule(dates: DateRule): RRuleTemporal {
  const kept = made.get(dates);
  if (kept !== undefined) return kept;
  const rruleString = `DTSTART:${compactDate(dates.start)}T000000Z\nRRULE:${dates.rule}`;
  const rule = new RRuleTemporal({ rruleString, maxIterations: MOST_STEPS, cache: false });
  made.set(dates, rule);
  return rule;
}
