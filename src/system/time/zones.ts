import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zoneIn } from '../machine.ts';

const ZONES = '/usr/share/zoneinfo';
let names: readonly string[] | undefined;

/** The names of the IANA database, in order. */
export const timeZones = (): readonly string[] => (names ??= ['UTC', ...Intl.supportedValuesOf('timeZone')]);

/** Whether the database has it, also under a name of old. */
export function isZone(zone: string): boolean {
  // Never a path, though it is used as one.
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The rule of a zone as POSIX.1 writes it; empty where the computer does not have the zone. */
export function posixOf(zone: string, folder = ZONES): string {
  try {
    return zoneIn(readFileSync(join(folder, zone), 'latin1'));
  } catch {
    return '';
  }
}

/**
 * A zone with this rule: the one that is in use where that has it, else the first in order; undefined where there is none.
 * @param present IANA
 */
export function zoneOfPosix(posix: string, present: string): string | undefined {
  const has = (zone: string) => posixOf(zone) === posix;
  return has(present) ? present : timeZones().find(has);
}
