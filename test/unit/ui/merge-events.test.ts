import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LiveEvent } from '../../../src/api/contract.ts';
import { mergeEvents } from '../../../src/ui/data/merge-events.ts';

const event = (id: string, second: number, data = {}): LiveEvent => ({
  id,
  title: id,
  topic: id,
  kind: 'pulse',
  data,
  at: `2026-01-01T00:00:${String(second).padStart(2, '0')}.000Z`,
});

describe('the list of events', () => {
  it('has the newest first and nothing twice', () => {
    const [a, b, c] = [event('a', 1), event('b', 2), event('c', 3)];
    assert.deepEqual(mergeEvents([a, c], [b, structuredClone(a)], 10), [c, b, a]);
  });

  it('has the newest first also of one millisecond, however it came to know them', () => {
    const [a, b, c] = [event('a', 1), event('b', 1), event('c', 1)];
    const oneByOne = [a, b, c].reduce<readonly LiveEvent[]>((known, each) => mergeEvents([each], known, 10), []);
    assert.deepEqual(oneByOne, [c, b, a]);
    assert.deepEqual(mergeEvents([a, b, c], [], 10), [c, b, a], 'after a reload');
    assert.deepEqual(mergeEvents([a, b, c], [b, a], 10), [c, b, a], 'after a lost connection');
    assert.deepEqual(mergeEvents([b, a, b, c], [], 10), [c, b, a], 'also as a state');
  });

  it('keeps events that differ only in what they tell', () => {
    assert.equal(mergeEvents([event('a', 1, { on: true })], [event('a', 1, { on: false })], 10).length, 2);
  });

  it('drops the oldest where it becomes too long', () => {
    assert.deepEqual(
      mergeEvents([event('a', 1), event('b', 2)], [event('c', 3)], 2).map(({ id }) => id),
      ['c', 'b'],
    );
  });
});
