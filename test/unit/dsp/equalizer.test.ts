import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { EQUALIZER_BANDS, equalizerCurve, equalizerFilters } from '../../../src/dsp/equalizer-curve.ts';
import { Equalizer } from '../../../src/dsp/equalizer.ts';
import { dbOf } from '../../../src/dsp/format.ts';
import { babble, noise, sine } from '../../support/sounds.ts';

const FLAT = EQUALIZER_BANDS.map(() => 0);
const only = (band: number, gainDb: number) => FLAT.map((_, i) => (i === band ? gainDb : 0));

function pass(equalizer: Equalizer, input: Float32Array, block = 480): Float32Array {
  const output = Float32Array.from(input);
  for (let at = 0; at < output.length; at += block) {
    const part = output.subarray(at, at + block);
    equalizer.process(part, part.length);
  }
  return output;
}

const rms = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);

/** dB by which a tone leaves an equalizer louder than it came, once the filters have settled. */
function measured(gains: readonly number[], hz: number): number {
  const equalizer = new Equalizer();
  equalizer.change(equalizerFilters(gains));
  const input = sine(hz, 48_000, 48_000, 0.1);
  const output = pass(equalizer, input);
  return dbOf(rms(output.subarray(24_000)) / rms(input.subarray(24_000)));
}

const largestStep = (samples: Float32Array) => {
  let most = 0;
  for (let i = 1; i < samples.length; i++) most = Math.max(most, Math.abs(samples[i]! - samples[i - 1]!));
  return most;
};

describe('Equalizer', () => {
  it('gives every band the gain it was told, and leaves the middles of the others alone', () => {
    for (const [band] of EQUALIZER_BANDS.entries()) {
      for (const gain of [-12, 12]) {
        for (const [other, hz] of EQUALIZER_BANDS.entries()) {
          const wanted = other === band ? gain : 0;
          assert.ok(Math.abs(measured(only(band, gain), hz) - wanted) < 0.1, `${gain} dB at band ${band}: ${hz} Hz`);
        }
      }
    }
  });

  it('keeps to wild settings in the middle of every band', () => {
    for (const gains of [
      [12, -12, 12, -12, 12, -12, 12, -12, 12, -12],
      [5, -3, 2, 7, -8, 1, 0, 12, -12, 4],
    ]) {
      for (const [band, hz] of EQUALIZER_BANDS.entries()) {
        assert.ok(Math.abs(measured(gains, hz) - gains[band]!) < 0.1, `${hz} Hz`);
      }
    }
  });

  it('makes nearly a straight line of equal gains', () => {
    const frequencies = Array.from({ length: 200 }, (_, i) => 31.5 * (16_000 / 31.5) ** (i / 199));
    for (const gain of equalizerCurve(
      FLAT.map(() => 12),
      frequencies,
    )) {
      assert.ok(Math.abs(gain - 12) < 1, String(gain));
    }
  });

  it('tells the curve that it has', () => {
    const gains = [3, -6, 0, 9, 0, -12, 4, 0, 12, -2];
    for (const hz of [40, 90, 700, 1400, 5600, 12_000]) {
      assert.ok(Math.abs(equalizerCurve(gains, [hz])[0]! - measured(gains, hz)) < 0.05, `${hz} Hz`);
    }
  });

  it('passes bit-exactly while it is flat, and again after it was not', () => {
    const equalizer = new Equalizer();
    const input = babble(1);
    equalizer.change(equalizerFilters(FLAT));
    assert.deepEqual(pass(equalizer, input), input);
    equalizer.change(equalizerFilters(only(3, 9)));
    assert.notDeepEqual(pass(equalizer, input), input);
    equalizer.change(equalizerFilters(FLAT));
    pass(equalizer, input);
    assert.equal(equalizer.active, false);
    assert.deepEqual(pass(equalizer, input), input);
  });

  it('makes no step when the gains change in the middle of a sound', () => {
    // The steepest step of this sum of tones is known; a glide from -12 to 12 dB cannot make one more than 12 dB larger.
    const tones = [60, 250, 1000].map(hz => sine(hz, 48_000, 96_000, 0.05));
    const input = tones[0]!.map((sample, i) => sample + tones[1]![i]! + tones[2]![i]!);
    const steepest = Math.max(
      ...[-12, 0, 12].map(gain => {
        const still = new Equalizer();
        still.change(equalizerFilters(FLAT.map(() => gain)));
        return largestStep(pass(still, input).subarray(48_000));
      }),
    );
    const equalizer = new Equalizer();
    const random = noise(3);
    const output = new Float32Array(input.length);
    for (let at = 0; at < input.length; at += 480) {
      // Every 30 ms, also in the middle of a glide; the first from flat.
      if (at % 1440 === 480) equalizer.change(equalizerFilters(FLAT.map(() => 12 * Math.sign(random()))));
      const part = input.slice(at, at + 480);
      equalizer.process(part, part.length);
      output.set(part, at);
    }
    // Switched without a glide the steps are four times as large.
    assert.ok(largestStep(output) <= steepest * 1.2, `${largestStep(output)} > ${steepest}`);
  });

  it('treats gains beyond 12 dB as 12 dB', () => {
    assert.deepEqual(equalizerFilters(only(4, 40)), equalizerFilters(only(4, 12)));
  });
});
