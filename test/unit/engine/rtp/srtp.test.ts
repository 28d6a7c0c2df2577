import { strict as assert } from 'node:assert';
import { createCipheriv } from 'node:crypto';
import { describe, it } from 'mocha';
import { buildRtp, parseRtp } from '../../../../src/engine/rtp/rtp-packet.ts';
import { masterBytes, sessionKeys } from '../../../../src/engine/rtp/srtp/session-keys.ts';
import { SRTP_SUITES, type SrtpSuite } from '../../../../src/engine/rtp/srtp/suites.ts';
import { SrtpReceiver } from '../../../../src/engine/rtp/srtp/srtp-receiver.ts';
import { SrtpSender } from '../../../../src/engine/rtp/srtp/srtp-sender.ts';
import { SrtpTransform } from '../../../../src/engine/rtp/srtp/transform.ts';

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex').toUpperCase();

const SUITE = 'AES_CM_128_HMAC_SHA1_80';
const MASTER = bytes('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');

const packet = (sequence: number, ssrc = 7, text = 'sound') =>
  buildRtp({
    payloadType: 0,
    marker: false,
    sequence,
    timestamp: sequence * 160,
    ssrc,
    payload: Buffer.from(text),
  });

describe('SRTP', () => {
  it('derives the session keys of RFC 3711, B.3', () => {
    const { encryption, authentication, salt } = sessionKeys(SUITE, MASTER);
    assert.equal(hex(encryption), 'C61E7A93744F39EE10734AFE3FF7A087');
    assert.equal(hex(salt), '30CBBC08863D8C85D49DB34A9AE1');
    assert.equal(hex(authentication), 'CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4');
  });

  it('derives the session keys of RFC 6188, 7.2, for AES-256', () => {
    const master = bytes(
      'f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6 3b04803de51ee7c96423ab5b78d2',
    );
    const { encryption, authentication, salt } = sessionKeys('AES_256_CM_HMAC_SHA1_80', master);
    assert.equal(hex(encryption), '5BA1064E30EC51613CAD926C5A28EF731EC7FB397F70A960653CAF06554CD8C4');
    assert.equal(hex(salt), 'FA31791685CA444A9E07C6C64E93');
    assert.equal(hex(authentication), 'FD9C32D39ED5FBB5A9DC96B30818454D1313DC05');
  });

  it('makes the key stream of RFC 3711, B.2', () => {
    const key = bytes('2B7E151628AED2A6ABF7158809CF4F3C');
    const counter = bytes('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000');
    const stream = createCipheriv('aes-128-ctr', key, counter).update(new Uint8Array(48));
    assert.equal(
      hex(stream),
      'E03EAD0935C95E80E166B16DD92B4EB4D23513162B02D0F72A43A2FE4A5F97AB41E95B3BB0A2E8DD477901E4FCA894C0',
    );
  });

  it('protects the packet that other implementations test with, to the same bytes', () => {
    const plain = bytes(`800f1234decafbadcafebabe${'ab'.repeat(16)}`);
    const transform = new SrtpTransform(SUITE, MASTER);
    const sent = new SrtpSender(SUITE, MASTER).protect(plain);
    assert.equal(hex(sent), '800F1234DECAFBADCAFEBABE4E55DC4CE79978D88CA4D215949D2402B78D6ACC99EA179B8DBB');
    assert.equal(transform.authentic(sent, 0), true);
    assert.deepEqual(new SrtpReceiver(SUITE, MASTER).unprotect(sent), plain);
  });

  for (const suite of Object.keys(SRTP_SUITES) as SrtpSuite[]) {
    it(`gives back with ${suite} what was protected, over the turn of the sequence number and out of order`, () => {
      const master = Uint8Array.from({ length: masterBytes(suite) }, (_, i) => i * 7);
      const sender = new SrtpSender(suite, master);
      const receiver = new SrtpReceiver(suite, master);
      const sent = [65_533, 65_534, 65_535, 0, 1, 2].map(sequence => sender.protect(packet(sequence)));
      const order = [0, 1, 3, 2, 5, 4].map(at => sent[at]!);
      const came = order.map(each => parseRtp(receiver.unprotect(each)!)!);
      assert.deepEqual(
        came.map(({ sequence }) => sequence),
        [65_533, 65_534, 0, 65_535, 2, 1],
      );
      assert.ok(came.every(({ payload }) => Buffer.from(payload).toString() === 'sound'));
    });
  }

  it('takes no packet twice, none that was changed, none of another key', () => {
    const sender = new SrtpSender(SUITE, MASTER);
    const receiver = new SrtpReceiver(SUITE, MASTER);
    const sent = sender.protect(packet(1));
    const changed = Uint8Array.from(sent);
    changed[14]! ^= 1;
    assert.equal(receiver.unprotect(changed), undefined);
    assert.ok(receiver.unprotect(sent));
    assert.equal(receiver.unprotect(sent), undefined);
    const other = new SrtpSender(
      SUITE,
      Uint8Array.from(MASTER, byte => byte ^ 1),
    ).protect(packet(2));
    assert.equal(receiver.unprotect(other), undefined);
  });

  it('takes nothing that is older than its window', () => {
    const sender = new SrtpSender(SUITE, MASTER);
    const receiver = new SrtpReceiver(SUITE, MASTER);
    const old = sender.protect(packet(1));
    receiver.unprotect(sender.protect(packet(200)));
    assert.equal(receiver.unprotect(old), undefined);
  });

  it('joins a sender whose sequence numbers turned over before', () => {
    const sender = new SrtpSender(SUITE, MASTER);
    for (let turn = 0; turn < 5; turn++) {
      sender.protect(packet(65_535));
      sender.protect(packet(0));
    }
    const receiver = new SrtpReceiver(SUITE, MASTER);
    const came = Array.from({ length: 70 }, (_, i) => receiver.unprotect(sender.protect(packet(i + 1))));
    assert.equal(came[0], undefined);
    assert.ok(came.slice(5).every(Boolean));
  });

  it('remembers a bounded number of senders, and survives any bytes', () => {
    const receiver = new SrtpReceiver(SUITE, MASTER);
    for (let ssrc = 0; ssrc < 1000; ssrc++) {
      assert.ok(receiver.unprotect(new SrtpSender(SUITE, MASTER).protect(packet(1, ssrc))));
    }
    for (let length = 0; length < 200; length++) {
      assert.equal(receiver.unprotect(new Uint8Array(length).fill(0x9f)), undefined);
      assert.equal(receiver.unprotect(new Uint8Array(length).fill(0x80)), undefined);
    }
  });

  it('refuses a key of the wrong length', () => {
    assert.throws(() => new SrtpReceiver('AES_256_CM_HMAC_SHA1_80', MASTER), /30 bytes/);
  });
});
