import { instant } from '../core/clock.ts';

/**
 * What a clock on the wall shows, wherever it hangs: ms since 1970 as if it hung in UTC. Calendars are made of these;
 * zone.ts turns them into instants.
 */
export type Wall = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Midnight before. */
export const dayOf = (wall: Wall): Wall => wall - timeOf(wall);

/** Since midnight, ms. */
export const timeOf = (wall: Wall): number => ((wall % DAY) + DAY) % DAY;

/** From 0, Monday. */
export const weekdayOf = (wall: Wall): number => (Math.floor(wall / DAY) + 3) % 7;

/** `2026-11-26`. */
export const dateText = (wall: Wall): string => instant(wall).toISOString().slice(0, 10);

/** `20261126`. */
export const compactDate = (wall: Wall): string => dateText(wall).replaceAll('-', '');

/** `20261126T180000`. */
export const compactTime = (wall: Wall): string => instant(wall).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');

/** `18:00`, or `18:00:30` where there are seconds. */
export const clockText = (wall: Wall): string => {
  const text = instant(wall).toISOString().slice(11, 19);
  return text.endsWith(':00') ? text.slice(0, 5) : text;
};

/** Of `2026-11-26` or `2026-11-26T18:00:00`; undefined where there is no such day or time. */
export function wallOf(text: string): Wall | undefined {
  const whole = text.length === 10 ? `${text}T00:00:00` : text;
  const date = instant(`${whole}.000Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString() !== `${whole}.000Z`) return undefined;
  return date.getTime();
}
