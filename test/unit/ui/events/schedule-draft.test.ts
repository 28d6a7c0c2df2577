import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  asForm,
  asLines,
  changeOf,
  moveStart,
  newSchedule,
  type ScheduleDraft,
} from '../../../../src/ui/events/schedules/schedule-draft.ts';

const draft = (change: Partial<ScheduleDraft> = {}): ScheduleDraft => ({
  ...newSchedule('2026-11-26'),
  name: 'Shop',
  ...change,
});

describe('a schedule that is being written', () => {
  it('becomes what the speaker takes', () => {
    assert.deepEqual(changeOf(draft({ catchUp: true })), {
      name: 'Shop',
      kind: 'interval',
      calendar: 'DTSTART:20261126T080000\nDTEND:20261126T170000\nRRULE:FREQ=DAILY',
      timeZone: '',
      exceptHolidays: false,
      catchUp: false,
    });
  });

  it('keeps its length when it begins on another day', () => {
    const night = draft({ end: { date: '2026-11-27', time: '06:00' } });
    assert.equal(moveStart(night, '2026-12-31').end.date, '2027-01-01');
    assert.equal(moveStart(night, '').end.date, '2026-11-27');
  });

  it('forgets what does not belong to its kind', () => {
    const once = changeOf(
      draft({ kind: 'pulse', repeats: 'once', until: '2026-12-31', except: '2026-12-24', days: ['MO'] }),
    );
    assert.equal(once.calendar, 'DTSTART:20261126T080000');
  });

  it('goes to lines and back', () => {
    const lines = asLines(draft({ repeats: 'weekly', days: ['TH'] }));
    assert.match(lines.raw ?? '', /BYDAY=TH$/);
    assert.deepEqual(asForm(lines)?.days, ['TH']);
    assert.equal(asForm({ ...lines, raw: 'DTSTART:20261126T080000' })?.kind, 'pulse');
    assert.equal(asForm({ ...lines, raw: 'RRULE:FREQ=DAILY' }), undefined);
    assert.equal(changeOf({ ...lines, raw: ' X-ANY:1\n' }).calendar, 'X-ANY:1');
  });

  for (const [what, change, field] of [
    ['no name', { name: '' }, 'name'],
    ['no start', { start: { date: '', time: '08:00' } }, 'start'],
    ['an end before the start', { end: { date: '2026-11-26', time: '08:00' } }, 'end'],
    ['no rhythm', { every: '0' }, 'every'],
    ['a week without days', { repeats: 'weekly' }, 'days'],
    ['a last day before the first', { until: '2026-11-25' }, 'until'],
    ['an exception that is no day', { except: '2026-02-30' }, 'except'],
  ] as const) {
    it(`refuses ${what} at its field`, () => assert.throws(() => changeOf(draft(change)), { field }));
  }
});
