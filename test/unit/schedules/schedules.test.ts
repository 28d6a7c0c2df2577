import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import { EventBus } from '../../../src/events/index.ts';
import { SCHEDULE_EVENTS } from '../../../src/schedules/events.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeSchedules } from '../../support/fake-schedules.ts';

const OFFICE = 'com.axis.schedules.office_hours';
const FIRST = 'com.axis.schedules.genid.id-0';
const BELL = { name: 'Bell', calendar: 'DTSTART:20260101T180000\nRRULE:FREQ=DAILY' };

function made({ start = '2026-11-26T12:00:00Z', zone = 'America/New_York', users = {} } = {}) {
  const clock = new FakeClock(start);
  const events = new EventBus({ catalog: SCHEDULE_EVENTS, clock, log: createLog(() => undefined) });
  return { clock, ...fakeSchedules({ clock, events, zone, users }) };
}

describe('schedules', () => {
  it('are four from the start, which stay', async () => {
    const { schedules, files } = made();
    const names = schedules.list().map(({ name, predefined }) => `${name} ${predefined}`);
    assert.deepEqual(names, ['Weekdays true', 'Office hours true', 'After hours true', 'Weekends true']);
    assert.deepEqual(files.records.content, []);
    await assert.rejects(schedules.remove(OFFICE), { kind: 'conflict', message: /always there/ });
    await assert.rejects(schedules.change(OFFICE, { name: 'Tea' }), { kind: 'invalid', field: 'name' });
    await assert.rejects(schedules.change(OFFICE, { calendar: BELL.calendar }), { kind: 'invalid' });
    const changed = await schedules.change(OFFICE, { calendar: 'DTSTART:20260105T090000\nDTEND:20260105T150000' });
    assert.equal(changed.next, undefined);
    assert.equal(schedules.list()[1]?.calendar, 'DTSTART:20260105T090000\nDTEND:20260105T150000');
    assert.equal(schedules.list().length, 4);
  });

  it('may have an id that a program chose, if it is free and plain', async () => {
    const { schedules } = made();
    assert.equal((await schedules.add({ ...BELL, name: 'Chosen' }, 'my.schedule-1')).id, 'my.schedule-1');
    for (const id of ['my.schedule-1', 'com.axis.schedules.weekdays'])
      await assert.rejects(schedules.add({ ...BELL, name: 'Other' }, id), { kind: 'conflict', field: 'id' });
    for (const id of ['', 'a/b', 'a b', 'x'.repeat(129)])
      await assert.rejects(schedules.add({ ...BELL, name: 'Other' }, id), { kind: 'invalid', field: 'id' });
    await schedules.remove('my.schedule-1');
  });

  it('are added with an id as VAPIX has them, told whole, changed and removed', async () => {
    const { schedules, files } = made();
    const added = await schedules.add({ ...BELL, name: '  Bell  ring ' });
    assert.deepEqual(added, {
      ...{ id: FIRST, name: 'Bell ring', kind: 'pulse', calendar: BELL.calendar, timeZone: '' },
      ...{ exceptHolidays: false, catchUp: false, predefined: false, next: '2026-11-26T23:00:00.000Z' },
    });
    const moved = await schedules.change(FIRST, { timeZone: 'Asia/Tokyo', catchUp: true });
    assert.equal(moved.next, '2026-11-27T09:00:00.000Z');
    assert.equal(files.records.content[0]?.timeZone, 'Asia/Tokyo');
    await schedules.remove(FIRST);
    assert.deepEqual(files.records.content, []);
    assert.throws(() => schedules.get(FIRST), { kind: 'not-found' });
    await assert.rejects(schedules.change(FIRST, {}), { kind: 'not-found' });
  });

  it('take the zone out of their calendar, and refuse two', async () => {
    const { schedules } = made();
    const lines = 'DTSTART;TZID=Europe/Berlin:20260105T080000\nDTEND:20260105T160000Z\nRRULE:FREQ=DAILY';
    const { calendar, timeZone } = await schedules.add({ name: 'Berlin', calendar: lines });
    assert.equal(timeZone, 'Europe/Berlin');
    assert.equal(calendar, 'DTSTART:20260105T080000\nDTEND:20260105T170000\nRRULE:FREQ=DAILY');
    const both = { name: 'Two', calendar: lines, timeZone: 'Asia/Tokyo' };
    await assert.rejects(schedules.add(both), { kind: 'invalid', field: 'timeZone' });
    await assert.rejects(schedules.add({ ...BELL, timeZone: 'Mars/Base' }), { kind: 'invalid', field: 'timeZone' });
    const moved = await schedules.change(FIRST, { calendar: 'DTSTART:20260105T080000Z\nDTEND:20260105T090000Z' });
    assert.equal(moved.timeZone, 'UTC');
  });

  it('keep a COUNT as the time of the last', async () => {
    const { schedules } = made();
    const { calendar } = await schedules.add({ ...BELL, calendar: `${BELL.calendar};COUNT=3` });
    assert.equal(calendar, `${BELL.calendar};UNTIL=20260103T180000`);
    const days = await schedules.add({
      name: 'Days',
      calendar: 'DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;COUNT=3',
    });
    assert.match(days.calendar, /UNTIL=20260103$/);
    const berlin = await schedules.add({
      name: 'Berlin',
      calendar: `${BELL.calendar};COUNT=3`,
      timeZone: 'Europe/Berlin',
    });
    assert.match(schedules.file(berlin.id), /UNTIL=20260103T170000Z/);
  });

  it('refuse names and kinds that cannot be', async () => {
    const { schedules } = made();
    await assert.rejects(schedules.add({ ...BELL, name: ' ' }), { kind: 'invalid', field: 'name' });
    await assert.rejects(schedules.add({ ...BELL, name: 'x'.repeat(65) }), { kind: 'invalid', field: 'name' });
    await assert.rejects(schedules.add({ ...BELL, name: 'Weekends' }), { kind: 'conflict', field: 'name' });
    await assert.rejects(schedules.add({ name: 'Bell' }), { kind: 'invalid', field: 'calendar' });
    await assert.rejects(schedules.add({ ...BELL, calendar: 'x'.repeat(20_000) }), { field: 'calendar' });
    await assert.rejects(schedules.add({ ...BELL, kind: 'interval' }), { field: 'calendar', message: /needs DTEND/ });
    await schedules.add({ ...BELL, kind: 'pulse' });
    await assert.rejects(schedules.change(FIRST, { kind: 'interval' }), { field: 'kind' });
    const lasting = { calendar: `${BELL.calendar}\nDURATION:PT1H` };
    await assert.rejects(schedules.change(FIRST, lasting), { field: 'calendar', message: /neither DTEND/ });
  });

  it('in use by rules are not removed, and the rules are named', async () => {
    const { schedules } = made({ users: { [FIRST]: ['Ring', 'Open the gate'] } });
    await schedules.add(BELL);
    await assert.rejects(schedules.remove(FIRST), { kind: 'conflict', message: /Ring, Open the gate/ });
    assert.ok(schedules.has(FIRST));
  });

  it('are at most a hundred besides those', async () => {
    const { schedules } = made();
    const text = (count: number) =>
      `BEGIN:VCALENDAR\n${'BEGIN:VEVENT\nDTSTART:20260101T180000\nSUMMARY:Bell\nEND:VEVENT\n'.repeat(count)}END:VCALENDAR`;
    await assert.rejects(schedules.import(text(101)), { kind: 'full' });
    // The clock of the test stands still, but the import waits for its turn.
    assert.equal(schedules.list().length, 4);
  });

  it('whose file cannot be written stay as they were', async () => {
    const { schedules, files } = made();
    await schedules.add(BELL);
    files.records.failing = true;
    await assert.rejects(schedules.change(FIRST, { name: 'Gong' }), /disk full/);
    assert.equal(schedules.get(FIRST).name, 'Bell');
  });
});

describe('files of schedules', () => {
  const text = [
    'BEGIN:VCALENDAR',
    ...[
      'BEGIN:VEVENT',
      'SUMMARY:Lunch',
      'DTSTART;TZID=Europe/Paris:20260105T120000',
      'DURATION:PT1H',
      'RRULE:FREQ=DAILY',
      'END:VEVENT',
    ],
    ...['BEGIN:VEVENT', 'SUMMARY:Lunch', 'DTSTART:20260105T120000', 'RRULE:FREQ=DAILY', 'END:VEVENT'],
    ...['BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20260105', 'END:VEVENT'],
    'END:VCALENDAR',
  ];

  const imported = async (schedules: ReturnType<typeof made>['schedules'], clock: FakeClock, file: string) => {
    const [result] = await Promise.all([schedules.import(file), clock.advance(1000)]);
    return result;
  };

  it('make one of each event', async () => {
    const { schedules, clock } = made();
    const list = await imported(schedules, clock, text.join('\r\n'));
    assert.deepEqual(
      list.map(({ name, kind, timeZone }) => `${name} ${kind} ${timeZone}`),
      ['Lunch interval Europe/Paris', 'Lunch (2) pulse ', 'Schedule interval '],
    );
  });

  it('are taken whole or not at all', async () => {
    const { schedules, clock } = made();
    const broken = text.with(-3, 'DTSTART;VALUE=DATE:20260145').join('\n');
    await assert.rejects(imported(schedules, clock, broken), { kind: 'invalid', message: /^line 14: DTSTART/ });
    assert.equal(schedules.list().length, 4);
  });

  it('come back as they went', async () => {
    const { schedules } = made();
    const full = { ...BELL, name: 'Bell, "loud"; ü', timeZone: 'Europe/Berlin', exceptHolidays: true, catchUp: true };
    await schedules.add(full);
    await schedules.add({
      name: 'Night',
      calendar: 'DTSTART:20260105T220000\nDURATION:P1DT8H\nRRULE:FREQ=WEEKLY\nEXDATE;VALUE=DATE:20260112',
    });
    await schedules.add({ name: 'Days', calendar: 'DTSTART;VALUE=DATE:20260105', timeZone: 'Asia/Tokyo' });
    const other = made();
    await imported(other.schedules, other.clock, schedules.files());
    const [own, others] = [schedules, other.schedules].map(each => each.list().slice(4));
    assert.deepEqual(others, own);
    assert.equal(schedules.file(FIRST).match(/BEGIN:VEVENT/g)?.length, 1);
  });
});

describe('what comes in the next 7 days', () => {
  it('is in order, touching times are one, and much of one is cut', async () => {
    const { schedules } = made({ zone: 'UTC' });
    await schedules.add({ name: 'Often', calendar: 'DTSTART:20260105T000000\nRRULE:FREQ=MINUTELY' });
    const coming = schedules.next7Days();
    assert.equal(coming.filter(({ name }) => name === 'Often').length, 100);
    const of = (name: string) =>
      coming.filter(each => each.name === name).map(({ from, to }) => [from.slice(5, 16), to?.slice(5, 16)]);
    assert.deepEqual(of('Weekends'), [['11-28T00:00', '11-30T00:00']]);
    assert.deepEqual(of('Weekdays'), [
      ['11-26T00:00', '11-28T00:00'],
      ['11-30T00:00', '12-03T12:00'],
    ]);
    assert.equal(of('Office hours').length, 6);
    assert.deepEqual(
      coming.map(({ from }) => from),
      coming.map(({ from }) => from).sort(),
    );
  });
});

describe('why a schedule is active or not', () => {
  const explained = async (calendar: string, at = '2026-11-26T23:00:00Z', more = {}) => {
    const { schedules, holidays } = made();
    await holidays.replace([{ date: '2026-11-26', name: 'Thanksgiving', yearly: false }]);
    const { id } = await schedules.add({ name: 'It', calendar, ...more });
    return schedules.explain(id, new Date(at));
  };

  it('is told in a sentence', () => {
    const { schedules } = made();
    assert.equal(
      schedules.explain(OFFICE, new Date('2026-11-26T23:00:00Z')),
      'the schedule Office hours is not active: it is Thursday 18:00 in America/New_York and it runs Monday to Friday 08:00-17:00',
    );
    assert.equal(
      schedules.explain('com.axis.schedules.after_hours', new Date('2026-11-26T23:00:00Z')),
      'the schedule After hours is active: it is Thursday 18:00 in America/New_York and it runs Sunday to Friday 17:00-08:00',
    );
    assert.match(schedules.explain('com.axis.schedules.weekends'), /not active: .* and it runs Saturday and Sunday$/);
    assert.equal(schedules.explain('x'), 'there is no schedule x');
  });

  it('is told for what a rule asks', () => {
    const { schedules } = made();
    const at = new Date('2026-11-26T23:00:00Z');
    assert.match(
      schedules.explainCondition({ id: OFFICE, active: true }, at),
      /^the schedule Office hours is not active: /,
    );
    assert.match(schedules.explainCondition({ name: 'After hours' }, at), /^the schedule After hours is active: /);
    assert.equal(schedules.explainCondition({ name: 'Tea' }, at), 'there is no schedule Tea');
    assert.equal(schedules.explainCondition({ active: true }, at), 'any schedule is waited for');
  });

  it('names the holiday', async () => {
    const lines = 'DTSTART:20260105T080000\nDTEND:20260105T200000\nRRULE:FREQ=DAILY';
    assert.equal(
      await explained(lines, undefined, { exceptHolidays: true }),
      'the schedule It is not active: it is Thursday 18:00 in America/New_York and today is a holiday (Thanksgiving) and it runs every day 08:00-20:00',
    );
  });

  for (const [lines, words] of [
    ['DTSTART:20260105T080000\nRRULE:FREQ=DAILY', 'it comes every day at 08:00'],
    ['DTSTART:20260105T080000\nRRULE:FREQ=DAILY;INTERVAL=2;COUNT=9', 'it comes every 2 days at 08:00 until 2026-01-21'],
    [
      'DTSTART:20260105T080000\nRRULE:FREQ=DAILY;BYHOUR=8,9;BYMINUTE=0,30',
      'it comes every day at 08:00, 08:30, 09:00 and 09:30',
    ],
    ['DTSTART:20260105T080000\nRRULE:FREQ=MINUTELY;INTERVAL=15;BYDAY=MO', 'it comes Monday 96 times a day'],
    ['DTSTART:20260105T080000\nRRULE:FREQ=WEEKLY', 'it comes Monday at 08:00'],
    [
      'DTSTART:20260105T080000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SA,SU,MO',
      'it comes Friday to Monday every 2 weeks at 08:00',
    ],
    ['DTSTART:20260105T080000\nRRULE:FREQ=MONTHLY', 'it comes on day 5 of every month at 08:00'],
    [
      'DTSTART:20260105T080000\nRRULE:FREQ=MONTHLY;BYDAY=1MO,-1FR',
      'it comes on the first Monday and the last Friday of every month at 08:00',
    ],
    ['DTSTART:20260105T080000\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1', 'it comes on the last day of every month at 08:00'],
    [
      'DTSTART:20260105T080000\nRRULE:FREQ=YEARLY;UNTIL=20300101',
      'it comes on 5 January every year at 08:00 until 2030-01-01',
    ],
    [
      'DTSTART:20260105T080000\nRRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
      'it comes by the rule FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO at 08:00',
    ],
    ['DTSTART:20260105T080000', 'it comes on 2026-01-05 at 08:00'],
    ['DTSTART:20260105T080000\nDURATION:PT90M', 'it runs on 2026-01-05 from 08:00 for 90 minutes'],
    ['DTSTART:20260105T080000\nDTEND:20260108T090000', 'it runs on 2026-01-05 08:00-09:00 3 days later'],
    ['DTSTART:20260105T180000\nDTEND:20260106T000000\nRRULE:FREQ=DAILY', 'it runs every day 18:00-24:00'],
    ['DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260119', 'it runs on 2026-01-05 for 14 days'],
  ] as const)
    it(`says ${words}`, async () =>
      assert.equal((await explained(lines)).split(' and ').slice(1).join(' and '), words));
});

describe('a schedule that is made to cost much', () => {
  const days = Array.from({ length: 366 }, (_, index) => index + 1).join(',');
  const hours = Array.from({ length: 24 }, (_, index) => index).join(',');
  const minutes = Array.from({ length: 60 }, (_, index) => index).join(',');
  for (const rule of [
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000',
    'FREQ=DAILY;INTERVAL=997;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=1000',
    'FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2',
    'FREQ=MONTHLY;INTERVAL=1000;BYMONTHDAY=31;COUNT=1000',
    'FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;COUNT=1000',
    `FREQ=YEARLY;BYYEARDAY=${days};BYHOUR=${hours};BYMINUTE=${minutes}`,
    `FREQ=DAILY;BYHOUR=${hours};BYMINUTE=${minutes}`,
    'FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;BYHOUR=3',
    'FREQ=MINUTELY;COUNT=1000',
    'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366,-366',
  ])
    it(`is worked out all the same, in little memory: ${rule.slice(0, 60)}`, async () => {
      const { schedules, clock, start, told } = made({ zone: 'Europe/Berlin' });
      const stop = await start();
      const before = process.memoryUsage().heapUsed;
      const cpu = process.cpuUsage();
      const { id } = await schedules.add({ name: 'Much', calendar: `DTSTART:19700101T000000\nRRULE:${rule}` });
      for (let day = 0; day < 3; day++) {
        await clock.advance(10_000);
        clock.set(new Date(clock.now().getTime() + 86_400_000).toISOString());
      }
      schedules.next7Days();
      schedules.explain(id);
      const { user, system } = process.cpuUsage(cpu);
      // Work that this process did, not time that passed; a hundred times what it takes.
      assert.ok(user + system < 60e6, `${(user + system) / 1e6} s of work`);
      assert.ok(process.memoryUsage().heapUsed - before < 300e6);
      assert.ok(told.length < 6000);
      await stop();
    }).timeout(120_000);
});
