import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import { EventBus } from '../../../src/events/index.ts';
import { SCHEDULE_EVENTS, scheduleInterval } from '../../../src/schedules/events.ts';
import type { SeenTime } from '../../../src/schedules/seen.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeSchedules, scheduleFiles } from '../../support/fake-schedules.ts';
import { memoryFile } from '../../support/memory-file.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Files = ReturnType<typeof scheduleFiles>;

function speaker(start: string, { zone = 'Europe/Berlin', files }: { zone?: string; files?: Files } = {}) {
  const clock = new FakeClock(start);
  const events = new EventBus({ catalog: SCHEDULE_EVENTS, clock, log: createLog(() => undefined) });
  return { clock, events, ...fakeSchedules({ clock, events, zone, ...(files && { files }) }) };
}

const BELL = { name: 'Bell', calendar: 'DTSTART:20260101T180000\nRRULE:FREQ=DAILY' };
const SHIFT = { name: 'Shift', calendar: 'DTSTART:20260101T180000\nDTEND:20260101T180100\nRRULE:FREQ=DAILY' };
const QUARTERS = { name: 'Quarters', calendar: 'DTSTART:20260101T000000\nRRULE:FREQ=MINUTELY;INTERVAL=15' };

/** A speaker with one schedule that has heard all that there was. */
async function running(start: string, change: object, options?: { zone?: string; files?: Files }) {
  const made = speaker(start, options);
  const stop = await made.start();
  const schedule = await made.schedules.add(change);
  made.news(schedule.name);
  return { ...made, stop, schedule, hear: () => made.news(schedule.name) };
}

describe('schedules that run', () => {
  it('tell a new name at once, and nothing else with it', async () => {
    const { schedules, schedule, events } = await running('2026-11-26T16:58:00Z', SHIFT);
    const told: unknown[] = [];
    events.on(scheduleInterval, data => told.push(data));
    await schedules.change(schedule.id, { name: 'Late shift' });
    assert.deepEqual(told, [{ id: schedule.id, name: 'Late shift', active: false }]);
    await schedules.change(schedule.id, { exceptHolidays: true });
    assert.equal(told.length, 1);
  });

  it('are active from the second of their start to that of their end', async () => {
    const { clock, hear } = await running('2026-11-26T16:58:00.500Z', SHIFT);
    await clock.advance(DAY);
    assert.deepEqual(hear(), ['2026-11-26T17:00:00Z on', '2026-11-26T17:01:00Z off']);
  });

  it('are told once at the start, whatever they are', async () => {
    const { start, told, events } = speaker('2026-11-26T12:00:00Z');
    await start();
    assert.deepEqual(told.sort(), [
      '2026-11-26T12:00:00Z After hours off',
      '2026-11-26T12:00:00Z Office hours on',
      '2026-11-26T12:00:00Z Weekdays on',
      '2026-11-26T12:00:00Z Weekends off',
    ]);
    assert.equal(events.states(scheduleInterval).length, 4);
  });

  it('leave no hour of a week out and do not flicker at midnight', async () => {
    const { clock, start, news, schedules } = speaker('2026-11-23T00:00:00Z', { zone: 'UTC' });
    await start();
    news('');
    const ids = schedules.list().map(({ id }) => id);
    for (let hour = 0; hour < 7 * 24; hour++) {
      await clock.advance(HOUR);
      assert.ok(
        ids.slice(1).some(id => schedules.isActive(id)),
        clock.now().toISOString(),
      );
    }
    assert.deepEqual(news('Weekdays'), ['2026-11-28T00:00:00Z off', '2026-11-30T00:00:00Z on']);
  }).timeout(60_000);

  it('pulse at their second, every day, over daylight saving', async () => {
    const { clock, hear } = await running('2026-10-23T12:00:00Z', BELL);
    await clock.advance(4 * DAY);
    const days = ['23T16', '24T16', '25T17', '26T17'];
    assert.deepEqual(
      hear(),
      days.map(day => `2026-10-${day}:00:00Z pulse`),
    );
  });

  it('do not look at the clock more often than every ten seconds for nothing', async () => {
    const { clock, hear } = await running('2026-11-26T12:00:00Z', BELL);
    await clock.advance(HOUR);
    assert.deepEqual(hear(), []);
    assert.equal(clock.waiting, 1);
  });

  it('follow the zone of the speaker where they have none of their own', async () => {
    const { clock, schedules, speaker, hear } = await running('2026-11-26T12:00:00Z', BELL);
    await schedules.add({ ...BELL, name: 'There', timeZone: 'Asia/Tokyo' });
    speaker.zone = 'America/New_York';
    await clock.advance(DAY);
    assert.deepEqual(hear(), ['2026-11-26T23:00:00Z pulse']);
  });

  it('that are new or changed do not make up for what was before', async () => {
    const { clock, schedules, schedule, hear } = await running('2026-11-26T17:00:05Z', BELL);
    await clock.advance(MINUTE);
    await schedules.change(schedule.id, { calendar: 'DTSTART:20260101T180100\nRRULE:FREQ=DAILY' });
    assert.deepEqual(hear(), []);
    await clock.advance(DAY);
    assert.deepEqual(hear(), ['2026-11-27T17:01:00Z pulse']);
  });

  it('that are removed end, and are not among the present states', async () => {
    const { schedules, schedule, hear, events } = await running('2026-11-26T17:00:05Z', SHIFT);
    await schedules.remove(schedule.id);
    assert.deepEqual(hear(), ['2026-11-26T17:00:05Z off']);
    assert.ok(!events.states(scheduleInterval).some(({ id }) => id === schedule.id));
  });

  it('tell who listens when they become active', async () => {
    const { clock, schedules } = await running('2026-11-26T16:59:00Z', SHIFT);
    let told = 0;
    schedules.onChange(() => told++);
    await clock.advance(5 * MINUTE);
    assert.equal(told, 2);
  });
});

describe('a clock that is set', () => {
  it('from 1970 tells nothing of the years between', async () => {
    const { clock, start, told, schedules } = speaker('1970-01-01T00:00:10Z');
    await start();
    await schedules.add(BELL);
    await clock.advance(5 * MINUTE);
    assert.ok(
      told.every(line => line.endsWith(' off')),
      told.join('\n'),
    );
    assert.match(schedules.explain('com.axis.schedules.weekdays'), /the clock is not set/);
    told.splice(0);
    clock.set('2026-11-26T12:00:00Z');
    await clock.advance(10_000);
    assert.deepEqual(told.sort(), ['2026-11-26T12:00:10Z Office hours on', '2026-11-26T12:00:10Z Weekdays on']);
  });

  it('forward by a minute tells what it leapt over, late', async () => {
    const { clock, hear } = await running('2026-11-26T16:59:30Z', BELL);
    clock.set('2026-11-26T17:00:40Z');
    await clock.advance(10_000);
    assert.deepEqual(hear(), ['2026-11-26T17:00:50Z pulse']);
  });

  it('forward by hours tells what was missed instead', async () => {
    const { clock, hear } = await running('2026-11-26T16:00:00Z', QUARTERS);
    clock.set('2026-11-26T19:05:00Z');
    await clock.advance(11_000);
    assert.deepEqual(hear(), ['2026-11-26T19:05:10Z missed 12']);
    await clock.advance(10 * MINUTE);
    assert.deepEqual(hear(), ['2026-11-26T19:15:00Z pulse']);
  });

  it('back by an hour tells nothing twice, and intervals do as the clock says', async () => {
    const { clock, schedules, hear } = await running('2026-11-26T16:45:00Z', QUARTERS);
    await clock.advance(20 * MINUTE);
    await schedules.add(SHIFT);
    assert.deepEqual(hear(), ['2026-11-26T17:00:00Z pulse']);
    clock.set('2026-11-26T16:05:00Z');
    await clock.advance(HOUR + 11 * MINUTE);
    assert.deepEqual(hear(), ['2026-11-26T17:15:00Z pulse']);
  });

  it('back by an hour lets an interval begin again', async () => {
    const { clock, hear } = await running('2026-11-26T16:58:00Z', SHIFT);
    await clock.advance(4 * MINUTE);
    clock.set('2026-11-26T16:02:00Z');
    await clock.advance(HOUR);
    const twice = ['2026-11-26T17:00:00Z on', '2026-11-26T17:01:00Z off'];
    assert.deepEqual(hear(), [...twice, ...twice]);
  });

  it('back by years, from a wrong time, is believed', async () => {
    const { clock, hear } = await running('2041-05-01T12:01:00Z', QUARTERS);
    await clock.advance(20 * MINUTE);
    assert.equal(hear().length, 1);
    clock.set('2026-11-26T12:01:00Z');
    await clock.advance(30 * MINUTE);
    assert.deepEqual(hear(), ['2026-11-26T12:15:00Z pulse', '2026-11-26T12:30:00Z pulse']);
  });
});

describe('pulses that came while there was no power', () => {
  const off = async (from: string, to: string, change: object, between?: (files: Files) => void) => {
    const files = scheduleFiles();
    const before = await running(from, change, { files });
    await before.clock.advance(16 * MINUTE);
    between?.(files);
    const after = speaker(to, { files });
    await after.start();
    return { ...after, hear: () => after.news('Bell') };
  };

  it('are told as missed, those of seven days', async () => {
    const { hear, clock } = await off('2026-11-01T12:00:00Z', '2026-11-26T12:00:00Z', BELL);
    assert.deepEqual(hear(), ['2026-11-26T12:00:00Z missed 7']);
    await clock.advance(10 * MINUTE);
    assert.deepEqual(hear(), []);
  });

  it('and are made up for where that is wanted, those of an hour', async () => {
    const often = { ...QUARTERS, name: 'Bell', catchUp: true };
    const { hear } = await off('2026-11-26T02:10:00Z', '2026-11-26T12:10:00Z', often);
    const pulses = Array.from({ length: 4 }, () => '2026-11-26T12:10:00Z pulse');
    assert.deepEqual(hear(), ['2026-11-26T12:10:00Z missed 39', ...pulses]);
    const { hear: late } = await off('2026-11-26T12:00:00Z', '2026-11-26T17:59:00Z', { ...BELL, catchUp: true });
    assert.deepEqual(late(), ['2026-11-26T17:59:00Z missed 1', '2026-11-26T17:59:00Z pulse']);
    const { hear: tooLate } = await off('2026-11-26T12:00:00Z', '2026-11-26T18:01:00Z', { ...BELL, catchUp: true });
    assert.deepEqual(tooLate(), ['2026-11-26T18:01:00Z missed 1']);
  });

  it('wait until somebody can hear them', async () => {
    const files = scheduleFiles();
    const before = await running('2026-11-26T12:00:00Z', { ...BELL, catchUp: true }, { files });
    await before.clock.advance(16 * MINUTE);
    const { clock, startQuietly, ticker, news, told } = speaker('2026-11-26T17:20:00Z', { files });
    await startQuietly();
    await clock.advance(MINUTE);
    assert.equal(told.length, 4);
    assert.deepEqual(news('Bell'), []);
    ticker.startPulses();
    assert.deepEqual(news('Bell'), ['2026-11-26T17:21:00Z missed 1', '2026-11-26T17:21:00Z pulse']);
  });

  it('are not told again after the next loss of power, a moment later', async () => {
    const files = scheduleFiles();
    const first = await running('2026-11-26T12:00:00Z', { ...BELL, catchUp: true }, { files });
    await first.clock.advance(16 * MINUTE);
    const second = speaker('2026-11-26T17:30:00Z', { files });
    await second.start();
    assert.equal(second.news('Bell').length, 2);
    await second.clock.advance(1000);
    const third = speaker('2026-11-26T17:31:00Z', { files });
    await third.start();
    assert.deepEqual(third.news('Bell'), []);
  });

  it('wait for a clock that comes from the network', async () => {
    for (const start of ['1970-01-01T00:00:05Z', '2026-11-26T11:00:00Z', '2026-06-01T00:00:00Z']) {
      const { hear, clock } = await off('2026-11-26T12:00:00Z', start, { ...BELL, catchUp: true });
      await clock.advance(2 * MINUTE);
      assert.deepEqual(hear(), [], start);
      clock.set('2026-11-26T17:59:00Z');
      await clock.advance(10_000);
      assert.deepEqual(hear(), ['2026-11-26T17:59:10Z missed 1', '2026-11-26T17:59:10Z pulse'], start);
    }
  });

  it('are not waited for where the time that was written down is in a future that does not come', async () => {
    const { hear, clock } = await off('2041-11-26T12:00:00Z', '2026-11-26T16:45:00Z', BELL);
    await clock.advance(16 * MINUTE);
    assert.deepEqual(hear(), ['2026-11-26T17:00:00Z pulse']);
  });

  it('are not made up for on holidays', async () => {
    const { hear } = await off(
      '2026-11-20T12:00:00Z',
      '2026-11-26T12:00:00Z',
      { ...BELL, exceptHolidays: true },
      files => {
        files.holidays.content = [{ date: '2026-11-22', name: '', yearly: false }];
      },
    );
    assert.deepEqual(hear(), ['2026-11-26T12:00:00Z missed 5']);
  });
});

describe('what is written down of the time', () => {
  it('is little: four times an hour at the most, and nothing where there are no pulses', async () => {
    let writes = 0;
    const count = () => writes;
    const keep = memoryFile<SeenTime>({ seen: '' });
    const seen = {
      ...keep,
      save: async (content: SeenTime) => {
        writes++;
        await keep.save(content);
      },
    };
    const files = { ...scheduleFiles(), seen };
    const { clock, schedules } = await running('2026-11-26T00:00:00Z', SHIFT, { files });
    await clock.advance(5 * HOUR);
    assert.equal(count(), 0);
    await schedules.add(BELL);
    await clock.advance(DAY);
    assert.ok(count() > 90 && count() <= 98, String(count()));
    const { id } = await schedules.add({ name: 'Often', calendar: 'DTSTART:20260101T000000\nRRULE:FREQ=MINUTELY' });
    writes = 0;
    await clock.advance(HOUR);
    assert.ok(count() <= 13, String(count()));
    await schedules.remove(id);
  }).timeout(60_000);

  it('may fail without harm', async () => {
    const files = scheduleFiles();
    files.seen.failing = true;
    const { clock, hear } = await running('2026-11-26T16:30:00Z', BELL, { files });
    await clock.advance(HOUR);
    assert.deepEqual(hear(), ['2026-11-26T17:00:00Z pulse']);
  });

  it('is written a last time when the speaker stops', async () => {
    const files = scheduleFiles();
    const { clock, stop } = await running('2026-11-26T16:30:00Z', BELL, { files });
    await clock.advance(10 * MINUTE);
    await stop();
    assert.equal(files.seen.content.seen, '2026-11-26T16:40:00.000Z');
    assert.equal(clock.waiting, 0);
  });
});
