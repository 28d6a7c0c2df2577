import { boolean, choice, list, object, optional, parse, type Schema, string } from '../core/schema.ts';
import type { ConfigPart } from '../settings/index.ts';
import { checkedHolidays, HOLIDAYS, type Holidays } from './holidays.ts';
import type { Schedules } from './schedules.ts';
import { type ScheduleSpec, specOf } from './whole-list.ts';

const SPECS = list(
  object({
    id: optional(string()),
    name: string(),
    kind: optional(choice(['interval', 'pulse'])),
    calendar: string(),
    timeZone: optional(string()),
    exceptHolidays: optional(boolean()),
    catchUp: optional(boolean()),
  }),
) as Schema<ScheduleSpec[]>;

/** Schedules and holidays as parts of the whole configuration. */
export const scheduleConfigParts = (schedules: Schedules, holidays: Holidays): ConfigPart[] => [
  {
    name: 'holidays',
    title: 'Holidays',
    read: () => holidays.list(),
    check: content => checkedHolidays(parse(HOLIDAYS, content, 'holidays')),
    replace: async content => {
      await holidays.replace(parse(HOLIDAYS, content, 'holidays'));
    },
  },
  {
    name: 'schedules',
    title: 'Schedules',
    read: () => schedules.own().map(specOf),
    check: content => schedules.checkAll(parse(SPECS, content, 'schedules')).map(specOf),
    replace: content => schedules.replaceAll(parse(SPECS, content, 'schedules')),
  },
];
