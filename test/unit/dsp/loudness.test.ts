import { strict as assert } from 'node:assert';
import { after, describe, it } from 'mocha';
import { Loudness } from '../../../src/dsp/loudness.ts';
import { babble, HAS_FFMPEG, measuredByFfmpeg, noise, sine, soundFolder, wavFile } from '../../support/sounds.ts';

function loudnessOf(...parts: readonly Float32Array[]): number | null {
  const loudness = new Loudness();
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 1111) loudness.add(part.subarray(at, at + 1111));
  }
  return loudness.integrated();
}

const near = (actual: number | null, wanted: number, by: number) =>
  assert.ok(actual !== null && Math.abs(actual - wanted) <= by, `${actual} is not ${wanted}`);

describe('Loudness', () => {
  const folder = soundFolder();
  after(() => folder.remove());

  it('is -3.01 LUFS for a sine of 997 Hz at full scale in one channel (BS.1770-4, annex 1)', () => {
    near(loudnessOf(sine(997, 48_000, 240_000)), -3.01, 0.02);
  });

  it('falls by as many LU as the level by dB', () => {
    near(loudnessOf(sine(997, 48_000, 240_000, 0.1)), -23.01, 0.02);
  });

  it('leaves silence out, however long', () => {
    near(loudnessOf(sine(997, 48_000, 240_000, 0.1), new Float32Array(960_000)), -23.01, 0.2);
  });

  it('leaves out what is 10 LU below the rest (the relative gate)', () => {
    near(loudnessOf(sine(997, 48_000, 240_000, 0.1), sine(997, 48_000, 240_000, 0.01)), -23.01, 0.15);
  });

  it('is unknown where there are not 400 ms, or nothing above -70 LUFS (the absolute gate)', () => {
    assert.equal(loudnessOf(sine(997, 48_000, 19_199)), null);
    assert.equal(loudnessOf(new Float32Array(96_000)), null);
    assert.equal(loudnessOf(sine(997, 48_000, 96_000, 0.0004)), null);
    assert.notEqual(loudnessOf(sine(997, 48_000, 19_200)), null);
  });

  it('agrees with ffmpeg within 0.1 LU', function () {
    if (!HAS_FFMPEG) this.skip();
    const random = noise(3);
    const sounds = { babble: babble(10), noise: Float32Array.from({ length: 240_000 }, () => 0.2 * random()) };
    for (const [name, samples] of Object.entries(sounds)) {
      const wanted = measuredByFfmpeg(wavFile(folder.file(`${name}.wav`), samples)).lufs;
      near(loudnessOf(samples), wanted, 0.1);
    }
  });
});
