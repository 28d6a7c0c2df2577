import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { equalizerFilters } from '../../../src/dsp/equalizer-curve.ts';
import { BLOCK_FRAMES } from '../../../src/dsp/format.ts';
import { LIMITER_DELAY } from '../../../src/dsp/limiter.ts';
import type { SourceClass } from '../../../src/engine/contract.ts';
import { CONTROL, createDeviceRings } from '../../../src/engine/control.ts';
import { Mixer } from '../../../src/engine/mixer.ts';
import { MixingLoop } from '../../../src/engine/mixing-loop.ts';
import { createRecorderMemory, recorderState } from '../../../src/engine/recording/recorder-memory.ts';
import { createRingMemory, RingReader, RingWriter } from '../../../src/engine/source-ring.ts';
import { SCOREBOARD_WORDS } from '../../../src/engine/worker-contract.ts';
import { policies } from '../../support/policies.ts';
import { LEVELLER_OFF } from '../../../src/dsp/leveller.ts';

function voice(id: number, sourceClass: SourceClass, samples: ArrayLike<number>) {
  const ring = createRingMemory(65_536);
  const writer = new RingWriter(ring);
  writer.writeInt16(Int16Array.from(samples), 0, samples.length);
  writer.end();
  return { id, sourceClass, live: false, ring, gain: 1, roundFrames: samples.length, from: 0 };
}
const steady = (frames: number) => new Int16Array(frames).fill(8192);

describe('a speaker test in the mixer', () => {
  const mixed = (mixer: Mixer, blocks: number) => {
    const out = new Float32Array(blocks * BLOCK_FRAMES);
    for (let i = 0; i < blocks; i++) mixer.mix(out.subarray(i * BLOCK_FRAMES), BLOCK_FRAMES);
    return out.subarray(LIMITER_DELAY);
  };

  it('sounds as it is, whatever gain and equalizer are set to', () => {
    const mixer = new Mixer(policies());
    mixer.setGain(0.1);
    mixer.shape({
      outputFilters: equalizerFilters([12, 12, 12, 12, 12, 12, 12, 12, 12, 12]),
      inputFilters: [],
      delayMs: 0,
      capDb: -40,
      automaticVolume: { enabled: false, quietLufs: -60, slope: 0, maxGain: 0 },
      leveller: LEVELLER_OFF,
    });
    mixer.add(voice(1, 'test', steady(4800)));
    assert.deepEqual(new Set(mixed(mixer, 8).subarray(0, 2400)), new Set([0.25]));
  });

  for (const urgent of ['paging', 'call', 'emergency'] as const) {
    it(`ends at once when a sound of the class ${urgent} begins, and begins none beside it`, () => {
      const mixer = new Mixer(policies());
      mixer.add(voice(1, 'test', steady(48_000)));
      mixed(mixer, 2);
      mixer.add(voice(2, urgent, steady(48_000)));
      mixed(mixer, 1);
      assert.deepEqual([mixer.takeEnded()?.id, mixer.voices.map(({ id }) => id)], [1, [2]]);
      mixer.add(voice(3, 'test', steady(48_000)));
      mixed(mixer, 1);
      assert.deepEqual([mixer.takeEnded()?.id, mixer.takeEnded()], [3, undefined]);
    });
  }

  it('goes on beside a clip, which waits', () => {
    const mixer = new Mixer(policies());
    mixer.add(voice(1, 'test', steady(48_000)));
    mixer.add(voice(2, 'announcement', steady(48_000)));
    mixed(mixer, 4);
    assert.equal(mixer.takeEnded(), undefined);
  });
});

describe('a recording of what is played beside what is heard', () => {
  function rig() {
    const rings = createDeviceRings(8192);
    Atomics.store(rings.control, CONTROL.IDLE, 1);
    const scoreboard = new Float64Array(SCOREBOARD_WORDS);
    const loop = new MixingLoop({ scoreboard, report: () => undefined, capture: () => undefined });
    const stream = {
      rings,
      ringFrames: 1440,
      latencyFrames: 480,
      callbackFrames: 480,
      waiter: { by: 'polling' },
    } as const;
    loop.obey({ do: 'stream', stream });
    const { control } = rings;
    /** The card turns once, and hears what it plays 100 frames later. */
    let past = new Int16Array(100);
    const callback = () => {
      const read = Atomics.load(control, CONTROL.OUT_READ);
      const count = Math.min(480, Atomics.load(control, CONTROL.OUT_WRITE) - read);
      const played = Int16Array.from({ length: 480 }, (_, i) =>
        i < count ? rings.output[((read + i) & 8191) * 2]! : 0,
      );
      const line = Int16Array.from([...past, ...played]);
      const write = Atomics.load(control, CONTROL.IN_WRITE);
      for (let i = 0; i < 480; i++) rings.input[(write + i) & 8191] = line[i]!;
      past = line.slice(480);
      Atomics.store(control, CONTROL.OUT_READ, read + count);
      Atomics.add(control, CONTROL.FRAMES_OUT, 480);
      Atomics.store(control, CONTROL.IN_WRITE, write + 480);
      loop.turn();
    };
    return { loop, control, callback };
  }
  const noiseLike = Int16Array.from({ length: 9600 }, (_, i) => 5 * ((i * 7919) % 1000) + 1);

  function record(disturb: (rigged: ReturnType<typeof rig>) => void = () => undefined) {
    const rigged = rig();
    const memory = createRecorderMemory();
    for (let i = 0; i < 5; i++) rigged.callback();
    rigged.loop.obey({ do: 'input', gain: 0.5 });
    rigged.loop.obey({ do: 'record', memory, frames: 14_400 });
    rigged.loop.obey({ do: 'play', voice: voice(1, 'test', noiseLike) });
    for (let i = 0; i < 40; i++) {
      if (i === 10) disturb(rigged);
      rigged.callback();
    }
    const [played, heard] = [memory.played, memory.heard].map(ring => {
      const target = new Float32Array(14_400);
      return { target, count: new RingReader(ring).read(target, 14_400) };
    });
    return { played: played!, heard: heard!, ...recorderState(memory) };
  }

  it('has both in step, whatever the gain of the microphone is', () => {
    const { played, heard, lost, done } = record();
    assert.deepEqual([lost, done, played.count, heard.count], [0, true, 14_400, 14_400]);
    const at = played.target.findIndex(sample => sample !== 0);
    assert.ok(at >= 0);
    assert.deepEqual(heard.target.subarray(at + 100, at + 9000), played.target.subarray(at, at + 8900));
  });

  it('counts what was lost meanwhile', () => {
    assert.equal(record(({ control }) => Atomics.add(control, CONTROL.DEVICE_OVERRUNS, 2)).lost, 2);
  });

  it('ends where the card goes', () => {
    const { lost, done } = record(({ loop }) => loop.obey({ do: 'stream', stream: undefined }));
    assert.deepEqual([lost > 0, done], [true, true]);
  });

  it('is silent while the microphone is muted', () => {
    const { heard } = record(({ loop }) => loop.obey({ do: 'input', gain: 0 }));
    assert.deepEqual(new Set(heard.target.subarray(8000)), new Set([0]));
  });
});
