import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { factorOf } from '../../../src/dsp/format.ts';
import { hearingMatch } from '../../../src/speakertest/hearing-match.ts';
import { babble, noise } from '../../support/sounds.ts';

const SECONDS = 3;

/** Late by 60 ms, softer, with white noise. */
function heard(played: Float32Array, gainDb: number, noiseDb: number): Float32Array {
  const random = noise(5);
  return played.map((_, i) => factorOf(gainDb) * (played[i - 2880] ?? 0) + factorOf(noiseDb) * random());
}

describe('whether the microphone heard what was played', () => {
  const played = babble(SECONDS);

  it('hears it, knows how loud, and how much of it there is', () => {
    const match = hearingMatch(played, heard(played, -20, -100));
    assert.equal(match?.heard, true);
    assert.ok(match.match > 80, String(match.match));
    const louder = hearingMatch(played, heard(played, -10, -100));
    assert.ok(Math.abs((louder?.level ?? 0) - match.level - 10) < 0.5);
  });

  it('hears nothing where there is only noise', () => {
    const match = hearingMatch(played, heard(played, -120, -30));
    assert.deepEqual([match?.heard, (match?.match ?? 100) < 15], [false, true]);
  });

  it('hears nothing of another sound', () => {
    const other = heard(babble(SECONDS), -10, -100).reverse();
    assert.equal(hearingMatch(played, other)?.heard, false);
  });

  it('cannot tell where nothing was played', () => {
    assert.equal(hearingMatch(new Float32Array(144_000), heard(played, -20, -60)), undefined);
    assert.equal(hearingMatch(played.subarray(0, 1000), played.subarray(0, 1000)), undefined);
  });
});
