import { datesBetween } from './date-rule.ts';
import type { Plan } from './plan.ts';
import { DAY, dayOf, type Wall } from './wall.ts';
import { instantOf, passesOf, steadyOffset, wallAt } from './zone.ts';

/** Instants, ms since 1970. */
export interface Happens {
  readonly from: number;
  /** Left out for a pulse. */
  readonly to?: number;
}

/** Where a plan is looked at. */
export interface Place {
  /** IANA. */
  readonly zone: string;
  /** Days on which it does not hold, by their midnights. */
  readonly isHoliday: (day: Wall) => boolean;
}

interface Asked {
  readonly from: number;
  readonly to: number;
  /** About so many are enough. */
  readonly most: number;
}

/** What a plan does, in order, and until when that is known. */
export interface Found {
  readonly list: readonly Happens[];
  /** Of what happens from here on nothing is in the list. */
  readonly to: number;
}

/**
 * What happens between two instants, ms, or lasts into them; times that touch are one. The list may end before `to` where
 * much happens.
 */
export function occurrences(plan: Plan, place: Place, { from, to, most }: Asked): Found {
  const { length } = plan;
  const before = length === undefined ? 0 : length.wall + length.exact;
  const firstDay = dayOf(wallAt(place.zone, from)) - Math.ceil(before / DAY) * DAY - DAY;
  const lastDay = dayOf(wallAt(place.zone, to)) + DAY;
  const found: Happens[] = [];
  let known = to;
  for (const day of daysOf(plan, firstDay, lastDay)) {
    if (found.length >= most) {
      known = Math.min(to, Math.max(from, instantOf(place.zone, day)));
      break;
    }
    found.push(...onDay(plan, place, day).filter(each => isIn(each, { from, to })));
  }
  const list = merged(found).filter(each => each.from < known);
  return { list, to: known };
}

const isIn = (each: Happens, { from, to }: Omit<Asked, 'most'>) =>
  each.from < to && (each.to === undefined ? each.from >= from : each.to > from);

function daysOf({ start, rule }: Plan, first: Wall, last: Wall): readonly Wall[] {
  if (rule !== undefined) {
    // A day later at the most, since UNTIL may be an instant.
    const until = rule.until === undefined ? last : dayOf(rule.until.wall) + DAY;
    return datesBetween(rule.dates, first, Math.min(last, until));
  }
  const day = dayOf(start);
  return day >= first && day <= last ? [day] : [];
}

/** What starts on one day of the calendar. */
function onDay(plan: Plan, place: Place, day: Wall): Happens[] {
  const { start, rule } = plan;
  const offset = steadyOffset(place.zone, day);
  const instants = (wall: Wall) => {
    if (offset !== undefined) return [wall - offset];
    return rule?.everyPass === true ? passesOf(place.zone, wall) : [instantOf(place.zone, wall)];
  };
  const times = rule === undefined ? [start - day] : rule.times;
  return times
    .map(time => day + time)
    .filter(wall => wall >= start)
    .flatMap(wall => instants(wall).map(at => ({ wall, at })))
    .filter(time => !isOver(plan, time) && !isExcepted(plan, time))
    .flatMap(time => lasting(plan, place, time));
}

interface Time {
  readonly wall: Wall;
  readonly at: number;
}

/** UNTIL is the last instant that still counts; a date counts whole. */
function isOver({ rule }: Plan, { wall, at }: Time): boolean {
  const until = rule?.until;
  if (until === undefined) return false;
  if (until.form === 'utc') return at > until.wall;
  return until.form === 'date' ? dayOf(wall) > until.wall : wall > until.wall;
}

const isExcepted = ({ except }: Plan, { wall, at }: Time) =>
  except.some(each => {
    if (each.form === 'utc') return each.wall === at;
    return each.form === 'date' ? each.wall === dayOf(wall) : each.wall === wall;
  });

/** From its start to its end, without the holidays in it. */
function lasting({ length, rule }: Plan, place: Place, { wall, at }: Time): Happens[] {
  const { zone, isHoliday } = place;
  if (length === undefined) return isHoliday(dayOf(wall)) ? [] : [{ from: at }];
  const isExact = rule?.everyPass === true;
  const end = isExact ? at + length.wall + length.exact : instantOf(zone, wall + length.wall) + length.exact;
  let pieces: { from: number; to: number }[] = [{ from: at, to: end }];
  for (let day = dayOf(wall); day <= wallAt(zone, end); day += DAY) {
    if (!isHoliday(day)) continue;
    const [off, on] = [instantOf(zone, day), instantOf(zone, day + DAY)];
    pieces = pieces.flatMap(({ from, to }) => [
      { from, to: Math.min(to, off) },
      { from: Math.max(from, on), to },
    ]);
  }
  return pieces.filter(({ from, to }) => from < to);
}

/** In order; intervals that overlap or touch are one, and so are equal instants. */
function merged(found: readonly Happens[]): Happens[] {
  const sorted = [...found].sort((a, b) => a.from - b.from);
  const list: Happens[] = [];
  for (const each of sorted) {
    const last = list.at(-1);
    if (last === undefined || each.from > (last.to ?? last.from)) list.push(each);
    else if (each.to !== undefined) list[list.length - 1] = { from: last.from, to: Math.max(each.to, last.to ?? 0) };
  }
  return list;
}
