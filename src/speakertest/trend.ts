import { instant } from '../core/clock.ts';
import { LIMIT } from './limits.ts';
import type { HistoryEntry } from './store.ts';

const DAY_MS = 86_400_000;
/** How far back a line is fitted, and how far ahead it warns, days. */
const SPAN_DAYS = 120;
const AHEAD_DAYS = 42;
/** Fewer tests, or over fewer days, show no trend. */
const LEAST_TESTS = 8;
const LEAST_DAYS = 14;
/** Standard errors by which a slope must differ from none, and dB that it must have moved. */
const CERTAIN = 3;
const LEAST_DB = 0.7;
/** Where a test fails, dB: the level of all, of a group. */
const LIMITS = { all: LIMIT.low, low: -LIMIT.group, middle: -LIMIT.group, high: -LIMIT.group } as const;
type Group = keyof typeof LIMITS;
const GROUPS = Object.keys(LIMITS) as readonly Group[];

/** A straight line through the levels of a group of bands. */
export interface Trend {
  readonly group: Group;
  readonly dbPerWeek: number;
  /** dB now, on the line. */
  readonly now: number;
  /** Days until it reaches the limit; null where it does not sink surely, or not soon. */
  readonly failsInDays: number | null;
}

/** What the tests since the calibration show. @param at ms of now */
export function trends(history: readonly HistoryEntry[], at: number): Trend[] {
  return GROUPS.flatMap(group => {
    const points = history.flatMap(({ at: time, means }): Point[] => {
      const level = means?.[group];
      const day = (instant(time).getTime() - at) / DAY_MS;
      return level === null || level === undefined || day < -SPAN_DAYS ? [] : [{ day, level }];
    });
    const line = fit(points);
    return line === undefined ? [] : [trendOf(group, line)];
  });
}

interface Point {
  readonly day: number;
  readonly level: number;
}

interface Line {
  /** dB a day, its standard error, and dB today. */
  readonly slope: number;
  readonly error: number;
  readonly now: number;
  readonly days: number;
}

/** The line with the least squares. */
function fit(points: readonly Point[]): Line | undefined {
  const days = points.map(({ day }) => day);
  const span = Math.max(...days) - Math.min(...days);
  if (points.length < LEAST_TESTS || span < LEAST_DAYS) return undefined;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [day, level] = [mean(days), mean(points.map(point => point.level))];
  const spread = points.reduce((sum, point) => sum + (point.day - day) ** 2, 0);
  const slope = points.reduce((sum, point) => sum + (point.day - day) * (point.level - level), 0) / spread;
  const left = points.reduce((sum, point) => sum + (point.level - level - slope * (point.day - day)) ** 2, 0);
  return { slope, error: Math.sqrt(left / (points.length - 2) / spread), now: level - slope * day, days: span };
}

function trendOf(group: Group, { slope, error, now, days }: Line): Trend {
  const sinks = slope < -CERTAIN * error && -slope * days > LEAST_DB;
  const left = sinks ? Math.max(0, (LIMITS[group] - now) / slope) : Infinity;
  const round = (value: number) => Math.round(100 * value) / 100;
  return {
    group,
    dbPerWeek: round(7 * slope),
    now: round(now),
    failsInDays: left <= AHEAD_DAYS ? Math.round(left) : null,
  };
}
