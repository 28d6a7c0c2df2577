import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { AutomaticVolume } from '../../../src/dsp/automatic-volume.ts';
import { factorOf } from '../../../src/dsp/format.ts';
import { noise } from '../../support/sounds.ts';

const SETTINGS = { enabled: true, quietLufs: -60, slope: 1, maxGain: 12 };
const random = noise(5);

/** Seconds of the room's noise as the microphone hears it, at about this many LUFS. */
function hear(volume: AutomaticVolume, seconds: number, lufs: number, sounding = false): void {
  // White noise between -1 and 1 has a mean square of -4.8 dB; the K weighting makes 3.2 dB more of it.
  const amplitude = Number.isFinite(lufs) ? factorOf(lufs + 1.6) : 0;
  const block = new Float32Array(480);
  for (let i = 0; i < seconds * 100; i++) {
    for (let at = 0; at < block.length; at++) block[at] = amplitude * random();
    volume.hear(block, block.length, sounding);
  }
}

const near = (actual: number, wanted: number, by = 0.7) =>
  assert.ok(Math.abs(actual - wanted) <= by, `${actual} is not ${wanted}`);

describe('AutomaticVolume', () => {
  it('adds what the room is louder than quiet, and takes it away again', () => {
    const volume = new AutomaticVolume(SETTINGS);
    hear(volume, 15, -51);
    near(volume.noiseLufs, -51);
    near(volume.gainDb, 9);
    hear(volume, 15, -66);
    assert.equal(volume.gainDb, 0);
  });

  it('keeps to its cap and to its slope', () => {
    const volume = new AutomaticVolume(SETTINGS);
    hear(volume, 20, -20);
    assert.equal(volume.gainDb, 12);
    volume.change({ ...SETTINGS, slope: 0.5, maxGain: 24 });
    hear(volume, 20, -40);
    near(volume.gainDb, 10);
  });

  it('moves slowly: 2 dB a second up, 1 dB a second down', () => {
    const volume = new AutomaticVolume(SETTINGS);
    hear(volume, 2, -20);
    near(volume.gainDb, 4, 0.3);
    hear(volume, 10, -20);
    const before = volume.gainDb;
    hear(volume, 6, -90);
    assert.ok(before - volume.gainDb <= 6.1 && before - volume.gainDb > 2);
  });

  it('does not listen while the speaker sounds, nor to the echo of that', () => {
    const volume = new AutomaticVolume(SETTINGS);
    hear(volume, 10, -55);
    const before = volume.gainDb;
    hear(volume, 10, -10, true);
    assert.equal(volume.gainDb, before);
    hear(volume, 0.9, -10);
    assert.equal(volume.gainDb, before);
    hear(volume, 5, -55);
    near(volume.gainDb, before, 0.3);
  });

  it('adds nothing where the microphone is off', () => {
    const volume = new AutomaticVolume(SETTINGS);
    hear(volume, 10, -50);
    assert.ok(volume.gainDb > 8);
    hear(volume, 20, -Infinity);
    assert.equal(volume.gainDb, 0);
  });

  it('adds nothing as soon as it is switched off', () => {
    const volume = new AutomaticVolume(SETTINGS);
    hear(volume, 10, -50);
    volume.change({ ...SETTINGS, enabled: false });
    assert.equal(volume.gainDb, 0);
    hear(volume, 10, -30);
    assert.equal(volume.gainDb, 0);
  });
});
