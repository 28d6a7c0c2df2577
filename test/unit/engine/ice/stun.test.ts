import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import {
  ATTRIBUTE,
  addressAs,
  addressIn,
  buildStun,
  isSignedBy,
  METHOD,
  newTransaction,
  parseStun,
} from '../../../../src/engine/ice/stun.ts';
import { TurnFramer } from '../../../../src/engine/ice/turn-link.ts';
import { Random } from '../../../support/random.ts';

/** RFC 5769, 2.1 and 2.2. */
const PASSWORD = 'VOkJxbRl1RmTxUk/WvJxBt';
const REQUEST =
  '000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151' +
  '263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf';
const RESPONSE =
  '0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643000800142b91f599fd9e' +
  '90c38c7489f92af9ba53f06be7d780280004c07d4c96';

const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('STUN', () => {
  it('reads the messages of RFC 5769, with signature and checksum', () => {
    const request = parseStun(bytes(REQUEST))!;
    assert.deepEqual([request.method, request.kind], [METHOD.binding, 'request']);
    assert.equal(request.attributes.get(ATTRIBUTE.username)?.toString(), 'evtj:h6vY');
    assert.ok(isSignedBy(request, PASSWORD));
    assert.ok(!isSignedBy(request, `${PASSWORD}x`));
    const response = parseStun(bytes(RESPONSE))!;
    assert.equal(response.kind, 'success');
    assert.ok(isSignedBy(response, PASSWORD));
    assert.deepEqual(addressIn(response, ATTRIBUTE.xorMappedAddress), { address: '192.0.2.1', port: 32_853 });
  });

  it('reads what it writes, of both families', () => {
    for (const address of ['10.1.2.3', '2001:db8::7', '::ffff:192.0.2.1', 'fe80::1']) {
      const transaction = newTransaction();
      const endpoint = { address, port: 65_535 };
      const attributes = [addressAs(ATTRIBUTE.xorPeerAddress, endpoint, transaction)];
      const method = METHOD.channelBind;
      const written = buildStun({ method, kind: 'error', transaction, attributes, key: 'k', fingerprint: true });
      const read = parseStun(written)!;
      assert.deepEqual([read.method, read.kind, read.transaction], [method, 'error', transaction]);
      assert.deepEqual(addressIn(read, ATTRIBUTE.xorPeerAddress), endpoint);
      assert.ok(isSignedBy(read, 'k'));
    }
  });

  it('takes nothing that was changed, and survives whatever comes', () => {
    const random = new Random(5389);
    for (let i = 0; i < 20_000; i++) {
      const message = bytes(i % 2 === 0 ? REQUEST : RESPONSE);
      // Behind the signature are eight bytes of a checksum, which may be left out.
      const at = random.whole(0, message.length - 9);
      message.writeUInt8(message.readUInt8(at) ^ (1 << random.whole(0, 7)), at);
      const read = parseStun(message.subarray(0, random.chance(0.2) ? random.whole(0, message.length) : undefined));
      assert.ok(read === undefined || !isSignedBy(read, PASSWORD));
    }
    for (let i = 0; i < 5000; i++) {
      const noise = Buffer.from(Array.from({ length: random.whole(0, 300) }, () => random.whole(0, 255)));
      if (noise.length >= 8) bytes('0001').copy(noise);
      if (noise.length >= 8 && random.chance(0.5)) noise.writeUInt32BE(0x2112_a442, 4);
      if (noise.length >= 20) noise.writeUInt16BE(noise.length - 20, 2);
      parseStun(noise);
    }
  });

  it('cuts a stream of a TURN server at its messages, and gives up where it is none', () => {
    const framer = new TurnFramer();
    const channel = bytes('40000003aabbcc00');
    const whole = Buffer.concat([bytes(RESPONSE), channel, bytes(REQUEST)]);
    const messages = [...whole].flatMap(byte => framer.feed(Uint8Array.of(byte)) ?? []);
    assert.deepEqual(
      messages.map(message => message.toString('hex')),
      [RESPONSE, channel.toString('hex'), REQUEST],
    );
    assert.equal(framer.feed(bytes('0001ffff')), undefined);
  });
});
