import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { buildRtcp, isRtcp, parseRtcp } from '../../../../src/engine/calls/rtcp.ts';
import { RtcpReporter } from '../../../../src/engine/calls/rtcp-reporter.ts';
import { SrtcpReceiver, SrtcpSender } from '../../../../src/engine/rtp/srtp/srtcp.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const block = {
  ssrc: 9,
  fractionLost: 0.25,
  lost: 12,
  highest: 0x1_0005,
  jitter: 40,
  lastReport: 0xabcd_0001,
  sinceReport: 65_536,
};
const SENT = { at: 1_700_000_000_500, timestamp: 4711, packets: 100, bytes: 16_000 };

describe('RTCP', () => {
  it('reads what it has written: reports, reception, name, goodbye', () => {
    const bytes = buildRtcp({ ssrc: 1, cname: 'us@stentor', sent: SENT, block, bye: true });
    assert.equal(bytes.length % 4, 0);
    assert.ok(isRtcp(bytes));
    const heard = parseRtcp(bytes);
    assert.deepEqual(heard?.blocks, [block]);
    // 1_700_000_000 s and half a second after 1900, the middle 32 bits (RFC 3550, 4).
    const middle = (((1_700_000_000 + 2_208_988_800) & 0xffff) * 65_536 + 0x8000) >>> 0;
    assert.equal(heard.reportTime, middle);
  });

  it('takes a report without a sender, and refuses what is cut off', () => {
    const bytes = buildRtcp({ ssrc: 1, cname: 'x', block });
    assert.deepEqual(parseRtcp(bytes), { blocks: [block] });
    for (let length = 0; length < bytes.length; length++)
      assert.doesNotThrow(() => parseRtcp(bytes.subarray(0, length)));
    assert.equal(parseRtcp(bytes.subarray(0, 20)), undefined);
  });

  it('measures the time there and back', async () => {
    const clock = new FakeClock();
    const ours = new RtcpReporter(clock, 'a');
    const theirs = new RtcpReporter(clock, 'b');
    const sending = { ssrc: 1, timestamp: 0, packets: 1, bytes: 1 };
    const reception = { ssrc: 1, highest: 1, received: 1, lost: 0, jitterMs: 0, clockRate: 8000 };
    const report = ours.next(sending, undefined);
    await clock.advance(30);
    assert.ok(theirs.hear(report, 2));
    await clock.advance(500);
    const answer = theirs.next({ ...sending, ssrc: 2 }, reception);
    await clock.advance(50);
    assert.ok(ours.hear(answer, 1));
    assert.ok(Math.abs(ours.roundTripMs! - 80) < 1, `${ours.roundTripMs}`);
  });

  it('is encrypted, read once and by nobody without the key', () => {
    const master = new Uint8Array(30).fill(3);
    const sender = new SrtcpSender('AES_CM_128_HMAC_SHA1_32', master);
    const receiver = new SrtcpReceiver('AES_CM_128_HMAC_SHA1_32', master);
    const plain = buildRtcp({ ssrc: 1, cname: 'us', block });
    const datagram = sender.protect(plain);
    // The tag is long even where RTP's is short (RFC 4568, 6.2.2).
    assert.equal(datagram.length, plain.length + 4 + 10);
    assert.notDeepEqual(datagram.slice(8, plain.length), plain.slice(8));
    assert.deepEqual(Buffer.from(receiver.unprotect(datagram)!), Buffer.from(plain));
    assert.equal(receiver.unprotect(datagram), undefined);
    const next = sender.protect(plain);
    next[20]! ^= 1;
    assert.equal(receiver.unprotect(next), undefined);
    assert.equal(new SrtcpReceiver('AES_CM_128_HMAC_SHA1_32', new Uint8Array(30)).unprotect(datagram), undefined);
  });
});
