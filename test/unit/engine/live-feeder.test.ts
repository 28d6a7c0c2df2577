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
