import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { EventReader, EventWriter } from '../../../../src/engine/calls/telephone-events.ts';

describe('telephone events', () => {
  it('tells a key once, whichever of its packets come', () => {
    const reader = new EventReader(8000);
    const read = (timestamp: number, code: number, flags = 10) =>
      reader.read(timestamp, Uint8Array.of(code, flags, 0, 160));
    assert.deepEqual(
      [read(1000, 5), read(1000, 5), read(1000, 5, 0x8a), read(1000, 5, 0x8a)],
      ['5', undefined, undefined, undefined],
    );
    // The same key again, of which only the end came; one that is late; a code that is no key; a packet that is none.
    assert.equal(read(3000, 5, 0x8a), '5');
    assert.equal(read(1000, 5), undefined);
    assert.equal(read(5000, 16), undefined);
    assert.equal(reader.read(6000, Uint8Array.of(1, 2)), undefined);
    assert.equal(read(7000, 15), 'D');
  });

  it('goes over the end of the timestamps, and knows a clock that began anew', () => {
    const reader = new EventReader(8000);
    const read = (timestamp: number) => reader.read(timestamp, Uint8Array.of(1, 10, 0, 0));
    assert.equal(read(0xffff_ff00), '1');
    assert.equal(read(100), '1');
    assert.equal(read(0x8000_0000), '1');
  });

  it('sends keys one after the other: begin marked, end three times, a pause between', () => {
    const writer = new EventWriter();
    writer.dial('1x#', 60);
    const sent = Array.from({ length: 12 }, (_, i) => writer.next(1000 + 160 * i, 20, 8000));
    const of = (at: number) => {
      const event = sent[at];
      return (
        event && [
          event.timestamp,
          event.marker,
          event.payload[0],
          event.payload[1]! >> 7,
          event.payload[3],
          event.times,
        ]
      );
    };
    assert.deepEqual(of(0), [1000, true, 1, 0, 160, 1]);
    assert.deepEqual(of(1), [1000, false, 1, 0, 64, 1]); // 320
    assert.deepEqual(of(2), [1000, false, 1, 1, 224, 3]); // 480
    assert.deepEqual([of(3), of(4), of(5)], [undefined, undefined, undefined]);
    assert.deepEqual(of(6), [1000 + 160 * 6, true, 11, 0, 160, 1]);
    assert.deepEqual(of(9), undefined);
  });

  it('keeps no more keys than a person types', () => {
    const writer = new EventWriter();
    writer.dial('1'.repeat(100_000), 1);
    let keys = 0;
    for (let at = 0; at < 2000; at++) if (writer.next(at * 160, 20, 8000)?.marker === true) keys++;
    assert.equal(keys, 64);
  });
});
