import { strict as assert } from 'node:assert';
import { before, describe, it } from 'mocha';
import { type Calibration, calibrate, judge, type Verdict } from '../../../src/speakertest/index.ts';
import { Random } from '../../support/random.ts';
import { type Run, type Site, site } from '../../support/speaker-room.ts';

describe('the speaker test', function () {
  this.timeout(120_000);
  let place: Site;
  let calibration: Calibration;

  before(() => {
    place = site(9001);
    const made = calibrate([1, 2, 3].map(seed => place.record({ seed, daySeed: 1, snrDb: 25 })));
    assert.ok(typeof made !== 'string', `refused: ${JSON.stringify(made)}`);
    calibration = made;
  });

  const judged = (recordings: readonly Float32Array[]): Verdict => judge(calibration, recordings, true);
  const tested = (run: Run, times = 1) =>
    judged(Array.from({ length: times }, (_, i) => place.record({ ...run, seed: run.seed + i, daySeed: run.seed })));

  it('passes a healthy speaker, in quiet and where noise is as loud as the sweeps', () => {
    for (const snrDb of [20, 0]) assert.equal(tested({ seed: 20, snrDb }).verdict, 'pass', `${snrDb} dB`);
  });

  it('says what is wrong', () => {
    const reasons = {
      dead: 'no-sound',
      'minus-6-db': 'low-level',
      'high-loss': 'high-band-loss',
      'low-loss': 'low-band-loss',
    } as const;
    for (const [fault, reason] of Object.entries(reasons)) {
      const { verdict, reason: told } = tested({ seed: 30, snrDb: 10, fault: fault as keyof typeof reasons }, 2);
      assert.deepEqual([verdict, told], ['fail', reason], fault);
    }
  });

  it('finds distortion', () => {
    const { verdict, reason } = tested({ seed: 40, snrDb: 20, distortion: 0.5 }, 2);
    assert.deepEqual([verdict, reason], ['fail', 'distortion']);
  });

  it('wants a second recording before it says that something is wrong', () => {
    const { verdict, reason } = tested({ seed: 50, snrDb: 10, fault: 'minus-6-db' });
    assert.deepEqual([verdict, reason], ['more', 'low-level']);
  });

  it('calls it inconclusive, not failed, where nothing can be heard for noise', () => {
    assert.equal(tested({ seed: 60, snrDb: -45 }).verdict, 'more');
    const { verdict, reason } = tested({ seed: 60, snrDb: -45 }, 3);
    assert.deepEqual([verdict, reason], ['inconclusive', 'noise']);
  });

  it('cannot tell without a microphone', () => {
    const { verdict, reason } = tested({ seed: 70, snrDb: 20, fault: 'mic-dead' });
    assert.deepEqual([verdict, reason], ['cannot', 'mic-no-signal']);
    const off = judge(calibration, [place.record({ seed: 70, snrDb: 20 })], false);
    assert.deepEqual([off.verdict, off.reason], ['cannot', 'mic-off']);
  });

  it('does not take lost samples for a fault', () => {
    const recording = place.record({ seed: 80, snrDb: 20 });
    recording.copyWithin(100_000, 101_500); // 31 ms are missing in the second sweep
    assert.equal(judged([recording]).verdict, 'pass');
  });

  it('does not mind clocks that differ and a stream that begins late', () => {
    const far = site(70_011); // 137 ppm
    const made = calibrate([1, 2, 3].map(seed => far.record({ seed, daySeed: 1, snrDb: 25 })));
    assert.ok(typeof made !== 'string', `refused: ${JSON.stringify(made)}`);
    assert.ok(Math.abs(made.ppm) > 100, `${made.ppm} ppm`);
    const late = new Float32Array(100_000 + 340_000);
    late.set(far.record({ seed: 90, snrDb: 10 }), 100_000);
    const { verdict, reading } = judge(made, [late], true);
    assert.equal(verdict, 'pass');
    assert.equal(reading?.recordings[0]?.leftOut, 0);
  });

  it('leaves out sweeps that a knock clips, and judges none where all are', () => {
    const knocked = place.record({ seed: 91, snrDb: 20 });
    knocked.fill(1, 150_000, 150_400);
    const { verdict, reading } = judged([knocked]);
    assert.deepEqual([verdict, reading?.recordings[0]?.leftOut], ['pass', 1]);
    const loud = place.record({ seed: 92, snrDb: 20 }).map((sample, i) => (i % 3 === 0 ? 1 : sample));
    assert.deepEqual([judged([loud]).verdict, judged([loud]).reason], ['more', 'noise']);
    assert.equal(judged([loud, loud, loud]).verdict, 'inconclusive');
  });

  it('tells a covered microphone from a covered loudspeaker where the noise is that of the calibration', () => {
    const reasonOf = (fault: 'mic-blocked' | 'blocked') => {
      const three = [1, 2].map(seed => place.record({ seed: 100 + seed, daySeed: 1, snrDb: 25, fault }));
      return judged(three).reason;
    };
    assert.equal(reasonOf('mic-blocked'), 'mic-blocked');
    assert.notEqual(reasonOf('blocked'), 'mic-blocked');
  });

  it('advises another calibration where the surroundings have changed', () => {
    const plain = place.record({ seed: 120, daySeed: 1, snrDb: 25 });
    assert.deepEqual(judged([plain]).advice, []);
    const { verdict, advice } = judged([withReflections(plain)]);
    assert.deepEqual([verdict, advice], ['pass', ['surroundings-changed']]);
  });

  it('refuses to be calibrated in noise, without a microphone, and with one that clips', () => {
    const three = (run: Omit<Run, 'seed'>) => [1, 2, 3].map(seed => place.record({ ...run, seed }));
    assert.equal(calibrate(three({ snrDb: -25, gainDb: -40 })), 'too-noisy');
    assert.equal(calibrate(three({ snrDb: 25, fault: 'mic-dead' })), 'mic-no-signal');
    const clipped = three({ snrDb: 25 }).map(recording => recording.map(s => Math.max(-1, Math.min(1, 100 * s))));
    assert.equal(calibrate(clipped), 'clipping');
    assert.throws(() => calibrate(three({ snrDb: 25 }).slice(1)), { kind: 'invalid', field: 'recordings' });
  });
});

/** Of walls that were not there before; the direct sound is as it was. */
function withReflections(plain: Float32Array): Float32Array {
  const random = new Random(7);
  const heard = plain.slice();
  for (let n = 0; n < 60; n++) {
    const delay = Math.round(random.between(0.04, 0.3) * 48_000);
    const gain = random.chance(0.5) ? 0.15 : -0.15;
    for (let i = delay; i < heard.length; i++) heard[i]! += gain * plain[i - delay]!;
  }
  return heard;
}
