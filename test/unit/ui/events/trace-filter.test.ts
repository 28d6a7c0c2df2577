import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TracedEvent } from '../../../../src/api/contract.ts';
import { eventsIn, filterTrace } from '../../../../src/ui/events/rules/trace-filter.ts';

const traced = (number: number, change: Partial<TracedEvent> = {}): TracedEvent => ({
  number,
  event: 'rules.virtual-input',
  title: 'Virtual input',
  data: { port: number, active: true },
  at: '2026-11-26T12:00:00.000Z',
  looks: [],
  note: '',
  ...change,
});
const look = (rule: string, why: string) => ({ rule, name: `Rule ${rule}`, verdict: 'waits' as const, why });
const all = [
  traced(1, { looks: [look('a', 'it waits 3 s more')] }),
  traced(2, { event: 'system.ready', title: 'System ready', data: { ready: true } }),
  traced(3, { looks: [look('b', 'port is 3, not 1')], note: '7 more were left out' }),
];
const NONE = { rule: '', event: '', text: '' };
const numbers = (filter: object) => filterTrace(all, { ...NONE, ...filter }).map(({ number }) => number);

describe('the filter of the trace', () => {
  it('shows all, newest first', () => assert.deepEqual(numbers({}), [3, 2, 1]));
  it('by rule', () => assert.deepEqual(numbers({ rule: 'a' }), [1]));
  it('by event', () => assert.deepEqual(numbers({ event: 'system.ready' }), [2]));
  it('by words of titles, data, rules, reasons and notes', () => {
    assert.deepEqual(numbers({ text: 'READY' }), [2]);
    assert.deepEqual(numbers({ text: 'input waits' }), [1]);
    assert.deepEqual(numbers({ text: 'rule b' }), [3]);
    assert.deepEqual(numbers({ text: 'left out' }), [3]);
    assert.deepEqual(numbers({ text: 'port: active: waits' }), [1]);
    assert.deepEqual(numbers({ text: 'nothing of that' }), []);
  });

  it('tells each event once, by title', () => {
    assert.deepEqual(eventsIn(all), [
      { value: 'system.ready', label: 'System ready' },
      { value: 'rules.virtual-input', label: 'Virtual input' },
    ]);
  });
});
