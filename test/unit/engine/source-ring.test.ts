import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { createRingMemory, RingReader, RingWriter } from '../../../src/engine/source-ring.ts';

describe('source ring', () => {
  it('hands over samples in order, also where the positions wrap at 2^32', () => {
    const memory = createRingMemory(16);
    memory.control.set([-3, -3]); // three frames before the wrap
    const writer = new RingWriter(memory);
    const reader = new RingReader(memory);
    const target = new Float32Array(16);
    for (let round = 0; round < 5; round++) {
      assert.equal(writer.space, 16);
      writer.writeInt16(
        Int16Array.from({ length: 12 }, (_, i) => (round * 12 + i) * 256),
        0,
        12,
      );
      assert.equal(writer.space, 4);
      assert.equal(reader.read(target, 16), 12);
      assert.deepEqual(
        Array.from(target.subarray(0, 12), sample => sample * 128),
        Array.from({ length: 12 }, (_, i) => round * 12 + i),
      );
    }
  });

  it('is finished only when the source has ended and everything was read', () => {
    const memory = createRingMemory(16);
    const writer = new RingWriter(memory);
    const reader = new RingReader(memory);
    writer.writeInt16(new Int16Array(5), 0, 5);
    assert.equal(reader.finished, false);
    writer.end();
    assert.equal(reader.finished, false);
    reader.read(new Float32Array(5), 5);
    assert.equal(reader.finished, true);
  });
});
