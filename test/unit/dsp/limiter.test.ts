import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { factorOf } from '../../../src/dsp/format.ts';
import { Limiter, LIMITER_DELAY } from '../../../src/dsp/limiter.ts';

const CEILING = factorOf(-1);

/** Deterministic noise, −1..1. */
function noise(length: number, seed = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 1073741824 - 1;
  });
}

function limited(input: Float32Array, block = 480): Float32Array {
  const limiter = new Limiter(CEILING);
  const output = Float32Array.from(input);
  for (let at = 0; at < output.length; at += block) {
    const part = output.subarray(at, at + block);
    limiter.process(part, part.length);
  }
  return output;
}

describe('Limiter', () => {
  it('lets nothing above the ceiling, whatever comes', () => {
    for (const gain of [1.2, 3, 10, 100]) {
      const loud = noise(48_000, gain).map(sample => sample * gain);
      const peak = limited(loud).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      assert.ok(peak <= CEILING * (1 + 1e-6), `gain ${gain}: ${peak}`);
      assert.ok(peak > CEILING * 0.5, 'and does not silence it');
    }
  });

  it('holds a lone peak of one sample', () => {
    const input = new Float32Array(1000);
    input[500] = 8;
    const peak = limited(input).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    assert.ok(peak <= CEILING * (1 + 1e-6), String(peak));
  });

  it('passes what stays below the ceiling bit-exactly, one millisecond later', () => {
    const quiet = noise(9600).map(sample => sample * 0.8);
    const output = limited(quiet, 77);
    assert.deepEqual(output.subarray(LIMITER_DELAY), quiet.subarray(0, quiet.length - LIMITER_DELAY));
  });

  it('is bit-exact again some time after a peak', () => {
    const input = noise(96_000).map(sample => sample * 0.5);
    input[1000] = 4;
    const output = limited(input);
    assert.deepEqual(output.subarray(48_000 + LIMITER_DELAY), input.subarray(48_000, 96_000 - LIMITER_DELAY));
  });

  it('moves its gain without a step', () => {
    const input = new Float32Array(9600).fill(0.5).fill(5, 4000, 5000);
    const output = limited(input);
    const gains = Array.from(output.subarray(LIMITER_DELAY), (sample, i) => sample / input[i]!);
    const step = gains.slice(1).reduce((most, gain, i) => Math.max(most, Math.abs(gain - gains[i]!)), 0);
    assert.ok(step <= 1 / LIMITER_DELAY + 1e-6, String(step));
  });

  it('tells how much it took away', () => {
    const limiter = new Limiter(CEILING);
    limiter.process(new Float32Array(480).fill(2), 480);
    assert.ok(Math.abs(limiter.reductionDb() - (-1 - 6.02)) < 0.1);
  });
});
