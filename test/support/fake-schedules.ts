import type { Clock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import type { EventBus, Happening } from '../../src/events/index.ts';
import { type Holiday, Holidays } from '../../src/schedules/holidays.ts';
import type { ScheduleRecord } from '../../src/schedules/schedule.ts';
import { Schedules } from '../../src/schedules/schedules.ts';
import { Seen, type SeenTime } from '../../src/schedules/seen.ts';
import { Ticker } from '../../src/schedules/ticker.ts';
import { Collection } from '../../src/settings/index.ts';
import { memoryFile } from './memory-file.ts';

interface FakeSchedulesOptions {
  readonly clock: Clock;
  readonly events: EventBus;
  /** The speaker's zone; UTC unless told. */
  readonly zone?: string;
  /** Rules by the id of the schedule that they wait for. */
  readonly users?: Readonly<Record<string, readonly string[]>>;
  /** What an earlier life left behind. */
  readonly files?: ReturnType<typeof scheduleFiles>;
}

/** What schedules keep, in memory. */
export const scheduleFiles = () => ({
  records: memoryFile<ScheduleRecord[]>([]),
  holidays: memoryFile<Holiday[]>([]),
  seen: memoryFile<SeenTime>({ seen: '' }),
});

/** Schedules that keep everything in memory, and the ticker that tells them once it is started. */
export function fakeSchedules({
  clock,
  events,
  zone = 'UTC',
  users = {},
  files = scheduleFiles(),
}: FakeSchedulesOptions) {
  const speaker = { zone };
  const log = createLog(() => undefined);
  const records = new Collection({ file: files.records, noun: 'schedule' });
  const holidays = new Holidays({ file: files.holidays, clock });
  const schedules = new Schedules({
    records,
    holidays,
    clock,
    zone: () => speaker.zone,
    usedBy: ({ id }) => users[id] ?? [],
  });
  const seen = new Seen({ file: files.seen, clock, log });
  const ticker = new Ticker({ schedules, events, seen, clock, log });
  const told: string[] = [];
  events.onAny(({ def, data, at }: Happening) => {
    if (!def.id.startsWith('schedules.')) return;
    const { name, active, count } = data as { name: string; active?: boolean; count?: number };
    const what = active === undefined ? (count === undefined ? 'pulse' : `missed ${count}`) : active ? 'on' : 'off';
    told.push(`${at.toISOString().slice(0, 19)}Z ${name} ${what}`);
  });
  return {
    schedules,
    holidays,
    files,
    /** Sets the speaker's zone. */
    speaker,
    /** All that was told of schedules: `2026-11-26T18:00:00Z Bell pulse`. */
    told,
    /** What was told of one since the last question. */
    news: (name: string): string[] => {
      const found = told.filter(line => line.includes(`Z ${name} `)).map(line => line.replace(` ${name}`, ''));
      told.splice(0, told.length);
      return found;
    },
    ticker,
    /** Loads and tells intervals, but no pulses yet. */
    startQuietly: async () => {
      await records.load();
      await holidays.load();
      return ticker.start();
    },
    start: async () => {
      await records.load();
      await holidays.load();
      const off = await ticker.start();
      ticker.startPulses();
      return off;
    },
  };
}
