/** When things are to happen: intervals, pulses and holidays, as calendars write them. */
export { createSchedules } from './domain.ts';
export { SCHEDULE_EVENTS } from './events.ts';
export type { Holidays } from './holidays.ts';
export type { Schedules } from './schedules.ts';
export { scheduleConfigParts } from './config-parts.ts';
