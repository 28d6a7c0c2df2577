import type { Occurrence } from '../../../api/contract.ts';
import { locale } from '../../language/translate.ts';

/** What a schedule does within a week, on a line from 0 to 1. */
export interface Lane {
  readonly schedule: string;
  readonly name: string;
  readonly spans: readonly { readonly from: number; readonly to: number; readonly isPulse: boolean }[];
}

/** A day on the same line. */
export interface PlotDay {
  /** Where it begins; below 0 where it began before. */
  readonly from: number;
  readonly label: string;
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/**
 * Occurrences by schedule, on a line of seven days.
 * @param now ms since 1970, where the line begins
 */
export function lanesOf(occurrences: readonly Occurrence[], now: number): readonly Lane[] {
  const at = (iso: string) => Math.min(1, Math.max(0, (Date.parse(iso) - now) / WEEK_MS));
  const ids = [...new Set(occurrences.map(({ schedule }) => schedule))];
  return ids.map(id => {
    const own = occurrences.filter(({ schedule }) => schedule === id);
    const spans = own.map(({ from, to }) => ({ from: at(from), to: at(to ?? from), isPulse: to === undefined }));
    return { schedule: id, name: own[0]?.name ?? id, spans };
  });
}

/** The days of the line, which begin at midnight in a time zone. */
export function daysOf(now: number, timeZone: string): readonly PlotDay[] {
  const day = new Intl.DateTimeFormat(locale(), { timeZone, weekday: 'short', day: 'numeric' });
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  // Steps of an hour find every midnight, also of days of 23 and 25 hours; zones begin their days at quarters of an hour.
  const quarters = Array.from({ length: 4 * 7 * 24 + 1 }, (_, i) => firstQuarter(now) + (i * HOUR_MS) / 4);
  const begins = quarters.filter((at, i) => i === 0 || date.format(at) !== date.format(at - HOUR_MS / 4));
  return begins.map((at, i) => ({ from: i === 0 ? 0 : (at - now) / WEEK_MS, label: day.format(at) }));
}

const firstQuarter = (now: number) => Math.ceil(now / (HOUR_MS / 4)) * (HOUR_MS / 4);
