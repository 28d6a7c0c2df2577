import { describePlan, weekdayName } from './describe.ts';
import { Outlook } from './outlook.ts';
import type { Place } from './occurrences.ts';
import { planIn, type ScheduleRecord } from './schedule.ts';
import { clockText, dayOf, timeOf, type Wall } from './wall.ts';
import { wallAt } from './zone.ts';

interface Explained {
  readonly record: ScheduleRecord;
  readonly place: Place;
  /** ms since 1970. */
  readonly at: number;
  readonly holidayAt: (day: Wall) => string | undefined;
}

/** Before this no clock was set: Stentor is younger. */
export const CLOCK_SET = 1_704_067_200_000;

/** A sentence that tells why a schedule is active or not at an instant. */
export function explanation({ record, place, at, holidayAt }: Explained): string {
  const subject = `the schedule ${record.name}`;
  if (at < CLOCK_SET) return `${subject} waits: the clock is not set`;
  const wall = wallAt(place.zone, at);
  const now = `it is ${weekdayName(wall)} ${clockText(timeOf(wall))} in ${place.zone}`;
  const plan = planIn(record);
  const day = dayOf(wall);
  const holiday = place.isHoliday(day) ? ` and today is a holiday${named(holidayAt(day))}` : '';
  if (plan.length === undefined) return `${subject} is a pulse: ${now}${holiday} and it comes ${describePlan(plan)}`;
  const active = new Outlook(plan, place).isActive(at);
  const runs = describePlan(plan);
  if (active) return `${subject} is active: ${now} and it runs ${runs}`;
  return `${subject} is not active: ${now}${holiday} and it runs ${runs}`;
}

const named = (name: string | undefined) => (name === undefined || name === '' ? '' : ` (${name})`);
