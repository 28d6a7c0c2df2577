import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { equalizerFilters } from '../../../src/dsp/equalizer-curve.ts';
import { BLOCK_FRAMES } from '../../../src/dsp/format.ts';
import { LIMITER_DELAY } from '../../../src/dsp/limiter.ts';
import { Mixer } from '../../../src/engine/mixer.ts';
import type { SoundShape } from '../../../src/engine/sound-shape.ts';
import { policies } from '../../support/policies.ts';
import { createRingMemory, RingWriter } from '../../../src/engine/source-ring.ts';

/** A source with these int16 samples that ends after them unless told. */
function source(samples: Int16Array, { open = false } = {}) {
  const ring = createRingMemory(65_536);
  const writer = new RingWriter(ring);
  writer.writeInt16(samples, 0, samples.length);
  if (!open) writer.end();
  return { ring, writer };
}

const constant = (level: number, frames: number) => new Int16Array(frames).fill(level * 32768);
const voice = (id: number, { ring }: ReturnType<typeof source>, gain = 1, from = 0) => ({
  id,
  sourceClass: 'announcement' as const,
  live: false,
  ring,
  gain,
  roundFrames: 48_000,
  from,
});

/** Mixes `frames` frames in blocks; returns them without the limiter's delay and the voices that ended. */
function run(mixer: Mixer, frames: number) {
  const mixed = new Float32Array(frames + BLOCK_FRAMES);
  const ended: { id: number; why: string | undefined }[] = [];
  for (let at = 0; at < frames; at += BLOCK_FRAMES) {
    mixer.mix(mixed.subarray(at), Math.min(BLOCK_FRAMES, frames - at));
    for (let gone = mixer.takeEnded(); gone !== undefined; gone = mixer.takeEnded()) {
      ended.push({ id: gone.id, why: gone.ended });
    }
  }
  return { mixed: mixed.subarray(LIMITER_DELAY, frames), ended };
}

/** The largest step between two neighbours. */
const roughness = (samples: Float32Array) =>
  samples.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (samples[i - 1] ?? sample))), 0);

describe('Mixer', () => {
  it('is silent when nobody speaks, and says so', () => {
    const mixer = new Mixer(policies());
    assert.equal(mixer.active, false);
    assert.ok(run(mixer, 960).mixed.every(sample => sample === 0));
  });

  it('plays a source sample for sample and tells when it is over', () => {
    const samples = Int16Array.from({ length: 1000 }, (_, i) => (i * 37) % 20_000);
    const mixer = new Mixer(policies());
    mixer.add(voice(7, source(samples)));
    const { mixed, ended } = run(mixer, 1440);
    assert.deepEqual(
      Array.from(mixed.subarray(0, 1000), sample => sample * 32768),
      Array.from(samples),
    );
    assert.ok(mixed.subarray(1000).every(sample => sample === 0));
    assert.deepEqual(ended, [{ id: 7, why: 'done' }]);
    run(mixer, 480);
    assert.equal(mixer.active, false);
  });

  it('adds voices, each with its gain', () => {
    const mixer = new Mixer(policies());
    mixer.add(voice(1, source(constant(0.25, 4800)), 2));
    mixer.add(voice(2, source(constant(0.125, 4800))));
    assert.equal(run(mixer, 4800).mixed[100], 0.625);
  });

  it('ends a stopped voice within 5 ms and without a click', () => {
    const mixer = new Mixer(policies());
    mixer.add(voice(1, source(constant(0.5, 48_000))));
    run(mixer, 480);
    mixer.stop(1);
    const { mixed, ended } = run(mixer, 960);
    assert.deepEqual(ended, [{ id: 1, why: 'stopped' }]);
    assert.ok(roughness(mixed) <= 0.5 / 240 + 1e-6);
    assert.ok(mixed.subarray(241).every(sample => sample === 0));
  });

  it('fades in a voice that goes on in the middle', () => {
    const mixer = new Mixer(policies());
    mixer.add(voice(1, source(constant(0.5, 48_000)), 1, 1000));
    const { mixed } = run(mixer, 960);
    assert.ok(roughness(mixed) <= 0.5 / 240 + 1e-6);
    assert.equal(mixed[300], 0.5);
  });

  it('neither clicks nor ends when a source is late, and counts it', () => {
    const mixer = new Mixer(policies());
    const late = source(constant(0.5, 700), { open: true });
    mixer.add(voice(1, late));
    const before = run(mixer, 1440);
    assert.ok(roughness(before.mixed) < 0.02, String(roughness(before.mixed)));
    assert.equal(mixer.voices[0]?.starved, 2);
    late.writer.writeInt16(constant(0.5, 4800), 0, 4800);
    const after = run(mixer, 1440);
    assert.ok(roughness(after.mixed) <= 0.5 / 240 + 1e-6);
    assert.equal(after.mixed[1000], 0.5);
  });

  describe('when one voice takes the place of another', () => {
    const LEVEL = 0.875; // −1.2 dBFS: any sum of both would reach the limiter
    const loudest = (samples: Float32Array) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const REPLACE = policies({ announcement: { several: 'replace' } });
    const takeOver = (mixer: Mixer, id: number, start: ReturnType<typeof source>, gain = 1) =>
      mixer.add(voice(id, start, gain));

    it('keeps two equal ones as loud as one, and clear of the limiter', () => {
      const mixer = new Mixer(REPLACE);
      mixer.add(voice(1, source(constant(LEVEL, 48_000))));
      run(mixer, 480);
      takeOver(mixer, 2, source(constant(LEVEL, 48_000)));
      const { mixed, ended } = run(mixer, 960);
      for (const sample of mixed) assert.ok(Math.abs(sample - LEVEL) < 1e-6, String(sample));
      assert.equal(mixer.limiterDb(), 0);
      assert.deepEqual(ended, [{ id: 1, why: 'stopped' }]);
    });

    it('goes from one to the other within 5 ms, never louder than the louder one', () => {
      for (const [before, after] of [
        [0.25, LEVEL],
        [LEVEL, 0.25],
        [LEVEL, -LEVEL],
      ] as const) {
        const mixer = new Mixer(REPLACE);
        mixer.add(voice(1, source(constant(before, 48_000))));
        run(mixer, 480);
        takeOver(mixer, 2, source(constant(after, 48_000)));
        const { mixed } = run(mixer, 960);
        assert.ok(loudest(mixed) <= LEVEL + 1e-6);
        assert.ok(roughness(mixed) <= Math.abs(after - before) / 240 + 1e-6);
        assert.notEqual(mixed[2], before, 'the new one sounds from the first millisecond on');
        assert.ok(mixed.subarray(241).every(sample => sample === after));
      }
    });

    it('bears a burst of them, each before the last has faded', () => {
      const mixer = new Mixer(REPLACE);
      mixer.add(voice(1, source(constant(LEVEL, 48_000))));
      run(mixer, 480);
      let most = 0;
      for (let id = 2; id < 40; id++) {
        takeOver(mixer, id, source(constant(LEVEL, 48_000)));
        most = Math.max(most, loudest(run(mixer, 37 * (1 + (id % 5))).mixed));
      }
      assert.ok(most <= LEVEL + 1e-6, String(most));
      assert.equal(mixer.limiterDb(), 0);
      const { mixed, ended } = run(mixer, 960);
      assert.ok(mixed.subarray(480).every(sample => sample === LEVEL));
      assert.ok(ended.every(({ why }) => why === 'stopped'));
    });

    it('fits a later one to what is left of one that fades already, and starts at once where nothing is left', () => {
      const mixer = new Mixer(REPLACE);
      mixer.add(voice(1, source(constant(LEVEL, 48_000))));
      run(mixer, 480);
      mixer.stop(1);
      const before = run(mixer, 120).mixed;
      takeOver(mixer, 2, source(constant(LEVEL, 48_000)));
      const { mixed } = run(mixer, 480);
      assert.ok(loudest(before) <= LEVEL && loudest(mixed) <= LEVEL + 1e-6);
      assert.ok(Math.abs(mixed[0]! - LEVEL) < 1e-6);

      const late = new Mixer(REPLACE);
      late.add(voice(2, source(constant(LEVEL, 4800))));
      assert.equal(run(late, 480).mixed[0], LEVEL);
    });

    it('does not begin one that was asked for before the one that sounds', () => {
      const mixer = new Mixer(REPLACE);
      mixer.add(voice(5, source(constant(0.25, 48_000))));
      run(mixer, 480);
      mixer.add(voice(4, source(constant(0.5, 48_000))));
      const { mixed, ended } = run(mixer, 960);
      assert.ok(mixed.every(sample => sample === 0.25));
      assert.deepEqual(ended, [{ id: 4, why: 'stopped' }]);
    });
  });

  it('changes the output gain without a click, also to silence', () => {
    const mixer = new Mixer(policies());
    mixer.add(voice(1, source(constant(0.5, 48_000))));
    run(mixer, 480);
    mixer.setGain(0);
    const { mixed } = run(mixer, 1920);
    assert.ok(roughness(mixed) <= 0.5 / 960 + 1e-6);
    assert.equal(mixed[1000], 0);
  });

  it('refuses a voice too many instead of growing', () => {
    const mixer = new Mixer(policies());
    const silent = source(new Int16Array(10), { open: true });
    const taken = Array.from({ length: 70 }, (_, id) => mixer.add(voice(id, silent)));
    assert.equal(taken.filter(Boolean).length, 64);
  });

  describe('shapes', () => {
    const FLAT = equalizerFilters(Array<number>(10).fill(0));
    const PLAIN: SoundShape = {
      outputFilters: FLAT,
      inputFilters: FLAT,
      delayMs: 0,
      capDb: null,
      automaticVolume: { enabled: false, quietLufs: -60, slope: 1, maxGain: 12 },
      leveller: { enabled: true, target: -18, maxGain: 12, slew: 12 },
    };
    const tone = (frames: number) => Int16Array.from({ length: frames }, (_, i) => Math.round(1000 * Math.sin(i / 8)));
    const loudest = (samples: Float32Array) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

    it('live sources to the loudness of the clips, and leaves clips alone', () => {
      for (const live of [true, false]) {
        const mixer = new Mixer(policies());
        mixer.shape(PLAIN);
        mixer.add({ ...voice(1, source(tone(60_000))), live });
        const end = loudest(run(mixer, 60_000).mixed.subarray(-4800)) * 32_768;
        assert.ok(live ? end > 1800 : Math.abs(end - 1000) < 1, `live ${live}: ${end}`);
      }
    });

    it('all by a delay, and goes on until the last of it is out', () => {
      const mixer = new Mixer(policies());
      mixer.shape({ ...PLAIN, delayMs: 100 });
      mixer.add(voice(1, source(tone(960))));
      run(mixer, 960);
      run(mixer, 3360);
      assert.equal(mixer.active, true);
      const { mixed } = run(mixer, 1920);
      assert.ok(loudest(mixed) > 0.02);
      assert.equal(mixer.active, false);
    });

    it('all but an emergency down to the cap of the quiet hours', () => {
      for (const sourceClass of ['call', 'emergency'] as const) {
        const mixer = new Mixer(policies());
        mixer.shape({ ...PLAIN, capDb: -20 });
        mixer.add({ ...voice(1, source(tone(4800))), sourceClass });
        const peak = loudest(run(mixer, 4800).mixed) * 32_768;
        assert.ok(Math.abs(peak - (sourceClass === 'call' ? 100 : 1000)) < 1, `${sourceClass}: ${peak}`);
      }
    });
  });
});
