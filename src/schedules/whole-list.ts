import { Fault, invalid, within } from '../core/fault.ts';
import { changedRecord, newRecord } from './schedule-change.ts';
import {
  CHOSEN_ID,
  isPredefined,
  numberedId,
  numberIn,
  PREDEFINED,
  type ScheduleChange,
  type ScheduleRecord,
} from './schedule.ts';

/** A schedule as somebody writes it down: with an id only where a program chose that. */
export type ScheduleSpec = ScheduleChange & { readonly id?: string };

/**
 * A whole list of schedules as it would be kept. One that has the name of a present one has its id, one with the name of
 * a schedule that is always there changes that.
 * @throws Fault that names the field, which begins with the place in the list: `3.calendar`; `full`
 */
export function checkedRecords(
  specs: readonly ScheduleSpec[],
  present: readonly ScheduleRecord[],
  most: number,
): ScheduleRecord[] {
  const full = new Fault('full', `at most ${most} schedules besides those that are always there`);
  if (specs.length > most + PREDEFINED.length) throw full;
  const made: ScheduleRecord[] = [];
  let number = Math.max(-1, ...[...present, ...specs].map(({ id = '' }) => numberIn(id)));
  for (const [index, { id: chosen, ...change }] of specs.entries()) {
    within(`${index}.`, () => {
      const always = PREDEFINED.find(({ name }) => name === change.name);
      const same = present.find(({ name }) => name === change.name);
      const id = chosen ?? always?.id ?? same?.id ?? numberedId(++number);
      if (!CHOSEN_ID.test(id) || made.some(each => each.id === id)) throw invalid(`${id} cannot be an id here`, 'id');
      const record = always === undefined ? newRecord(id, change) : changedRecord(always, change);
      if (made.some(({ name }) => name === record.name))
        throw invalid(`there are two schedules ${record.name}`, 'name');
      made.push(record);
    });
  }
  if (made.filter(({ id }) => !isPredefined(id)).length > most) throw full;
  return made;
}

/** What somebody writes down of a schedule. */
export const specOf = ({ id, ...rest }: ScheduleRecord): ScheduleSpec =>
  isPredefined(id) || numberIn(id) >= 0 ? rest : { ...rest, id };
