import { strict as assert } from 'node:assert';
import { after, describe, it } from 'mocha';
import { dbOf } from '../../../src/dsp/format.ts';
import { TruePeak } from '../../../src/dsp/true-peak.ts';
import { babble, HAS_FFMPEG, measuredByFfmpeg, noise, soundFolder, wavFile } from '../../support/sounds.ts';

function truePeakDb(samples: Float32Array): number {
  const peak = new TruePeak();
  for (let at = 0; at < samples.length; at += 1000) peak.add(samples.subarray(at, at + 1000));
  return dbOf(peak.finish());
}

describe('TruePeak', () => {
  const folder = soundFolder();
  after(() => folder.remove());

  it('finds the peak between the samples of a sine at a quarter of the rate, 3 dB above them', () => {
    // Samples at 45°, 135° …: each is 0.707 of the amplitude.
    const samples = Float32Array.from({ length: 48_000 }, (_, i) => 0.5 * Math.sin((Math.PI / 2) * i + Math.PI / 4));
    // Faded in: a sine that begins in the middle overshoots.
    const faded = samples.map((sample, i) => sample * Math.min(1, i / 4800, (48_000 - i) / 4800));
    const found = truePeakDb(faded);
    assert.ok(Math.abs(found - dbOf(0.5)) < 0.05, String(found));
  });

  it('is never below the highest sample, even the first or last', () => {
    for (const at of [0, 500, 999]) {
      const samples = new Float32Array(1000);
      samples[at] = 0.8;
      assert.ok(truePeakDb(samples) >= dbOf(0.8) - 1e-6);
    }
  });

  it('is zero for silence', () => {
    const peak = new TruePeak();
    peak.add(new Float32Array(1000));
    assert.equal(peak.finish(), 0);
  });

  it('agrees with ffmpeg within 0.2 dB', function () {
    if (!HAS_FFMPEG) this.skip();
    const random = noise(5);
    let low = 0;
    const sounds = {
      babble: babble(5),
      noise: Float32Array.from({ length: 240_000 }, () => (low += 0.5 * (random() - low))),
    };
    for (const [name, samples] of Object.entries(sounds)) {
      const wanted = measuredByFfmpeg(wavFile(folder.file(`${name}.wav`), samples)).truePeakDb;
      const found = truePeakDb(samples);
      assert.ok(Math.abs(found - wanted) <= 0.2, `${name}: ${found} is not ${wanted}`);
    }
  });
});
