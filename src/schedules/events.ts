import { boolean, integer, object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** A schedule that lasts began or ended. */
export const scheduleInterval = defineEvent({
  id: 'schedules.interval',
  title: 'Schedule',
  group: 'Time',
  kind: 'state',
  key: 'id',
  topic: 'tns1:UserAlarm/tnsaxis:Recurring/Interval',
  data: object({ id: string(), name: string(), active: boolean() }),
});

/** The instant of a schedule has come. */
export const schedulePulse = defineEvent({
  id: 'schedules.pulse',
  title: 'Recurrence',
  group: 'Time',
  kind: 'pulse',
  key: 'id',
  topic: 'tns1:UserAlarm/tnsaxis:Recurring/Pulse',
  data: object({ id: string(), name: string() }),
});

/** Pulses of the last 7 days that nobody told: the speaker had no power, or its clock was set past them. */
export const schedulesMissed = defineEvent({
  id: 'schedules.missed',
  title: 'Recurrences missed',
  group: 'Time',
  kind: 'pulse',
  key: 'id',
  topic: 'tns1:UserAlarm/tnsaxis:Recurring/tnsaxis:Missed',
  data: object({ id: string(), name: string(), count: integer(), first: string(), last: string() }),
});

/** All events of schedules. */
export const SCHEDULE_EVENTS = [scheduleInterval, schedulePulse, schedulesMissed];
