import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { JitterMeter } from '../../../../src/engine/rtp/jitter-meter.ts';
import { SequenceTracker } from '../../../../src/engine/rtp/sequence-tracker.ts';

describe('SequenceTracker', () => {
  const kinds = (...sequences: number[]) => {
    const tracker = new SequenceTracker();
    return { tracker, kinds: sequences.map(sequence => tracker.place(sequence).kind) };
  };

  it('counts on over the turn of the sixteen bits', () => {
    const tracker = new SequenceTracker();
    const numbers = [65_534, 65_535, 0, 1].map(sequence => tracker.place(sequence).number);
    assert.deepEqual(
      numbers.map(number => number - numbers[0]!),
      [0, 1, 2, 3],
    );
    assert.equal(tracker.lost, 0);
  });

  it('tells gaps, what fills them, and what comes twice', () => {
    const { tracker, kinds: told } = kinds(10, 12, 11, 12, 11, 15, 9);
    assert.deepEqual(told, ['next', 'ahead', 'behind', 'again', 'again', 'ahead', 'behind']);
    assert.equal(tracker.lost, 2);
  });

  it('believes a leap when it is confirmed, and forgets one that is not', () => {
    const { tracker, kinds: told } = kinds(10, 40_000, 11, 20_000, 20_001, 20_002);
    assert.deepEqual(told, ['next', 'astray', 'next', 'astray', 'restart', 'next']);
    assert.equal(tracker.lost, 0);
  });

  it('knows whether the packet before came', () => {
    const tracker = new SequenceTracker();
    tracker.place(10);
    const eleventh = tracker.place(11).number;
    const thirteenth = tracker.place(13).number;
    assert.equal(tracker.follows(eleventh), true);
    assert.equal(tracker.follows(thirteenth), false);
  });
});

describe('JitterMeter', () => {
  it('is zero for packets that come as they were sent', () => {
    const meter = new JitterMeter(8000);
    for (let n = 0; n < 100; n++) meter.add(n * 160, 5 + n * 20);
    assert.ok(meter.ms < 1e-9);
  });

  it('comes to the mean of what neighbours differ', () => {
    const meter = new JitterMeter(8000);
    for (let n = 0; n < 400; n++) meter.add(n * 160, n * 20 + (n % 2) * 10);
    assert.ok(Math.abs(meter.ms - 10) < 0.1, String(meter.ms));
  });
});
