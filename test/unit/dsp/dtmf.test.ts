import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { DtmfDetector, dtmfTones } from '../../../src/dsp/dtmf.ts';
import { babble, noise } from '../../support/sounds.ts';

const RATE = 48_000;
const ALL = '1234567890*#ABCD';
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477, 1633];

/** Two tones. */
const pair = (low: number, high: number, ms: number, gains: readonly [number, number] = [0.2, 0.2]) =>
  Float32Array.from({ length: (RATE * ms) / 1000 }, (_, i) => {
    const at = (hz: number) => Math.sin((2 * Math.PI * hz * i) / RATE);
    return gains[0] * at(low) + gains[1] * at(high);
  });
const silence = (ms: number) => new Float32Array((RATE * ms) / 1000);
const joined = (...parts: readonly Float32Array[]) => Float32Array.from(parts.flatMap(part => [...part]));

/** The keys in a sound that comes in pieces of 7 ms, which are no whole part of anything. */
function keysIn(sound: Float32Array): string {
  let keys = '';
  const detector = new DtmfDetector(key => (keys += key));
  for (let at = 0; at < sound.length; at += 336) {
    const piece = sound.subarray(at, at + 336);
    detector.hear(piece, piece.length);
  }
  return keys;
}

function typed(keys: string, ms: number, pauseMs: number): Float32Array {
  const parts = keys.split('').map(key => {
    const samples = new Int16Array((RATE * ms) / 1000);
    dtmfTones(key, 0, samples, RATE);
    return joined(
      Float32Array.from(samples, sample => sample / 32_768),
      silence(pauseMs),
    );
  });
  return joined(silence(13), ...parts);
}

describe('keys as tones', () => {
  it('are found as they are made, all sixteen', () => assert.equal(keysIn(typed(ALL, 160, 60)), ALL));

  it('are found from 40 ms on and after 30 ms of pause, wherever they begin (Q.24)', () => {
    for (let shift = 0; shift < 13; shift++)
      assert.equal(keysIn(joined(silence(shift), typed('1159', 40, 30))), '1159', String(shift));
  });

  it('are none where they are shorter than 23 ms, or one alone', () => {
    for (let shift = 0; shift < 13; shift++) assert.equal(keysIn(joined(silence(shift), typed('159D', 23, 60))), '');
    assert.equal(keysIn(pair(770, 1336, 200, [0.2, 0])), '');
    assert.equal(keysIn(pair(770, 1336, 200, [0, 0.2])), '');
  });

  it('may be 1.5 % off, and are none at 3.5 %', () => {
    for (const low of ROWS)
      for (const high of COLUMNS) {
        for (const off of [0.985, 1.015]) assert.equal(keysIn(pair(low * off, high * off, 100)).length, 1);
        for (const off of [0.965, 1.035]) {
          assert.equal(keysIn(pair(low * off, high, 200)), '', `${low * off} and ${high}`);
          assert.equal(keysIn(pair(low, high * off, 200)), '', `${low} and ${high * off}`);
        }
      }
  });

  it('may differ in loudness: the high tone by 6 dB upwards, the low one by 3 dB', () => {
    assert.equal(keysIn(pair(852, 1477, 100, [0.1, 0.2])), '9');
    assert.equal(keysIn(pair(852, 1477, 100, [0.2, 0.142])), '9');
    assert.equal(keysIn(pair(852, 1477, 100, [0.2, 0.08])), '');
  });

  it('may be as faint as -30 dBFS each, and as loud as there is', () => {
    assert.equal(keysIn(pair(852, 1477, 100, [0.032, 0.032])), '9');
    assert.equal(keysIn(pair(852, 1477, 100, [0.5, 0.5])), '9');
    assert.equal(keysIn(pair(852, 1477, 100, [0.005, 0.005])), '');
  });

  it('are found in noise that is 15 dB fainter', () => {
    const random = noise(5);
    const sound = typed(ALL, 80, 60).map(sample => sample + 0.06 * random());
    assert.equal(keysIn(sound), ALL);
  });

  it('are not in speech, noise or music', () => {
    assert.equal(keysIn(babble(60)), '');
    const random = noise(9);
    assert.equal(keysIn(Float32Array.from({ length: 20 * RATE }, () => 0.5 * random())), '');
    const chord = Float32Array.from({ length: 2 * RATE }, (_, i) =>
      [220, 440, 660, 880, 1320].reduce((sum, hz) => sum + 0.1 * Math.sin((2 * Math.PI * hz * i) / RATE), 0),
    );
    assert.equal(keysIn(chord), '');
  });
});
