import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import { CONTROL, createDeviceRings, type DeviceRings } from '../../../src/engine/control.ts';
import { MixingLoop } from '../../../src/engine/mixing-loop.ts';
import { createRingMemory, RingWriter } from '../../../src/engine/source-ring.ts';
import { SCORE, SCOREBOARD_WORDS, type WorkerReport } from '../../../src/engine/worker-contract.ts';

const AHEAD = 1440;

describe('MixingLoop', () => {
  let rings: DeviceRings;
  let loop: MixingLoop;
  let told: WorkerReport[];
  let scoreboard: Float64Array;

  beforeEach(() => {
    rings = createDeviceRings(8192);
    Atomics.store(rings.control, CONTROL.IDLE, 1);
    told = [];
    scoreboard = new Float64Array(SCOREBOARD_WORDS);
    loop = new MixingLoop({ scoreboard, report: message => told.push(message), capture: () => undefined });
    const waiter = { by: 'polling' } as const;
    loop.obey({ do: 'stream', stream: { rings, ringFrames: AHEAD, callbackFrames: 480, latencyFrames: 480, waiter } });
  });

  const word = (at: number) => Atomics.load(rings.control, at);
  /** The card takes frames out of the ring. */
  const take = (frames: number) => {
    Atomics.add(rings.control, CONTROL.OUT_READ, frames);
    Atomics.add(rings.control, CONTROL.FRAMES_OUT, frames);
  };
  const play = (samples: Int16Array, roundFrames = samples.length) => {
    const ring = createRingMemory(65_536);
    const writer = new RingWriter(ring);
    writer.writeInt16(samples, 0, samples.length);
    writer.end();
    loop.obey({ do: 'play', voice: { id: 1, sourceClass: 'music', live: false, ring, gain: 1, roundFrames, from: 0 } });
  };

  it('leaves the ring empty and idle while nothing sounds', () => {
    loop.turn();
    assert.equal(word(CONTROL.OUT_WRITE), 0);
    assert.equal(word(CONTROL.IDLE), 1);
  });

  it('keeps just so much mixed ahead as the profile says, and is not idle then', () => {
    play(new Int16Array(48_000).fill(1000));
    loop.turn();
    assert.equal(word(CONTROL.OUT_WRITE), AHEAD);
    assert.equal(word(CONTROL.IDLE), 0);
    take(480);
    loop.turn();
    assert.equal(word(CONTROL.OUT_WRITE), AHEAD + 480);
  });

  it('puts the same sample on both channels', () => {
    play(Int16Array.from({ length: 480 }, (_, i) => i));
    loop.turn();
    assert.deepEqual(Array.from(rings.output.subarray((48 + 100) * 2, (48 + 102) * 2)), [100, 100, 101, 101]);
  });

  it('tells the end of a voice when its last frame has left the DAC, not before', () => {
    play(new Int16Array(960).fill(1000));
    loop.turn();
    assert.deepEqual(told, []);
    take(900);
    loop.turn();
    assert.deepEqual(told, []);
    take(540);
    loop.turn();
    assert.deepEqual(told, []);
    Atomics.add(rings.control, CONTROL.FRAMES_OUT, 480); // silence: the ring is empty
    loop.turn();
    assert.deepEqual(told, [{ tell: 'ended', voice: 1, why: 'done' }]);
    assert.equal(word(CONTROL.IDLE), 1);
  });

  it('tells of every repetition as it begins', () => {
    play(new Int16Array(1000).fill(1), 400);
    loop.turn();
    assert.deepEqual(told, [
      { tell: 'round', voice: 1, round: 1 },
      { tell: 'round', voice: 1, round: 2 },
    ]);
  });

  it('lets time pass without a card, so that a clip ends', () => {
    loop.obey({ do: 'stream', stream: undefined });
    play(new Int16Array(4800).fill(1000));
    loop.pass(4000);
    assert.deepEqual(told, []);
    loop.pass(2000);
    assert.deepEqual(told, [{ tell: 'ended', voice: 1, why: 'done' }]);
  });

  it('tells the end of voices that were leaving when the card was lost', () => {
    play(new Int16Array(960).fill(1000));
    loop.turn();
    loop.obey({ do: 'stream', stream: undefined });
    assert.deepEqual(told, [{ tell: 'ended', voice: 1, why: 'done' }]);
  });

  it('measures both directions and shows where the voice is', () => {
    play(new Int16Array(9600).fill(16_384));
    rings.input.fill(8192, 0, 4800);
    for (let i = 0; i < 10; i++) {
      Atomics.add(rings.control, CONTROL.IN_WRITE, 480);
      loop.turn();
      take(480);
    }
    loop.turn();
    assert.equal(scoreboard[SCORE.OUTPUT_PEAK], 0.5);
    assert.equal(scoreboard[SCORE.INPUT_PEAK], 0.25);
    assert.equal(scoreboard[SCORE.VOICES], 1);
    assert.equal(scoreboard[SCORE.FIRST_VOICE + 1], AHEAD + 4800);
    assert.equal(scoreboard[SCORE.FIRST_VOICE + 3], 0);
    assert.equal(scoreboard[SCORE.FIRST_VOICE + 4], -Infinity);
  });

  it('shows how loud a live source comes, and what is done about it', () => {
    const ring = createRingMemory(65_536);
    const writer = new RingWriter(ring);
    // A sine of 997 Hz at −20 dBFS is −23 LUFS (BS.1770-4); its beginning counts, too.
    const tone = Int16Array.from({ length: 60_000 }, (_, i) => 3277 * Math.sin((2 * Math.PI * 997 * i) / 48_000));
    writer.writeInt16(tone, 0, tone.length);
    const gain = 0.5;
    loop.obey({
      do: 'play',
      voice: { id: 7, sourceClass: 'paging', live: true, ring, gain, roundFrames: Infinity, from: 0 },
    });
    for (let i = 0; i < 100; i++) {
      loop.turn();
      take(480);
    }
    assert.ok(Math.abs(scoreboard[SCORE.FIRST_VOICE + 3]! + 6.02) < 0.01);
    assert.ok(Math.abs(scoreboard[SCORE.FIRST_VOICE + 4]! + 23) < 1, String(scoreboard[SCORE.FIRST_VOICE + 4]));
  });

  it('makes the echo canceller when it is told which, not when a call needs it', () => {
    const made: string[] = [];
    const make = (canceller: string) => {
      made.push(canceller);
      return undefined;
    };
    loop = new MixingLoop({ scoreboard, report: () => undefined, capture: make });
    const switches = { echo: false, canceller: 'speexdsp', noiseDb: 0, gainDb: 0 } as const;
    loop.obey({ do: 'capture', switches });
    assert.deepEqual(made, ['speexdsp']);
    loop.obey({ do: 'capture', switches: { ...switches, echo: true } });
    assert.deepEqual(made, ['speexdsp']);
  });

  it('mutes the input to digital zero', () => {
    loop.obey({ do: 'input', gain: 0 });
    rings.input.fill(8192);
    for (let i = 0; i < 11; i++) {
      Atomics.add(rings.control, CONTROL.IN_WRITE, 480);
      loop.turn();
    }
    assert.equal(scoreboard[SCORE.INPUT_PEAK], 0);
  });
});
