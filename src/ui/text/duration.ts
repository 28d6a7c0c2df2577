import { locale, number, t } from '../language/translate.ts';

const two = (part: number) => String(part).padStart(2, '0');

/** A length of time as a player shows it: `0:04`, `12:31`, `1:02:03`. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h === 0 ? `${m}:${two(s)}` : `${h}:${two(m)}:${two(s)}`;
}

/** The length of a clip, with a decimal where it is short: `0.8 s`, `12:31`. */
export const clipLength = (ms: number): string => (ms < 10_000 ? `${number(ms / 1000, 1)} s` : clock(ms));

const UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long something lasted, in the largest unit that fits: `3 days`, `1 hour`, `less than a minute`. */
export function roughly(ms: number): string {
  const seconds = ms / 1000;
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size);
    if (count > 0) return count.toLocaleString(locale(), { style: 'unit', unit, unitDisplay: 'long' });
  }
  return t('less than a minute');
}
