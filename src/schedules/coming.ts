import { instant } from '../core/clock.ts';
import { occurrences, type Place } from './occurrences.ts';
import { planIn, type ScheduleRecord } from './schedule.ts';

/** Something that a schedule does. */
export interface Occurrence {
  readonly schedule: string;
  readonly name: string;
  /** ISO 8601. */
  readonly from: string;
  /** Left out for a pulse. */
  readonly to?: string;
}

interface Looked {
  readonly record: ScheduleRecord;
  readonly place: Place;
}

/** So many of one schedule are told. */
const MOST = 100;

/** What schedules do between two instants (ms), in order. */
export function comingOccurrences(
  schedules: readonly Looked[],
  { from, to }: { from: number; to: number },
): Occurrence[] {
  return schedules
    .flatMap(({ record, place }) => {
      const { list } = occurrences(planIn(record), place, { from, to, most: 4 * MOST });
      return list.slice(0, MOST).map(each => ({ ...each, record }));
    })
    .sort((a, b) => a.from - b.from)
    .map(({ record: { id, name }, from: begins, to: ends }) => ({
      schedule: id,
      name,
      from: iso(begins),
      ...(ends === undefined ? {} : { to: iso(Math.min(ends, to)) }),
    }));
}

const iso = (at: number) => instant(at).toISOString();
