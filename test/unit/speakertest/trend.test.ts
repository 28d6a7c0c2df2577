import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { HistoryEntry } from '../../../src/speakertest/store.ts';
import { trends } from '../../../src/speakertest/trend.ts';
import { noise } from '../../support/sounds.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;

/** A test every night; `level` says what it measured so many days ago. */
const nights = (count: number, level: (daysAgo: number) => number): HistoryEntry[] =>
  Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    at: new Date(NOW - (count - i) * DAY).toISOString(),
    verdict: 'pass',
    reason: '',
    score: 0,
    advice: [],
    recordings: 1,
    temperature: null,
    means: { all: level(count - i), low: 0, middle: null, high: 0 },
  }));

describe('the trend of speaker tests', () => {
  it('warns before a level that sinks for weeks reaches its limit', () => {
    const [all] = trends(
      nights(40, daysAgo => -1.6 + 0.04 * daysAgo),
      NOW,
    );
    assert.equal(all?.group, 'all');
    assert.ok(Math.abs(all.dbPerWeek + 0.28) < 0.01, String(all.dbPerWeek));
    assert.ok(all.failsInDays !== null && Math.abs(all.failsInDays - 35) <= 1, String(all.failsInDays));
  });

  it('does not warn of what only scatters, or sinks so slowly that nobody need come', () => {
    const random = noise(3);
    assert.equal(
      trends(
        nights(60, () => 0.3 * random()),
        NOW,
      )[0]?.failsInDays,
      null,
    );
    assert.equal(
      trends(
        nights(60, daysAgo => 0.012 * daysAgo - 0.5),
        NOW,
      )[0]?.failsInDays,
      null,
    );
  });

  it('sees no trend in a week', () => {
    assert.deepEqual(
      trends(
        nights(7, daysAgo => daysAgo),
        NOW,
      ),
      [],
    );
  });
});
