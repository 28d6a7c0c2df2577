import { number } from '../language/translate.ts';

/** A level or gain with its sign and one decimal: `−12.3 dB`; -120 and below is silence. */
export function decibels(db: number, unit = 'dB'): string {
  if (db <= -120) return `−∞ ${unit}`;
  const size = Math.abs(db);
  return `${db < 0 && size >= 0.05 ? '−' : ''}${number(size, 1)} ${unit}`;
}
