import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { TrimmedResampler } from '../../../src/dsp/trimmed-resampler.ts';
import { sine } from '../../support/sounds.ts';

function resampled(samples: Float32Array, from: number, trim: number): Float32Array {
  const resampler = new TrimmedResampler(from, 48_000);
  resampler.trim = trim;
  const made: number[] = [];
  for (let at = 0, size = 1; at < samples.length; at += size) {
    size = (size * 7) % 500;
    made.push(...resampler.process(samples.subarray(at, at + size)));
  }
  return Float32Array.from(made);
}

/** dB between a tone and what differs from it. */
function signalToNoise(actual: Float32Array, wanted: Float32Array): number {
  let signal = 0;
  let error = 0;
  for (let i = 2000; i < actual.length - 2000; i++) {
    signal += wanted[i]! ** 2;
    error += (actual[i]! - wanted[i]!) ** 2;
  }
  return 10 * Math.log10(signal / error);
}

describe('TrimmedResampler', () => {
  const cases: [from: number, hz: number, trim: number][] = [
    [8000, 440, 0],
    [8000, 2500, 0.004],
    [16_000, 5000, -0.004],
    [44_100, 10_000, 0.0001],
    [48_000, 1000, 0],
    [48_000, 15_000, 0.005],
    [96_000, 15_000, -0.005],
  ];
  for (const [from, hz, trim] of cases) {
    it(`keeps a tone of ${hz} Hz clean from ${from} Hz, ${trim * 1e6} ppm faster`, () => {
      const actual = resampled(sine(hz, from, from / 2, 0.5), from, trim);
      const wanted = sine(hz * (1 + trim), 48_000, actual.length, 0.5);
      assert.ok(signalToNoise(actual, wanted) > 85, `${signalToNoise(actual, wanted)} dB`);
      assert.ok(Math.abs(actual.length - 24_000 / (1 + trim)) < 200, String(actual.length));
    });
  }

  it('changes its trim without a step', () => {
    const resampler = new TrimmedResampler(48_000, 48_000);
    const tone = sine(500, 48_000, 48_000, 0.5);
    const made: number[] = [];
    for (let at = 0; at < tone.length; at += 480) {
      resampler.trim = 0.005 * Math.sin(at / 5000);
      made.push(...resampler.process(tone.subarray(at, at + 480)));
    }
    const steps = made.slice(1).map((sample, i) => Math.abs(sample - made[i]!));
    const steepest = Math.max(...steps.slice(100));
    assert.ok(steepest < 0.5 * 2 * Math.PI * (500 / 48_000) * 1.02, String(steepest));
  });

  it('knows what it still holds', () => {
    const resampler = new TrimmedResampler(8000, 48_000);
    const made = resampler.process(new Float32Array(160)).length;
    assert.ok(Math.abs(made / 6 + resampler.pending - 160) < 1);
  });
});
