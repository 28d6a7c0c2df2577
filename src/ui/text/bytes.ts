import { number } from '../language/translate.ts';

const UNITS = ['kB', 'MB', 'GB', 'TB'];

/** A size with three digits at most, in units of 1000: `950 B`, `1.4 MB`, `23 MB`. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  let value = count / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${number(value, value < 9.95 ? 1 : 0)} ${UNITS[unit] ?? ''}`;
}
