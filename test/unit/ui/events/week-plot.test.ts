import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { daysOf, lanesOf } from '../../../../src/ui/events/schedules/week-plot.ts';

const now = Date.parse('2026-11-26T12:00:00Z');

describe('the picture of a week', () => {
  it('has a line for each schedule, cut at both ends', () => {
    const lanes = lanesOf(
      [
        { schedule: 'a', name: 'A', from: '2026-11-25T00:00:00Z', to: '2026-11-30T00:00:00Z' },
        { schedule: 'b', name: 'B', from: '2026-11-30T00:00:00Z' },
        { schedule: 'a', name: 'A', from: '2026-12-03T00:00:00Z', to: '2026-12-24T00:00:00Z' },
      ],
      now,
    );
    assert.deepEqual(lanes, [
      {
        schedule: 'a',
        name: 'A',
        spans: [
          { from: 0, to: 0.5, isPulse: false },
          { from: 13 / 14, to: 1, isPulse: false },
        ],
      },
      { schedule: 'b', name: 'B', spans: [{ from: 0.5, to: 0.5, isPulse: true }] },
    ]);
  });

  it('begins its days at midnight of the time zone', () => {
    const days = daysOf(now, 'Asia/Kathmandu');
    assert.equal(days.length, 8);
    assert.equal(days[0]?.from, 0);
    // 12:00 UTC is 17:45 there.
    assert.ok(Math.abs((days[1]?.from ?? 0) - 6.25 / 168) < 1e-9);
  });

  it('knows days of 25 hours', () => {
    const [, second, third] = daysOf(Date.parse('2026-10-24T12:00:00Z'), 'Europe/Berlin');
    assert.ok(Math.abs((third?.from ?? 0) - (second?.from ?? 0) - 25 / 168) < 1e-9);
  });
});
