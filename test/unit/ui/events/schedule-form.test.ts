import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { calendarOf, type Times, timesOf } from '../../../../src/ui/events/schedules/schedule-form.ts';
import { scheduleWords } from '../../../../src/ui/events/schedules/schedule-words.ts';

const lines = (...text: string[]) => text.join('\n');
const times = (change: Partial<Times> = {}): Times => ({
  start: { date: '2026-11-26', time: '18:00' },
  end: { date: '2026-11-26', time: '18:01' },
  repeats: 'daily',
  every: 1,
  days: [],
  until: '',
  except: [],
  ...change,
});
function pulse(change: Partial<Times> = {}): Times {
  const { start, repeats, every, days, until, except } = times(change);
  return { start, repeats, every, days, until, except };
}

describe('the form of a schedule', () => {
  for (const [what, form, text] of [
    ['every day', times(), ['DTSTART:20261126T180000', 'DTEND:20261126T180100', 'RRULE:FREQ=DAILY']],
    ['once', times({ repeats: 'once' }), ['DTSTART:20261126T180000', 'DTEND:20261126T180100']],
    [
      'on some days of every other week, until a day',
      times({ repeats: 'weekly', every: 2, days: ['TH', 'SA'], until: '2026-12-31' }),
      [
        'DTSTART:20261126T180000',
        'DTEND:20261126T180100',
        'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,SA;UNTIL=20261231T235959',
      ],
    ],
    [
      'through the night, with exceptions',
      times({ end: { date: '2026-11-27', time: '06:00' }, except: ['2026-12-24', '2026-12-31'] }),
      [
        'DTSTART:20261126T180000',
        'DTEND:20261127T060000',
        'RRULE:FREQ=DAILY',
        'EXDATE:20261224T180000,20261231T180000',
      ],
    ],
    [
      'a pulse every ten minutes',
      pulse({ repeats: 'minutely', every: 10 }),
      ['DTSTART:20261126T180000', 'RRULE:FREQ=MINUTELY;INTERVAL=10'],
    ],
    [
      'a pulse with seconds every year',
      pulse({ repeats: 'yearly', start: { date: '2026-12-24', time: '18:00:30' } }),
      ['DTSTART:20261224T180030', 'RRULE:FREQ=YEARLY'],
    ],
  ] as const) {
    it(`writes and reads ${what}`, () => {
      assert.equal(calendarOf(form), lines(...text));
      assert.deepEqual(timesOf(lines(...text)), form);
    });
  }

  it('begins a weekly schedule on the first of its days, with its end', () => {
    const text = calendarOf(
      times({ repeats: 'weekly', days: ['MO', 'WE'], end: { date: '2026-11-27', time: '02:00' } }),
    );
    assert.equal(text, lines('DTSTART:20261130T180000', 'DTEND:20261201T020000', 'RRULE:FREQ=WEEKLY;BYDAY=MO,WE'));
  });

  it('takes days, folded lines and small letters', () => {
    assert.deepEqual(
      timesOf('dtstart;value=DATE:20261128\r\nRRULE:freq=WEEKLY;BYDAY=SU,\r\n SA;wkst=mo\r\n'),
      times({
        start: { date: '2026-11-28', time: '00:00' },
        end: { date: '2026-11-29', time: '00:00' },
        repeats: 'weekly',
        days: ['SA', 'SU'],
      }),
    );
  });

  it('takes exceptions in lines of their own, as days or as starts', () => {
    const text =
      'DTSTART:20261126T180000\nRRULE:FREQ=DAILY\nEXDATE:20261224T180000\nEXDATE;VALUE=DATE:20261231,20270101';
    assert.deepEqual(timesOf(text)?.except, ['2026-12-24', '2026-12-31', '2027-01-01']);
  });

  it('knows the day of a weekly rule without days by its start', () => {
    assert.deepEqual(timesOf('DTSTART:20261126T180000\nRRULE:FREQ=WEEKLY'), pulse({ repeats: 'weekly', days: ['TH'] }));
  });

  it('ends the day before where the last day ends before it begins', () => {
    const until = (value: string) => timesOf(`DTSTART:20261126T180000\nRRULE:FREQ=DAILY;UNTIL=${value}`)?.until;
    assert.equal(until('20261231T175959'), '2026-12-30');
    assert.equal(until('20261231T180000'), '2026-12-31');
    assert.equal(until('20261231'), '2026-12-31');
  });

  for (const [why, text] of [
    ['a count', 'DTSTART:20261126T180000\nRRULE:FREQ=DAILY;COUNT=5'],
    ['the second Monday', 'DTSTART:20261126T180000\nRRULE:FREQ=MONTHLY;BYDAY=2MO'],
    ['a day of a daily rule', 'DTSTART:20261126T180000\nRRULE:FREQ=DAILY;BYDAY=MO'],
    ['two rules', 'DTSTART:20261126T180000\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY'],
    ['a duration', 'DTSTART:20261126T180000\nDURATION:PT1H'],
    ['UTC', 'DTSTART:20261126T180000Z'],
    ['a time zone of its own', 'DTSTART;TZID=Europe/Berlin:20261126T180000'],
    ['an exception at another time', 'DTSTART:20261126T180000\nRRULE:FREQ=DAILY\nEXDATE:20261224T190000'],
    ['a week from Sunday', 'DTSTART:20261126T180000\nRRULE:FREQ=WEEKLY;WKST=SU'],
    ['a day that does not exist', 'DTSTART:20260230T180000'],
    ['no rhythm', 'DTSTART:20261126T180000\nRRULE:FREQ=DAILY;INTERVAL=0'],
    ['nonsense', 'every day'],
    ['nothing', ''],
  ] as const) {
    it(`leaves ${why} to the text`, () => {
      assert.equal(timesOf(text), undefined);
    });
  }
});

describe('a schedule in words', () => {
  for (const [words, form] of [
    ['Every day, 18:00 to 18:01', times()],
    ['Monday to Friday, 18:00 to 18:01', times({ repeats: 'weekly', days: ['MO', 'TU', 'WE', 'TH', 'FR'] })],
    ['Monday, Wednesday and Friday, 18:00 to 18:01', times({ repeats: 'weekly', days: ['MO', 'WE', 'FR'] })],
    [
      'Every 2 weeks on Saturday and Sunday, 18:00 to 18:01',
      times({ repeats: 'weekly', every: 2, days: ['SA', 'SU'] }),
    ],
    ['Every month on day 26, 18:00', pulse({ repeats: 'monthly' })],
    ['Every 10 minutes from 18:00 on', pulse({ repeats: 'minutely', every: 10 })],
    ['Every day, 18:00 to 06:00', times({ end: { date: '2026-11-27', time: '06:00' } })],
    ['Every day, 18:00 to 19:00 1 day later', times({ end: { date: '2026-11-27', time: '19:00' } })],
    [
      'Every day, all day',
      times({ start: { date: '2026-11-26', time: '00:00' }, end: { date: '2026-11-27', time: '00:00' } }),
    ],
  ] as const) {
    it(words, () => {
      assert.equal(scheduleWords(calendarOf(form)), words);
    });
  }

  it('tells an end and exceptions', () => {
    const words = scheduleWords(calendarOf(times({ until: '2026-12-31', except: ['2026-12-24'] })));
    assert.match(words, /^Every day, 18:00 to 18:01, until .*31.*, except .*24/);
  });

  it('shows the lines that the form cannot', () => {
    assert.equal(
      scheduleWords('DTSTART:20261126T180000Z\nRRULE:FREQ=DAILY'),
      'DTSTART:20261126T180000Z · RRULE:FREQ=DAILY',
    );
  });
});
