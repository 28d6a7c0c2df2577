import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Resampler } from '../../../src/dsp/resampler.ts';
import { noise, sine } from '../../support/sounds.ts';

/** Resamples in pieces of different sizes. */
function resampled(samples: Float32Array, from: number, to: number): Float32Array {
  const resampler = new Resampler(from, to);
  const pieces: Float32Array[] = [];
  const sizes = [1, 480, 7, 4096, 0, 33];
  for (let at = 0, turn = 0; at < samples.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    pieces.push(resampler.process(samples.subarray(at, at + size)));
    at += size;
  }
  pieces.push(resampler.flush());
  return Float32Array.from(pieces.flatMap(piece => [...piece]));
}

/** dB between `wanted` and what differs from it, away from the two ends, where the signal begins out of nothing. */
function signalToNoise(actual: Float32Array, wanted: Float32Array): number {
  let signal = 0;
  let error = 0;
  for (let i = 2000; i < wanted.length - 2000; i++) {
    signal += wanted[i]! ** 2;
    error += (actual[i]! - wanted[i]!) ** 2;
  }
  return 10 * Math.log10(signal / error);
}

describe('Resampler', () => {
  const tones: [from: number, hz: number][] = [
    [8000, 440],
    [8000, 3300],
    [11_025, 1000],
    [16_000, 1000],
    [22_050, 9000],
    [32_000, 1000],
    [44_100, 1000],
    [44_100, 15_000],
    [44_100, 19_000],
    [96_000, 1000],
    [96_000, 19_000],
    [192_000, 5000],
    [44_101, 1000], // no common divisor with 48000: positions between the filters
    [44_101, 15_000],
  ];
  for (const [from, hz] of tones) {
    it(`keeps a tone of ${hz} Hz in its place from ${from} to 48000 Hz, with more than 100 dB to the noise`, () => {
      const frames = from / 2;
      const actual = resampled(sine(hz, from, frames, 0.5), from, 48_000);
      assert.equal(actual.length, Math.round((Math.floor(frames) * 48_000) / from));
      const ratio = signalToNoise(actual, sine(hz, 48_000, actual.length, 0.5));
      assert.ok(ratio > 100, `${ratio} dB`);
    });
  }

  it('lets nothing through that the lower rate cannot hold', () => {
    const actual = resampled(sine(30_000, 96_000, 96_000, 0.5), 96_000, 48_000);
    const loudest = Math.max(...actual.subarray(2000, -2000).map(Math.abs));
    assert.ok(loudest < 0.5e-5, String(loudest));
  });

  it('gives the same whatever the sizes of the pieces', () => {
    const random = noise();
    const samples = Float32Array.from({ length: 20_000 }, random);
    const whole = new Resampler(44_100, 48_000);
    const once = [...whole.process(samples), ...whole.flush()];
    assert.deepEqual([...resampled(samples, 44_100, 48_000)], once);
  });

  it('gives as many samples as the ratio says, for every length', () => {
    for (const from of [8000, 44_100, 44_101, 192_000, 384_000]) {
      for (const frames of [0, 1, 2, 3, 10, 147, 1000]) {
        const { length } = resampled(new Float32Array(frames).fill(1), from, 48_000);
        assert.equal(length, Math.round((frames * 48_000) / from), `${frames} frames at ${from} Hz`);
      }
    }
  });

  it('passes a constant unchanged', () => {
    const actual = resampled(new Float32Array(20_000).fill(0.25), 44_100, 48_000).subarray(200, -200);
    assert.ok(actual.every(sample => Math.abs(sample - 0.25) < 1e-7));
  });
});
