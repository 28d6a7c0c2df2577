import { invalid } from '../core/fault.ts';
import { DAY, HOUR, MINUTE, SECOND, type Wall } from './wall.ts';

/** So many time zones are kept ready; each costs some ten kilobytes. */
const KEPT = 64;
const LONGEST_NAME = 64;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A name of the IANA database as it is kept; the empty one is the speaker's own.
 * @throws Fault `invalid`, its field `timeZone`
 */
export function checkedZone(zone: string): string {
  const trimmed = zone.trim();
  if (trimmed !== '' && !isZone(trimmed))
    throw invalid(`there is no time zone ${trimmed.slice(0, LONGEST_NAME)}`, 'timeZone');
  return trimmed;
}

/** Whether the IANA database has it. */
export function isZone(zone: string): boolean {
  if (zone.length > LONGEST_NAME || !/^[A-Za-z][\w+/-]*$/.test(zone)) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the clock on the wall shows in a zone at an instant. */
export const wallAt = (zone: string, at: number): Wall => at + offsetAt(zone, at);

/**
 * When the clock on the wall shows a time. Where it shows it twice (clocks are set back) the first of both; where it never
 * does (they are set forward) the instant at which it leaps over it. RFC 5545 would rather let a missing time of a recurrence
 * fall out; a night that did not begin, or a bell that did not ring, is what nobody wants of a speaker.
 */
export function instantOf(zone: string, wall: Wall): number {
  const all = passesOf(zone, wall);
  return all[0] ?? leapOver(zone, wall);
}

/** All instants at which the clock on the wall shows a time: none, one or two. */
export function passesOf(zone: string, wall: Wall): number[] {
  const [before, after] = offsetsAround(zone, wall);
  if (before === after) return [wall - before];
  // Where the offset grows, the later reading of the clock is the earlier instant.
  const instants = [wall - Math.max(before, after), wall - Math.min(before, after)];
  return instants.filter(at => wallAt(zone, at) === wall);
}

/** The offset of a whole day on the wall, where it does not change; else undefined. */
export function steadyOffset(zone: string, day: Wall): number | undefined {
  const before = offsetAt(zone, day - EAST);
  return before === offsetAt(zone, day + DAY + WEST) ? before : undefined;
}

/** The offsets of the zones that are farthest out, and a little. */
const EAST = 15 * HOUR;
const WEST = 13 * HOUR;

const offsetsAround = (zone: string, wall: Wall) => [offsetAt(zone, wall - EAST), offsetAt(zone, wall + WEST)] as const;

/** The first instant at which the clock shows more than `wall`. */
function leapOver(zone: string, wall: Wall): number {
  let before = wall - EAST;
  let after = wall + WEST;
  while (after - before > SECOND) {
    const middle = Math.floor((before + after) / 2 / SECOND) * SECOND;
    if (wallAt(zone, middle) > wall) after = middle;
    else before = middle;
  }
  return after;
}

/** How far the clock on the wall is ahead of UTC, ms. */
function offsetAt(zone: string, at: number): number {
  const name = formatOf(zone).format(at);
  const [, sign, hours, minutes, seconds = '0'] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [];
  if (hours === undefined) return 0;
  const ahead = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  return sign === '-' ? -ahead : ahead;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const kept = formats.get(zone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  if (formats.size >= KEPT) formats.clear();
  formats.set(zone, made);
  return made;
}
