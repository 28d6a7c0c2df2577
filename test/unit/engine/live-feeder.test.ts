import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import { framesOf } from '../../../src/dsp/format.ts';
import { createDecoder } from '../../../src/engine/codecs/create-decoder.ts';
import { LiveFeeder } from '../../../src/engine/live-feeder.ts';
import { createRingMemory, RingReader, type RingMemory } from '../../../src/engine/source-ring.ts';

const BUFFER_MS = 100;
const BUFFER = framesOf(BUFFER_MS);

describe('LiveFeeder', () => {
  let memory: RingMemory;
  let taken: number;
  let ready: number;

  beforeEach(() => {
    memory = createRingMemory(65_536);
    taken = ready = 0;
  });

  const feeder = (codec: 'L16' | 'PCMU', sampleRate = 48_000) =>
    new LiveFeeder({
      memory,
      decoder: createDecoder({ codec, sampleRate, channels: 1 }),
      unitBytes: codec === 'L16' ? 2 : 1,
      bufferMs: BUFFER_MS,
      catchUp: true,
      taken: bytes => (taken += bytes),
      ready: () => ready++,
    });
  const L16 = (samples: Int16Array) => Buffer.from(Uint8Array.from(new Uint8Array(samples.buffer)).buffer).swap16();
  const ramp = (frames: number, from = 0) => Int16Array.from({ length: frames }, (_, i) => from + i);
  function read(frames: number): number[] {
    const target = new Float32Array(frames);
    const count = new RingReader(memory).read(target, frames);
    return Array.from(target.subarray(0, count), sample => sample * 32_768);
  }

  it('gives every sample once, whatever pieces it comes in', async () => {
    const source = feeder('L16');
    const bytes = L16(ramp(20_000));
    const heard: number[] = [];
    for (let at = 0; at < bytes.length; at += 777) {
      source.push(bytes.subarray(at, at + 777));
      heard.push(...read(300));
    }
    source.finish();
    for (let turn = 0; turn < 200; turn++) {
      heard.push(...read(480));
      await source.fill();
    }
    assert.deepEqual(heard, Array.from(ramp(20_000)));
    assert.equal(new RingReader(memory).finished, true);
    assert.equal(taken, bytes.length);
  });

  it('holds a fast sender back: it takes no more than is to be heard soon', async () => {
    const source = feeder('L16');
    source.push(L16(ramp(30_000)));
    assert.ok(taken / 2 <= 3 * BUFFER, String(taken));
    const before = taken;
    assert.equal(read(BUFFER).length, BUFFER);
    await source.fill();
    assert.ok(taken > before);
  });

  it('collects again after it ran dry, so that late sound does not stutter', async () => {
    const source = feeder('L16');
    source.push(L16(ramp(BUFFER)));
    assert.equal(ready, 1);
    assert.equal(read(BUFFER).length, BUFFER);
    await source.fill();
    source.push(L16(ramp(100)));
    assert.equal(read(480).length, 0);
    source.push(L16(ramp(BUFFER)));
    assert.equal(read(480).length, 480);
    assert.equal(ready, 1);
  });

  describe('after a source that sends as it happens came late', () => {
    const tone = (from: number, frames: number) =>
      Int16Array.from({ length: frames }, (_, i) => Math.round(8000 * Math.sin((from + i) / 17)));
    /** Plays for `seconds`; nothing comes between `gone` and `back` (s), all of it afterwards. */
    async function live(seconds: number, gone = Infinity, back = Infinity) {
      const source = feeder('L16');
      const heard: number[] = [];
      let sent = 0;
      for (let block = 0; block < seconds * 100; block++) {
        const due = (block + 1) * 480;
        const isAway = block >= gone * 100 && block < back * 100;
        // Twenty milliseconds at a time, as networks bring it.
        if (!isAway && block % 2 === 1) {
          source.push(L16(tone(sent, due - sent)));
          sent = due;
        }
        heard.push(...read(480));
        await source.fill();
      }
      const ahead = sent - heard.length;
      return { heard, delayMs: ahead / 48, source, sent };
    }
    const steps = (samples: readonly number[]) =>
      samples.slice(1).map((sample, i) => Math.abs(sample - (samples[i] ?? 0)));

    it('comes back to its delay within half a minute, without a step in the sound', async () => {
      const before = await live(20);
      memory = createRingMemory(65_536);
      const late = await live(20, 10, 10.4);
      memory = createRingMemory(65_536);
      const later = await live(40, 10, 10.4);
      assert.ok(before.delayMs < BUFFER_MS + 25, String(before.delayMs));
      assert.ok(late.heard.length < later.sent);
      const lateMs = (read(65_536).length / 48) | 0;
      assert.ok(lateMs < BUFFER_MS + 65, `${lateMs} ms wait to be played`);
      const loudest = Math.max(...steps(later.heard.slice(-48_000)));
      assert.ok(loudest < 600, String(loudest));
    });

    it('gives every sample where nothing came late', async () => {
      const { heard } = await live(20);
      assert.deepEqual(heard.slice(0, 48_000), Array.from(tone(0, 48_000)));
      assert.ok(heard.length >= 20 * 48_000 - BUFFER);
    });
  });

  it('leaves nothing out of a source that is held back, however long', async () => {
    const source = feeder('L16');
    const frames = 20 * 48_000;
    source.push(L16(Int16Array.from({ length: frames }, (_, i) => (i % 30_000) - 15_000)));
    source.finish();
    let heard = 0;
    for (let turn = 0; turn < 2100; turn++) {
      heard += read(480).length;
      await source.fill();
    }
    assert.equal(heard, frames);
  });

  it('converts other rates: a second of 8 kHz is a second', async () => {
    const source = feeder('PCMU', 8000);
    source.push(new Uint8Array(8000).fill(0x80));
    source.finish();
    let frames = 0;
    for (let turn = 0; turn < 1000; turn++) {
      frames += read(480).length;
      await source.fill();
    }
    assert.equal(frames, 48_000);
  });

  it('takes nothing after its end', async () => {
    const source = feeder('L16');
    source.finish();
    source.push(L16(ramp(100)));
    await source.close();
    await source.close();
    source.push(L16(ramp(100)));
    assert.equal(taken, 0);
  });
});
