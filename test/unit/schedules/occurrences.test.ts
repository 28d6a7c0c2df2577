import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { singlePlan } from '../../../src/schedules/ics-file.ts';
import { occurrences } from '../../../src/schedules/occurrences.ts';
import { dateText } from '../../../src/schedules/wall.ts';

interface Looked {
  readonly zone?: string;
  readonly from: string;
  readonly to: string;
  readonly holidays?: readonly string[];
  readonly most?: number;
}

/** What happens, as `2026-11-26T18:00Z` or `2026-11-26T18:00Z/2026-11-26T19:00Z`. */
function happening(calendar: string, { zone = 'UTC', from, to, holidays = [], most = Infinity }: Looked): string[] {
  const { plan } = singlePlan(calendar);
  const place = { zone, isHoliday: (day: number) => holidays.includes(dateText(day)) };
  const text = (at: number) => `${new Date(at).toISOString().slice(0, 16)}Z`;
  const window = { from: Date.parse(from), to: Date.parse(to), most };
  return occurrences(plan, place, window).list.map(each =>
    each.to === undefined ? text(each.from) : `${text(each.from)}/${text(each.to)}`,
  );
}

const in2026 = { from: '2026-01-01T00:00Z', to: '2027-01-01T00:00Z' };

describe('rules of calendars', () => {
  for (const [what, calendar, days] of [
    [
      'every second Tuesday',
      'DTSTART:20260106T090000\nRRULE:FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260430T235959',
      ['01-13', '02-10', '03-10', '04-14'],
    ],
    ['the last Friday', 'DTSTART:20260101T090000\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', ['01-30', '02-27', '03-27']],
    [
      'the 31st, where there is one',
      'DTSTART:20260131T090000\nRRULE:FREQ=MONTHLY;COUNT=4',
      ['01-31', '03-31', '05-31', '07-31'],
    ],
    [
      'the last day',
      'DTSTART:20260101T090000\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20260331',
      ['01-31', '02-28', '03-31'],
    ],
    [
      'the last working day',
      'DTSTART:20260101T090000\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2',
      ['01-30', '02-27'],
    ],
    [
      'every other week, weeks from Monday',
      'DTSTART:20260106T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4;WKST=MO',
      ['01-06', '01-11', '01-20', '01-25'],
    ],
    [
      'every other week, weeks from Sunday',
      'DTSTART:20260106T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4;WKST=SU',
      ['01-06', '01-18', '01-20', '02-01'],
    ],
    ['a day of years', 'DTSTART:19700510T090000\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=2SU', ['05-10']],
    ['day 60 of years', 'DTSTART:20200101T090000\nRRULE:FREQ=YEARLY;BYYEARDAY=60', ['03-01']],
    ['a week by its number', 'DTSTART:20200101T090000\nRRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO', ['12-28']],
    [
      'a day that the rule does not have does not count',
      'DTSTART:20260101T090000\nRRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=2',
      ['01-02', '01-09'],
    ],
    ['none at all', 'DTSTART:20200101T090000\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', []],
    ['once, without a rule', 'DTSTART:20260704T090000', ['07-04']],
  ] as const)
    it(`${what}: ${calendar.split(':').at(-1)}`, () =>
      assert.deepEqual(
        happening(calendar, in2026),
        days.map(day => `2026-${day}T09:00Z`),
      ));

  it('29 February comes in leap years', () => {
    const calendar = 'DTSTART:20240229T090000\nRRULE:FREQ=YEARLY';
    assert.deepEqual(happening(calendar, { from: '2024-01-01T00:00Z', to: '2033-01-01T00:00Z' }), [
      '2024-02-29T09:00Z',
      '2028-02-29T09:00Z',
      '2032-02-29T09:00Z',
    ]);
    const century = happening(calendar, { from: '2095-01-01T00:00Z', to: '2105-01-01T00:00Z' });
    assert.deepEqual(century, ['2096-02-29T09:00Z', '2104-02-29T09:00Z']);
  });

  it('count the times of a day, and EXDATE takes away without counting', () => {
    const calendar =
      'DTSTART:20260105T083000\nRRULE:FREQ=DAILY;BYHOUR=8,12;BYMINUTE=0,30;COUNT=5\nEXDATE:20260105T123000';
    assert.deepEqual(happening(calendar, in2026), [
      ...['2026-01-05T08:30Z', '2026-01-05T12:00Z', '2026-01-06T08:00Z', '2026-01-06T08:30Z'],
    ]);
  });

  it('EXDATE names a time, a day or an instant', () => {
    const daily = 'DTSTART:20260105T090000\nRRULE:FREQ=DAILY;COUNT=5\n';
    const exceptions = 'EXDATE:20260105T090000,20260109T100000\nEXDATE;VALUE=DATE:20260106\nEXDATE:20260107T080000Z';
    const found = happening(daily + exceptions, { ...in2026, zone: 'Europe/Berlin' });
    assert.deepEqual(found, ['2026-01-08T08:00Z', '2026-01-09T08:00Z']);
  });

  it('UNTIL counts itself, as an instant, a time or a day', () => {
    const until = (text: string) =>
      happening(`DTSTART:20260105T000000\nRRULE:FREQ=DAILY;UNTIL=${text}`, { ...in2026, zone: 'Europe/Berlin' }).length;
    assert.equal(until('20260107T000000'), 3);
    assert.equal(until('20260107T000000Z'), 3);
    assert.equal(until('20260106T230000Z'), 3);
    assert.equal(until('20260106T225959Z'), 2);
    assert.equal(until('20260107'), 3);
    assert.equal(until('20260106T235959'), 2);
  });
});

describe('schedules over daylight saving', () => {
  const spring = { zone: 'Europe/Berlin', from: '2026-03-27T12:00Z', to: '2026-03-31T12:00Z' };
  const autumn = { zone: 'Europe/Berlin', from: '2026-10-23T12:00Z', to: '2026-10-26T12:00Z' };

  it('stay on the wall', () => {
    assert.deepEqual(happening('DTSTART:20260101T080000\nRRULE:FREQ=DAILY', spring), [
      ...['2026-03-28T07:00Z', '2026-03-29T06:00Z', '2026-03-30T06:00Z', '2026-03-31T06:00Z'],
    ]);
    assert.deepEqual(happening('DTSTART:20260101T080000\nRRULE:FREQ=DAILY', autumn), [
      ...['2026-10-24T06:00Z', '2026-10-25T07:00Z', '2026-10-26T07:00Z'],
    ]);
  });

  it('come when the clock leaps over their time, and once where it is shown twice', () => {
    const pulse = 'DTSTART:20260101T023000\nRRULE:FREQ=DAILY';
    assert.deepEqual(happening(pulse, spring), [
      ...['2026-03-28T01:30Z', '2026-03-29T01:00Z', '2026-03-30T00:30Z', '2026-03-31T00:30Z'],
    ]);
    assert.deepEqual(happening(pulse, autumn), ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z']);
  });

  it('a night ends at the hour that was told, be it an hour shorter or longer', () => {
    const night = 'DTSTART:20260101T220000\nDTEND:20260102T060000\nRRULE:FREQ=DAILY';
    assert.ok(happening(night, spring).includes('2026-03-28T21:00Z/2026-03-29T04:00Z'));
    assert.ok(happening(night, autumn).includes('2026-10-24T20:00Z/2026-10-25T05:00Z'));
  });

  it('with DURATION hours are hours and days are days', () => {
    const hours = 'DTSTART:20260101T220000\nDURATION:PT8H\nRRULE:FREQ=DAILY';
    assert.ok(happening(hours, spring).includes('2026-03-28T21:00Z/2026-03-29T05:00Z'));
    const days = 'DTSTART:20260328T220000\nDURATION:P1D';
    assert.deepEqual(happening(days, spring), ['2026-03-28T21:00Z/2026-03-29T20:00Z']);
  });

  it('an interval that begins in the gap begins at the leap; one that is all in it falls out', () => {
    const half = 'DTSTART:20260101T023000\nDTEND:20260101T040000\nRRULE:FREQ=DAILY';
    assert.ok(happening(half, spring).includes('2026-03-29T01:00Z/2026-03-29T02:00Z'));
    const inside = 'DTSTART:20260101T021500\nDTEND:20260101T024500\nRRULE:FREQ=DAILY';
    assert.deepEqual(
      happening(inside, spring).filter(text => text.startsWith('2026-03-29')),
      [],
    );
  });

  it('every quarter of an hour goes on through both', () => {
    const quarters = 'DTSTART:19700101T000000\nRRULE:FREQ=MINUTELY;INTERVAL=15';
    for (const from of ['2026-03-29T00:00Z', '2026-10-25T00:00Z']) {
      const to = from.replace('T00', 'T06');
      const expected = Array.from({ length: 24 }, (_, index) =>
        new Date(Date.parse(from) + index * 900_000).toISOString().replace(':00.000Z', 'Z'),
      );
      assert.deepEqual(happening(quarters, { zone: 'Europe/Berlin', from, to }), expected);
    }
  });

  it('whole days are from midnight to midnight, also where there is no midnight', () => {
    const calendar = 'DTSTART;VALUE=DATE:20260424\nRRULE:FREQ=DAILY;COUNT=1';
    assert.deepEqual(happening(calendar, { ...in2026, zone: 'Africa/Cairo' }), ['2026-04-23T22:00Z/2026-04-24T21:00Z']);
  });
});

describe('schedules on holidays', () => {
  const week = { from: '2026-12-21T00:00Z', to: '2026-12-28T00:00Z', holidays: ['2026-12-24', '2026-12-25'] };

  it('do not hold; what lasts into one or out of one is cut', () => {
    const daily = 'DTSTART:20260101T170000\nDTEND:20260102T080000\nRRULE:FREQ=DAILY';
    assert.deepEqual(happening(daily, week).slice(2), [
      ...['2026-12-22T17:00Z/2026-12-23T08:00Z', '2026-12-23T17:00Z/2026-12-24T00:00Z'],
      ...[
        '2026-12-26T00:00Z/2026-12-26T08:00Z',
        '2026-12-26T17:00Z/2026-12-27T08:00Z',
        '2026-12-27T17:00Z/2026-12-28T08:00Z',
      ],
    ]);
  });

  it('do not come, where they are pulses', () => {
    const daily = 'DTSTART:20260101T170000\nRRULE:FREQ=DAILY';
    const days = happening(daily, week).map(text => text.slice(8, 10));
    assert.deepEqual(days, ['21', '22', '23', '26', '27']);
  });
});

describe('what touches', () => {
  it('is one, and what is enough is enough', () => {
    const days = 'DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';
    const found = happening(days, { from: '2026-11-23T00:00Z', to: '2026-12-07T00:00Z' });
    assert.deepEqual(found, ['2026-11-23T00:00Z/2026-11-28T00:00Z', '2026-11-30T00:00Z/2026-12-05T00:00Z']);
    const minutes = 'DTSTART:19700101T000000\nRRULE:FREQ=MINUTELY';
    const { plan } = singlePlan(minutes);
    const place = { zone: 'UTC', isHoliday: () => false };
    const from = Date.parse('2026-11-23T12:00Z');
    const { list, to } = occurrences(plan, place, { from, to: from + 400 * 86_400_000, most: 500 });
    assert.ok(list.length < 500 + 1440, String(list.length));
    assert.equal(list.at(-1)?.from, to - 60_000);
  });
});
