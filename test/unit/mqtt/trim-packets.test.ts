import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { generate, parser, type Packet } from 'mqtt-packet';
import { PacketTrimmer } from '../../../src/mqtt/trim-packets.ts';

const MOST = 300;

const publish = (payload: Buffer): Buffer =>
  generate({ cmd: 'publish', topic: 'a/b', payload, qos: 1, messageId: 7, dup: false, retain: false });

/** What a client reads, given pieces of this many bytes. */
function read(bytes: Buffer, size: number): Packet[] {
  const trimmer = new PacketTrimmer(MOST);
  const parse = parser();
  const packets: Packet[] = [];
  parse.on('packet', packet => packets.push(packet));
  for (let at = 0; at < bytes.length; at += size) parse.parse(trimmer.take(bytes.subarray(at, at + size)));
  return packets;
}

describe('messages that are too long', () => {
  for (const size of [1, 2, 3, 100, 100_000]) {
    it(`are cut, and what follows is whole, in pieces of ${size}`, () => {
      const bytes = Buffer.concat([
        publish(Buffer.from('short')),
        publish(Buffer.alloc(50_000, 'x')),
        generate({ cmd: 'pingresp' }),
        publish(Buffer.alloc(MOST - 7, 'y')),
        publish(Buffer.from('last')),
      ]);
      const packets = read(bytes, size);
      const lengths = packets.map(packet => (packet.cmd === 'publish' ? packet.payload.length : packet.cmd));
      assert.deepEqual(lengths, [5, MOST - 7, 'pingresp', MOST - 7, 4]);
      assert.deepEqual([packets[1]?.messageId, packets[4]?.messageId], [7, 7]);
    });
  }

  it('end the connection where they are no messages, or no MQTT at all', () => {
    const suback = generate({ cmd: 'suback', messageId: 1, granted: Array.from({ length: 400 }, () => 0) });
    assert.throws(() => read(suback, 10), /too long/);
    assert.throws(() => read(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]), 10), /not MQTT/);
  });
});
