import { boolean, choice, list, object, optional, type Schema, string } from '../core/schema.ts';
import { type Answer, idIn, type Route } from '../http/index.ts';
import type { Holidays, Schedules } from '../schedules/index.ts';
import { attachment } from './attachment.ts';
import type { Holiday, HolidayList, Occurrence, Schedule, ScheduleChange, ScheduleList } from './contract.ts';
import { bodyOf, json } from './json.ts';

interface SchedulesDeps {
  readonly schedules: Schedules;
  readonly holidays: Holidays;
}

const CHANGE: Schema<ScheduleChange> = object({
  name: optional(string()),
  kind: optional(choice(['interval', 'pulse'])),
  calendar: optional(string()),
  timeZone: optional(string()),
  exceptHolidays: optional(boolean()),
  catchUp: optional(boolean()),
});

const HOLIDAYS: Schema<HolidayList> = object({
  holidays: list(object({ date: string(), name: string(), yearly: boolean() }), { maxItems: 400 }),
});

/** When things are to happen. */
export const scheduleRoutes = ({ schedules, holidays }: SchedulesDeps): Route[] => [
  ...listRoutes(schedules),
  ...fileRoutes(schedules),
  ...holidayRoutes(holidays),
];

const listRoutes = (schedules: Schedules): Route[] => [
  {
    path: '/api/schedules',
    methods: ['GET'],
    access: 'operator',
    handle: () => json({ schedules: schedules.list(), timeZone: schedules.zone() } satisfies ScheduleList),
  },
  {
    path: '/api/schedules',
    methods: ['POST'],
    access: 'admin',
    body: CHANGE,
    handle: async exchange => {
      const made: Schedule = await schedules.add(await bodyOf(CHANGE, exchange));
      return json(made, 201);
    },
  },
  {
    path: '/api/schedules/next',
    methods: ['GET'],
    access: 'operator',
    handle: () => json(schedules.next7Days() satisfies Occurrence[]),
  },
  {
    path: '/api/schedules/:id',
    methods: ['PATCH'],
    access: 'admin',
    body: CHANGE,
    handle: async exchange => json(await schedules.change(idIn(exchange), await bodyOf(CHANGE, exchange))),
  },
  {
    path: '/api/schedules/:id',
    methods: ['DELETE'],
    access: 'admin',
    handle: async exchange => {
      await schedules.remove(idIn(exchange));
      return undefined;
    },
  },
];

const fileRoutes = (schedules: Schedules): Route[] => [
  {
    path: '/api/schedules/:id/ics',
    methods: ['GET'],
    access: 'operator',
    handle: exchange => calendar(schedules.get(idIn(exchange)).name, schedules.file(idIn(exchange))),
  },
  {
    path: '/api/schedules/export',
    methods: ['GET'],
    access: 'operator',
    handle: () => calendar('schedules', schedules.files()),
  },
  {
    path: '/api/schedules/import',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => json(await schedules.import(await exchange.text()), 201),
  },
];

const holidayRoutes = (holidays: Holidays): Route[] => [
  {
    path: '/api/schedules/holidays',
    methods: ['GET'],
    access: 'operator',
    handle: () => json(told(holidays.list())),
  },
  {
    path: '/api/schedules/holidays',
    methods: ['PUT'],
    access: 'admin',
    body: HOLIDAYS,
    handle: async exchange => json(told(await holidays.replace((await bodyOf(HOLIDAYS, exchange)).holidays))),
  },
  {
    path: '/api/schedules/holidays/import',
    methods: ['POST'],
    access: 'admin',
    handle: async exchange => json(told(await holidays.import(await exchange.text()))),
  },
];

const told = (holidays: readonly Holiday[]): HolidayList => ({ holidays });

const calendar = (name: string, file: string): Answer => ({
  type: 'text/calendar; charset=utf-8',
  headers: { 'Content-Disposition': attachment(`${name.replaceAll(/[/\\]/g, '-')}.ics`) },
  body: file,
});
