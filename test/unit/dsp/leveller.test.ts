import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { factorOf } from '../../../src/dsp/format.ts';
import { Leveller } from '../../../src/dsp/leveller.ts';
import { Loudness } from '../../../src/dsp/loudness.ts';
import { babble, noise, sine } from '../../support/sounds.ts';

const SETTINGS = { target: -18, slew: 3, maxGain: 15, enabled: true };

function pass(leveller: Leveller, input: Float32Array): Float32Array {
  const output = Float32Array.from(input);
  for (let at = 0; at < output.length; at += 480) {
    const part = output.subarray(at, at + 480);
    leveller.process(part, part.length);
  }
  return output;
}

function lufsOf(samples: Float32Array): number {
  const loudness = new Loudness();
  loudness.add(samples);
  return loudness.integrated() ?? -Infinity;
}

/** The same three seconds of speech, again and again: its loudness does not change. */
function speechOf(seconds: number): Float32Array {
  const phrase = babble(3);
  return Float32Array.from({ length: seconds * 48_000 }, (_, i) => phrase[i % phrase.length]!);
}

const at = (lufs: number, samples: Float32Array) => {
  const factor = factorOf(lufs - lufsOf(samples));
  return samples.map(sample => sample * factor);
};

describe('Leveller', () => {
  it('brings speech of any level to the target within 1 LU', () => {
    const speech = speechOf(30);
    for (const lufs of [-32, -25, -18, -8]) {
      const output = pass(new Leveller(SETTINGS), at(lufs, speech));
      const reached = lufsOf(output.subarray(15 * 48_000));
      assert.ok(Math.abs(reached + 18) < 1, `${lufs}: ${reached}`);
    }
  });

  it('adds no more than it may', () => {
    const output = pass(new Leveller({ ...SETTINGS, maxGain: 6 }), at(-40, speechOf(20)));
    assert.ok(Math.abs(lufsOf(output.subarray(10 * 48_000)) + 34) < 0.5);
  });

  it('moves no faster than it may', () => {
    const leveller = new Leveller(SETTINGS);
    const quiet = at(-30, sine(500, 48_000, 20 * 48_000));
    let before = 0;
    for (let second = 0; second < 20; second++) {
      pass(leveller, quiet.subarray(second * 48_000, (second + 1) * 48_000));
      assert.ok(Math.abs(leveller.gainDb - before) <= 3.01, `${before} to ${leveller.gainDb}`);
      before = leveller.gainDb;
    }
    assert.ok(before > 11.5);
  });

  it('stands still in pauses: neither silence nor noise is pumped up', () => {
    const leveller = new Leveller(SETTINGS);
    pass(leveller, at(-25, speechOf(15)));
    const reached = leveller.gainDb;
    pass(leveller, new Float32Array(48_000 * 10));
    const random = noise(2);
    pass(
      leveller,
      Float32Array.from({ length: 48_000 * 10 }, () => random() * 0.0005),
    );
    assert.ok(Math.abs(leveller.gainDb - reached) < 0.5, `${reached} to ${leveller.gainDb}`);
  });

  it('follows somebody who goes on much quieter for good', () => {
    const leveller = new Leveller(SETTINGS);
    pass(leveller, at(-18, sine(500, 48_000, 48_000 * 5)));
    pass(leveller, at(-40, sine(500, 48_000, 48_000 * 15)));
    assert.ok(leveller.gainDb > 14, String(leveller.gainDb));
  });

  it('makes no step', () => {
    const tone = sine(100, 48_000, 48_000 * 10, 0.02);
    const output = pass(new Leveller(SETTINGS), tone);
    const steepest = 0.02 * factorOf(15) * 2 * Math.PI * (100 / 48_000);
    for (let i = 1; i < output.length; i++) {
      assert.ok(Math.abs(output[i]! - output[i - 1]!) <= steepest * 1.05);
    }
  });

  it('passes bit-exactly while it is off, and returns to that when it is switched off', () => {
    const leveller = new Leveller({ ...SETTINGS, enabled: false });
    const speech = at(-30, speechOf(5));
    assert.deepEqual(pass(leveller, speech), speech);
    leveller.change(SETTINGS);
    pass(leveller, speech);
    assert.ok(leveller.gainDb > 3);
    leveller.change({ ...SETTINGS, enabled: false });
    pass(leveller, at(-30, speechOf(10)));
    assert.deepEqual(pass(leveller, speech), speech);
  });
});
