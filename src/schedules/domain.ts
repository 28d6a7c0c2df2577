import type { Clock, Off } from '../core/clock.ts';
import { ensureFolder } from '../core/files.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import { Collection, JsonFile } from '../settings/index.ts';
import { Holidays, HOLIDAYS } from './holidays.ts';
import { SCHEDULE_EVENTS, scheduleInterval, schedulePulse } from './events.ts';
import { SCHEDULE_RECORDS, type ScheduleRecord } from './schedule.ts';
import { Schedules } from './schedules.ts';
import { Seen, SEEN } from './seen.ts';
import { Ticker } from './ticker.ts';

interface CreateSchedulesDeps {
  /** Of what is kept. */
  readonly folder: string;
  readonly events: EventBus;
  readonly clock: Clock;
  readonly log: Log;
  /** The speaker's own time zone now, IANA. */
  readonly zone: () => string;
  /** All rules: a schedule that one waits for stays. */
  readonly rules: () => readonly WaitingRule[];
}

type Fields = Readonly<Record<string, string | number | boolean>>;

/** What matters here of a rule. */
interface WaitingRule {
  readonly name: string;
  readonly conditions: readonly { readonly event: string; readonly fields: Fields }[];
}

/** Schedules, holidays, and what tells them. */
export function createSchedules({ folder, events, clock, log, zone, rules }: CreateSchedulesDeps) {
  const records = new Collection({
    file: new JsonFile({ path: `${folder}/schedules.json`, schema: SCHEDULE_RECORDS, empty: [], log }),
    noun: 'schedule',
  });
  const holidays = new Holidays({
    file: new JsonFile({ path: `${folder}/holidays.json`, schema: HOLIDAYS, empty: [], log }),
    clock,
  });
  const seen = new Seen({
    file: new JsonFile({ path: `${folder}/seen.json`, schema: SEEN, empty: { seen: '' }, log }),
    clock,
    log,
  });
  const usedBy = (schedule: ScheduleRecord) =>
    rules()
      .filter(({ conditions }) => conditions.some(condition => isAbout(condition, schedule)))
      .map(rule => rule.name);
  const schedules = new Schedules({ records, holidays, clock, zone, usedBy });
  const ticker = new Ticker({ schedules, events, seen, clock, log });
  const explain = (fields: Fields, at: Date) => schedules.explainCondition(fields, at);
  return {
    schedules,
    holidays,
    /** Why a condition on one of the events does or does not hold, by the id of the event. */
    explanations: { [scheduleInterval.id]: explain, [schedulePulse.id]: explain },
    /** To be started when those who wait for pulses are there. */
    pulses: { start: () => ticker.startPulses() },
    async start(): Promise<Off> {
      await ensureFolder(folder);
      await records.load();
      await holidays.load();
      return ticker.start();
    },
  };
}

const isAbout = ({ event, fields }: WaitingRule['conditions'][number], { id, name }: ScheduleRecord) =>
  SCHEDULE_EVENTS.some(def => def.id === event) && (fields['id'] === id || fields['name'] === name);
