import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { type Holiday, Holidays } from '../../../src/schedules/holidays.ts';
import { wallOf } from '../../../src/schedules/wall.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { memoryFile } from '../../support/memory-file.ts';

function made() {
  const file = memoryFile<Holiday[]>([]);
  return { file, holidays: new Holidays({ file, clock: new FakeClock('2026-11-26T12:00:00Z') }) };
}
const on = (holidays: Holidays, day: string) => holidays.nameOf(wallOf(day) ?? assert.fail(day));
const calendar = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', ...events.flatMap(lines => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']), 'END:VCALENDAR'].join('\n');

describe('holidays', () => {
  it('are once or every year', async () => {
    const { holidays } = made();
    await holidays.replace([
      { date: '2026-12-25', name: 'Christmas', yearly: true },
      { date: '2026-05-14', name: 'Ascension', yearly: false },
      { date: '2024-02-29', name: 'Leap', yearly: true },
    ]);
    assert.equal(on(holidays, '2031-12-25'), 'Christmas');
    assert.equal(on(holidays, '2026-05-14'), 'Ascension');
    assert.equal(on(holidays, '2027-05-14'), undefined);
    assert.equal(on(holidays, '2028-02-29'), 'Leap');
    assert.equal(on(holidays, '2027-02-28'), undefined);
    assert.equal(on(holidays, '2027-03-01'), undefined);
  });

  it('are kept in order and told; those that cannot be are refused', async () => {
    const { holidays, file } = made();
    let told = 0;
    holidays.onChange(() => told++);
    await holidays.replace([
      { date: '2026-12-25', name: ' b ', yearly: false },
      { date: '2026-01-01', name: 'a', yearly: false },
      { date: '2026-12-25', name: 'c', yearly: false },
    ]);
    assert.deepEqual(
      file.content.map(({ date, name }) => date + name),
      ['2026-01-01a', '2026-12-25c'],
    );
    assert.equal(told, 1);
    for (const date of ['2026-02-29', '2026-13-01', '25.12.2026', '', '2026-12-25T00:00:00'])
      await assert.rejects(holidays.replace([{ date, name: '', yearly: false }]), { kind: 'invalid', field: 'date' });
    const many = Array.from({ length: 401 }, (_, index) => ({
      date: new Date(index * 86_400_000).toISOString().slice(0, 10),
      name: '',
      yearly: false,
    }));
    await assert.rejects(holidays.replace(many), { kind: 'full' });
    file.failing = true;
    await assert.rejects(holidays.replace([]));
    assert.equal(holidays.list().length, 2);
  });

  it('come from a calendar: days, spans of days, years and other rules', async () => {
    const { holidays } = made();
    await holidays.replace([{ date: '2026-12-31', name: 'Ours', yearly: true }]);
    await holidays.import(
      calendar(
        ['DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227', 'SUMMARY:Closed\\, all'],
        ['DTSTART;VALUE=DATE:20200501', 'RRULE:FREQ=YEARLY', 'SUMMARY:Labour Day'],
        ['DTSTART;VALUE=DATE:20201126', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', 'SUMMARY:Thanksgiving'],
        ['DTSTART;VALUE=DATE:20200101', 'SUMMARY:Long ago'],
        ['DTSTART:20270106T080000', 'SUMMARY:With a time'],
      ),
    );
    assert.equal(on(holidays, '2026-12-31'), 'Ours');
    for (const day of ['2026-12-24', '2026-12-25', '2026-12-26']) assert.equal(on(holidays, day), 'Closed, all');
    assert.equal(on(holidays, '2026-12-27'), undefined);
    assert.equal(on(holidays, '2029-05-01'), 'Labour Day');
    assert.equal(on(holidays, '2027-11-25'), 'Thanksgiving');
    assert.equal(on(holidays, '2031-11-27'), 'Thanksgiving');
    assert.equal(on(holidays, '2020-01-01'), undefined);
    assert.equal(on(holidays, '2027-01-06'), 'With a time');
  });

  it('of a calendar that is wrong are none', async () => {
    const { holidays } = made();
    await assert.rejects(holidays.import(calendar()), { kind: 'invalid', field: 'calendar' });
    await assert.rejects(holidays.import(calendar(['DTSTART:x'])), { message: /^line 3: DTSTART/ });
    await assert.rejects(holidays.import(calendar(['DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=DAILY'])), {
      kind: 'full',
    });
    assert.deepEqual(holidays.list(), []);
  });
});
