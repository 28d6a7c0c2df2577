import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { BLOCK_FRAMES, factorOf, framesOf } from '../../../src/dsp/format.ts';
import { LIMITER_DELAY } from '../../../src/dsp/limiter.ts';
import { SOURCE_CLASSES, type ClassPolicies, type SourceClass } from '../../../src/engine/contract.ts';
import { Mixer } from '../../../src/engine/mixer.ts';
import { createRingMemory, RingWriter } from '../../../src/engine/source-ring.ts';
import { policies } from '../../support/policies.ts';

const ATTACK = framesOf(10);
const RELEASE = framesOf(20);
/** Long enough for every ramp. */
const SETTLED = framesOf(40);
const SECOND = 48_000;
/** Quiet enough that no sum reaches the limiter. */
const LEVEL = 0.125;
/** A sample that says which it is: a slow ramp, so that a step of it is far below any click. */
const SLOPE = 1e-6;

/** A mixer whose voices are ramps; `at` are the frames mixed so far. */
class Rig {
  readonly mixer: Mixer;
  #next = 1;

  constructor(changed: ClassPolicies) {
    this.mixer = new Mixer(changed);
  }

  /** A voice of `frames` samples, or of a second: sample n is LEVEL + n * SLOPE. */
  play(sourceClass: SourceClass, { frames = SECOND, live = false, level = LEVEL, slope = SLOPE } = {}): number {
    const ring = createRingMemory(65_536);
    const writer = new RingWriter(ring);
    writer.write(
      Float32Array.from({ length: frames }, (_, n) => level + n * slope),
      frames,
    );
    writer.end();
    const id = this.#next++;
    this.mixer.add({ id, sourceClass, live, ring, gain: 1, roundFrames: Infinity, from: 0 });
    return id;
  }

  /** Mixes so many frames, in blocks; the samples are those that go in now, without the limiter's delay. */
  run(frames: number): Float32Array {
    const mixed = new Float32Array(frames);
    for (let at = 0; at < frames; at += BLOCK_FRAMES) {
      this.mixer.mix(mixed.subarray(at, at + BLOCK_FRAMES), Math.min(BLOCK_FRAMES, frames - at));
      while (this.mixer.takeEnded() !== undefined);
    }
    return mixed;
  }
}

const steepest = (samples: Float32Array) =>
  samples.reduce((most, sample, i) => (i === 0 ? 0 : Math.max(most, Math.abs(sample - samples[i - 1]!))), 0);
const near = (actual: number | undefined, wanted: number, message: string) =>
  assert.ok(actual !== undefined && Math.abs(actual - wanted) < 1e-4, `${message}: ${actual} instead of ${wanted}`);

/** A speaker test never sounds over these: they end it (test-class.test.ts). */
const END_A_TEST: readonly SourceClass[] = ['paging', 'call', 'emergency'];

/** What is left of the lower one, by policy. */
const LEFT = { mix: 1, duck: factorOf(-20), mute: 0, pause: 0 } as const;
const LOWER = Object.keys(LEFT) as (keyof typeof LEFT)[];

describe('source classes', () => {
  for (const [rank, high] of SOURCE_CLASSES.entries()) {
    for (const low of SOURCE_CLASSES.slice(0, rank)) {
      if (high === 'test' && END_A_TEST.includes(low)) continue;
      for (const lower of LOWER) {
        it(`${high} over ${low}: ${lower}`, () => {
          const rig = new Rig(policies({ [high]: { lower, duckDb: 20 } }));
          rig.play(low);
          const before = 4800;
          rig.run(before);
          // The higher one is silent, so that what is heard is what it leaves of the lower one.
          const page = rig.play(high, { level: 0, slope: 0 });
          const during = rig.run(SETTLED);
          near(during.at(-1), LEFT[lower] * (LEVEL + (before + SETTLED) * SLOPE), 'while it sounds');
          assert.ok(steepest(during) <= (1 - LEFT[lower]) * ((LEVEL + 0.1) / ATTACK) + 2 * SLOPE, 'no click');
          rig.mixer.stop(page);
          const after = rig.run(SETTLED);
          const waited = lower === 'pause';
          const at = before + SETTLED + (waited ? -SETTLED : SETTLED) + (waited ? SETTLED : 0) - LIMITER_DELAY;
          near(after.at(-1), LEVEL + at * SLOPE, 'after it');
          assert.ok(steepest(after) <= (LEVEL + 0.1) / RELEASE + 2 * SLOPE, 'no click');
        });

        it(`${low} under ${high} from its first sample on: ${lower}`, () => {
          const rig = new Rig(policies({ [high]: { lower, duckDb: 20 } }));
          const page = rig.play(high, { level: 0, slope: 0 });
          rig.run(4800);
          rig.play(low);
          const during = rig.run(SETTLED);
          near(during.at(-1), LEFT[lower] * (LEVEL + SETTLED * SLOPE), 'while the other sounds');
          rig.mixer.stop(page);
          const after = rig.run(SETTLED);
          near(after.at(-1), LEVEL + (lower === 'pause' ? 1 : 2) * SETTLED * SLOPE, 'after it');
        });
      }
    }
  }

  it('goes on from the very sample at which it gave way', () => {
    const rig = new Rig(policies({ paging: { lower: 'pause', attackMs: 10, releaseMs: 0 } }));
    rig.play('announcement', { level: 0, slope: 1e-5 });
    rig.run(960);
    const page = rig.play('paging', { level: 0, slope: 0 });
    rig.run(9600);
    rig.mixer.stop(page);
    const after = rig.run(480);
    // Sample 960 was the first one of the fade; it is heard again whole.
    near(after[LIMITER_DELAY], 960 * 1e-5, 'the first sample');
    near(after[LIMITER_DELAY + 100], 1060 * 1e-5, 'a later sample');
  });

  it('does not repeat what was heard when the page ends before the fade did', () => {
    const rig = new Rig(policies({ paging: { lower: 'pause', attackMs: 100, releaseMs: 100 } }));
    rig.play('announcement', { level: 0.1, slope: 1e-6 });
    rig.run(960);
    const page = rig.play('paging', { level: 0, slope: 0 });
    rig.run(960);
    rig.mixer.stop(page);
    const after = rig.run(9600);
    near(after.at(-1), 0.1 + (960 + 960 + 9600 - LIMITER_DELAY) * 1e-6, 'no sample is heard twice');
    assert.ok(steepest(after) < 0.11 / framesOf(20), 'no click');
  });

  it('has a live source go on unheard where others wait', () => {
    const rig = new Rig(policies({ call: { lower: 'pause', releaseMs: 0 } }));
    rig.play('paging', { live: true });
    rig.run(960);
    const call = rig.play('call', { level: 0, slope: 0 });
    near(rig.run(4800).at(-1), 0, 'while the call lasts');
    rig.mixer.stop(call);
    near(rig.run(960).at(-1), LEVEL + (960 + 4800 + 960 - LIMITER_DELAY) * SLOPE, 'after it');
  });

  it('takes the strongest of several, and gives back what the weaker one leaves', () => {
    const rig = new Rig(
      policies({ announcement: { lower: 'duck', duckDb: 6 }, paging: { lower: 'duck', duckDb: 40 } }),
    );
    rig.play('music', { slope: 0 });
    const clip = rig.play('announcement', { level: 0, slope: 0 });
    near(rig.run(SETTLED).at(-1), LEVEL * factorOf(-6), 'under the announcement');
    const page = rig.play('paging', { level: 0, slope: 0 });
    near(rig.run(SETTLED).at(-1), LEVEL * factorOf(-40), 'under the page');
    rig.mixer.stop(page);
    near(rig.run(SETTLED).at(-1), LEVEL * factorOf(-6), 'under the announcement again');
    rig.mixer.stop(clip);
    near(rig.run(SETTLED).at(-1), LEVEL, 'alone');
  });

  it('lets one that waits take nothing from those below it', () => {
    const rig = new Rig(policies({ announcement: { lower: 'mute' }, call: { lower: 'duck', duckDb: 6 } }));
    rig.play('music', { slope: 0 });
    rig.play('announcement', { level: 0, slope: 0 });
    near(rig.run(SETTLED).at(-1), 0, 'muted by the announcement');
    rig.mixer.setPolicies(policies({ announcement: { lower: 'mute', several: 'queue' } }));
    rig.play('announcement', { level: 0, slope: 0 });
    near(rig.run(SETTLED).at(-1), 0, 'still');
    rig.mixer.stop(2);
    rig.mixer.stop(3);
    near(rig.run(SETTLED).at(-1), LEVEL, 'alone');
  });

  it('a gain of the class is heard, and changes without a click', () => {
    const rig = new Rig(policies({ music: { gainDb: -6 } }));
    rig.play('music', { slope: 0 });
    near(rig.run(SETTLED).at(-1), LEVEL * factorOf(-6), 'from the beginning');
    rig.mixer.setPolicies(policies({ music: { gainDb: -20 } }));
    const mixed = rig.run(SETTLED);
    near(mixed.at(-1), LEVEL * factorOf(-20), 'after a change');
    assert.ok(steepest(mixed) <= LEVEL / framesOf(20));
  });

  describe('several of one class', () => {
    const two = (several: 'together' | 'replace' | 'newest' | 'queue') => {
      const rig = new Rig(policies({ paging: { several, attackMs: 10, releaseMs: 0 } }));
      const first = rig.play('paging', { level: 0.1, slope: 0, frames: 9600 });
      rig.run(960);
      const second = rig.play('paging', { level: 0.2, slope: 0, frames: 4800 });
      return { rig, first, second };
    };

    it('sound together', () => near(two('together').rig.run(SETTLED).at(-1), 0.3, 'both'));

    it('replace: the newest ends the others', () => {
      const { rig } = two('replace');
      near(rig.run(SETTLED).at(-1), 0.2, 'the second');
      near(rig.run(4800).at(-1), 0, 'nobody');
    });

    it('newest: the others wait and come again', () => {
      const { rig } = two('newest');
      near(rig.run(SETTLED).at(-1), 0.2, 'the second');
      near(rig.run(4800).at(-1), 0.1, 'the first again');
      // It lasts as long as it would have: nothing of it was lost.
      const left = 9600 - 960 - (4800 - (4800 - SETTLED)) - BLOCK_FRAMES;
      near(rig.run(left).at(-1), 0.1, 'to its end');
    });

    it('queue: each waits for its turn', () => {
      const { rig } = two('queue');
      near(rig.run(SETTLED).at(-1), 0.1, 'the first');
      near(rig.run(9600 - 960 - SETTLED + 480).at(-1), 0.2, 'then the second');
      near(rig.run(9600).at(-1), 0, 'then nobody');
    });
  });

  it('stops one that waits', () => {
    const rig = new Rig(policies({ paging: { lower: 'pause' } }));
    const clip = rig.play('announcement');
    rig.run(480);
    rig.play('paging', { level: 0, slope: 0 });
    rig.run(SETTLED);
    rig.mixer.stop(clip);
    rig.run(480);
    assert.deepEqual(
      rig.mixer.voices.map(({ sourceClass }) => sourceClass),
      ['paging'],
    );
  });
});
