import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { PLAYOUT_PROFILES } from '../../../../src/engine/rtp/playout-profile.ts';
import { dice, rig, type Sent, stream, tone } from '../../../support/rtp-rig.ts';

/** The longest run of silence within the sound, ms. */
function longestSilence(heard: readonly number[]): number {
  const first = heard.findIndex(sample => Math.abs(sample) > 0.01);
  const last = heard.findLastIndex(sample => Math.abs(sample) > 0.01);
  let longest = 0;
  let run = 0;
  for (const sample of heard.slice(first, last)) {
    run = Math.abs(sample) < 1e-3 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest / 48;
}

/** ms of the first loud sample. */
const firstSound = (heard: readonly number[]) => heard.findIndex(sample => Math.abs(sample) > 0.01) / 48;

/** The largest step between two samples. */
const largestStep = (heard: readonly number[]) =>
  heard.slice(1).reduce((most, sample, i) => Math.max(most, Math.abs(sample - heard[i]!)), 0);

const late = (sent: readonly Sent[], delay: (n: number) => number) =>
  sent.map((each, n) => ({ ...each, at: each.at + delay(n) }));

/** The steps of the tone of these tests never are larger. */
const TONE_STEP = ((2 * Math.PI * 400) / 48_000) * (12_000 / 32_768) * 1.2;

describe('RtpReceiver', function () {
  // Minutes of packets are played here; a busy machine takes its time.
  this.timeout(120_000);

  for (const [name, profile] of Object.entries(PLAYOUT_PROFILES)) {
    it(`plays a clean stream without a hole, ${name}`, async () => {
      const room = rig({ profile });
      await room.play(stream({ packets: 250 }), 0);
      const { received, lost, concealedMs, delayMs } = room.receiver.statistics();
      assert.deepEqual({ received, lost, concealedMs }, { received: 250, lost: 0, concealedMs: 0 });
      assert.ok(Math.abs(delayMs - profile.leastMs) < 12, `${delayMs} ms`);
      const { heard, starved } = room.ears[0]!;
      assert.equal(starved, 0);
      assert.ok(largestStep(heard) < TONE_STEP, String(largestStep(heard)));
      assert.ok(firstSound(heard) < profile.leastMs + 15, String(firstSound(heard)));
    });
  }

  it('converts other rates', async () => {
    const room = rig({ sampleRate: 8000 });
    await room.play(stream({ packets: 100, sampleRate: 8000, sound: tone(400, 8000) }));
    const { heard } = room.ears[0]!;
    assert.ok(largestStep(heard) < TONE_STEP, String(largestStep(heard)));
    assert.ok(Math.max(...heard) > 0.35);
  });

  it('follows 60 ms of jitter with its delay and keeps the sound whole', async () => {
    const random = dice();
    const room = rig();
    await room.play(late(stream({ packets: 1500 }), () => random() * 60));
    const { lost, concealedMs, delayMs, jitterMs, reordered } = room.receiver.statistics();
    assert.equal(lost, 0);
    assert.ok(reordered > 50);
    assert.ok(jitterMs > 12 && jitterMs < 30, `${jitterMs}`);
    assert.ok(delayMs > 50 && delayMs < 100, `${delayMs}`);
    assert.ok(concealedMs < 120, `${concealedMs} ms of 30 s`);
  });

  it('comes back to its least delay when the jitter is over', async () => {
    const random = dice();
    const room = rig();
    const jittery = late(stream({ packets: 500 }), () => random() * 60);
    await room.play(jittery);
    const before = room.receiver.statistics().delayMs;
    await room.play(stream({ packets: 1500, firstSequence: 65_500 + 500, firstTimestamp: 0xffff_ff00 + 500 * 960 }));
    const after = room.receiver.statistics().delayMs;
    assert.ok(before > 55 && after < 46, `${before} ms, then ${after} ms`);
  });

  for (const percent of [5, 10, 30]) {
    it(`covers up ${percent} % of loss, and nothing else`, async () => {
      const random = dice(percent);
      const room = rig();
      const sent = stream({ packets: 1000 }).filter((_, n) => n < 10 || n === 999 || random() * 100 >= percent);
      await room.play(sent);
      const { received, lost, concealedMs, delayMs } = room.receiver.statistics();
      assert.equal(received, sent.length);
      assert.equal(lost, 1000 - sent.length);
      assert.ok(Math.abs(concealedMs - lost * 20) < 60, `${concealedMs} ms for ${lost} packets`);
      assert.ok(delayMs < 55, `${delayMs} ms`);
      assert.equal(room.ears[0]!.starved, 0);
    });
  }

  it('puts packets into order and drops what comes twice', async () => {
    const room = rig();
    const sent = stream({ packets: 300 });
    const mixed = sent.map((each, n) => ({ ...each, at: each.at + (n % 5 === 2 ? 25 : 0) }));
    const twice = mixed.flatMap((each, n) => (n % 3 === 0 ? [each, { ...each, at: each.at + 3 }] : [each]));
    await room.play(twice);
    const { received, duplicated, reordered, concealedMs } = room.receiver.statistics();
    assert.deepEqual({ received, duplicated, reordered }, { received: 300, duplicated: 100, reordered: 60 });
    assert.ok(concealedMs <= 40, `${concealedMs}`);
    assert.ok(longestSilence(room.ears[0]!.heard) < 45);
  });

  for (const ppm of [-3000, -200, 200, 3000]) {
    it(`follows a sender's clock that is ${ppm} ppm fast, without a hole`, async () => {
      const room = rig();
      await room.play(stream({ packets: 2500, ppm }));
      const { concealedMs, dropped, delayMs } = room.receiver.statistics();
      assert.equal(concealedMs + dropped, 0);
      assert.ok(delayMs > 20 && delayMs < 60, `${delayMs} ms`);
      const { heard, starved } = room.ears[0]!;
      assert.equal(starved, 0);
      assert.ok(largestStep(heard) < TONE_STEP);
    });
  }

  it('keeps no more than its most of a sender that is ten times as fast as time', async () => {
    const room = rig();
    const fast = stream({ packets: 3000 }).map(each => ({ ...each, at: each.at / 10 }));
    await room.play(fast);
    assert.ok(room.ears[0]!.fullest < 48 * 830, `${room.ears[0]!.fullest}`);
    assert.ok(room.receiver.statistics().dropped > 1000);
  });

  it('bears a sender that is a tenth as fast as time', async () => {
    const room = rig();
    await room.play(stream({ packets: 100 }).map(each => ({ ...each, at: each.at * 10 })));
    assert.equal(room.receiver.statistics().received, 100);
    assert.ok(room.sounding);
  });

  it('ends a stream that falls silent, and begins the next', async () => {
    const room = rig();
    await room.play(stream({ packets: 50 }), 1000);
    assert.equal(room.sounding, false);
    assert.deepEqual(room.changes, [true, false]);
    assert.equal(room.clock.waiting, 1); // the ear
    assert.equal(room.receiver.statistics().received, 50);
    await room.play(stream({ packets: 50, ssrc: 9 }));
    assert.equal(room.sounding, true);
    assert.deepEqual(room.changes, [true, false, true]);
    assert.ok(room.decoders[0]!.closed);
  });

  it('fades what it makes up, and makes up nothing more after a fifth of a second', async () => {
    const room = rig();
    await room.play(stream({ packets: 50 }), 600);
    assert.equal(room.receiver.statistics().concealedMs, 200);
  });

  it('goes on after a pause of the sender as if nothing had been', async () => {
    const room = rig();
    const sent = stream({ packets: 200 });
    await room.play([...sent.slice(0, 60), ...sent.slice(85)], 0);
    const { lost, delayMs } = room.receiver.statistics();
    assert.equal(lost, 25);
    assert.ok(delayMs > 30 && delayMs < 60, `${delayMs}`);
    assert.equal(room.ears.length, 1);
  });

  it('is not moved by the pauses of a sender that says nothing while nothing is said', async () => {
    const room = rig();
    let sequence = 0;
    const sent = stream({ packets: 600 })
      .filter((_, n) => n % 40 < 30)
      .map(each => {
        const datagram = Uint8Array.from(each.datagram);
        new DataView(datagram.buffer).setUint16(2, sequence++);
        return { ...each, datagram };
      });
    await room.play(sent);
    const { lost, delayMs } = room.receiver.statistics();
    assert.equal(lost, 0);
    assert.ok(delayMs > 28 && delayMs < 60, `${delayMs}`);
  });

  it('follows a clock that leaps, forwards and back', async () => {
    const room = rig();
    const leaps = [0, 40_000_000, 1000, 0x7fff_0000];
    const sent = leaps.flatMap((timestamp, n) =>
      stream({
        packets: 50,
        begin: n * 1000,
        firstSequence: 100 + n * 50,
        firstTimestamp: timestamp,
      }),
    );
    await room.play(sent);
    const { received, lost, delayMs } = room.receiver.statistics();
    assert.deepEqual({ received, lost }, { received: 200, lost: 0 });
    assert.ok(delayMs > 20 && delayMs < 80, `${delayMs}`);
    assert.ok(longestSilence(room.ears[0]!.heard) < 220);
  });

  it('does not let a running stream be stolen, neither by another SSRC nor from another address', async () => {
    const room = rig();
    const sent = stream({ packets: 100, sound: tone(400) });
    const other = stream({ packets: 100, ssrc: 666, sound: () => 20_000, from: '10.6.6.6:1' });
    const spoofed = stream({ packets: 100, sound: () => 20_000, from: '10.6.6.6:1', firstSequence: 40_000 });
    await room.play([...sent, ...other, ...spoofed].map((each, n) => ({ ...each, at: each.at + (n < 100 ? 0 : 1) })));
    const { received, strangers } = room.receiver.statistics();
    assert.deepEqual({ received, strangers }, { received: 100, strangers: 200 });
    assert.ok(Math.max(...room.ears[0]!.heard) < 0.4);
  });

  it('takes a restarted sender over after a moment of silence, in the same voice', async () => {
    const room = rig();
    await room.play(stream({ packets: 50 }), 250);
    await room.play(stream({ packets: 50, ssrc: 2, firstSequence: 7, firstTimestamp: 7 }));
    const { received, strangers } = room.receiver.statistics();
    assert.deepEqual({ received, strangers }, { received: 50, strangers: 0 });
    assert.equal(room.ears.length, 1);
    assert.equal(room.decoders.length, 2);
  });

  it('takes a sender that restarted with its old SSRC at its word when it says so twice', async () => {
    const room = rig();
    await room.play([
      ...stream({ packets: 50, firstSequence: 100 }),
      ...stream({ packets: 50, firstSequence: 30_000, firstTimestamp: 5, begin: 1000 }),
    ]);
    const { received, lost } = room.receiver.statistics();
    assert.deepEqual({ received, lost }, { received: 99, lost: 0 });
  });

  it('costs nothing for thousands of SSRCs, and looks into no more than thousands of packets a second', async () => {
    const room = rig();
    const sent = stream({ packets: 50 });
    const strangers = Array.from({ length: 20_000 }, (_, n) => ({
      ...stream({ packets: 1, ssrc: 1000 + n, from: `10.1.1.1:${n}` })[0]!,
      at: 1 + n / 20,
    }));
    await room.play([...sent, ...strangers]);
    const { received, strangers: refused, flooded } = room.receiver.statistics();
    assert.equal(received, 50);
    assert.equal(refused + flooded, 20_000);
    assert.ok(flooded > 15_000);
    assert.equal(room.ears[0]!.starved, 0);
  });

  it('counts what is none of its business', async () => {
    const room = rig();
    const [first] = stream({ packets: 1, payloadType: 0 });
    room.receiver.receive(first!.datagram, 'a');
    room.receiver.receive(new Uint8Array(64_000).fill(0x80), 'a');
    room.receiver.receive(Buffer.from('hello'), 'a');
    const { unexpected, malformed, active } = room.receiver.statistics();
    assert.deepEqual({ unexpected, malformed, active }, { unexpected: 1, malformed: 2, active: false });
  });

  it('falls silent when it may not be heard, goes on counting, and is heard again', async () => {
    const room = rig();
    const sent = stream({ packets: 150 });
    await room.play(sent.slice(0, 50));
    room.receiver.audible = false;
    assert.equal(room.sounding, false);
    await room.play(late(sent.slice(50, 100), () => -1000));
    assert.equal(room.receiver.statistics().received, 100);
    room.receiver.audible = true;
    await room.play(late(sent.slice(100), () => -2000));
    assert.equal(room.sounding, true);
    assert.equal(room.receiver.statistics().lost, 0);
    assert.equal(room.ears[1]!.starved, 0);
  });

  it('survives packets of any bytes and any order', async () => {
    const random = dice(7);
    const room = rig();
    const sent = stream({ packets: 4000 });
    const broken = sent.map(({ at, datagram }) => {
      const bytes = Uint8Array.from(datagram.subarray(0, Math.floor(random() * datagram.length) + 1));
      for (let n = 0; n < 3; n++) bytes[Math.floor(random() * Math.min(14, bytes.length))] = Math.floor(random() * 256);
      if (random() < 0.7 && bytes.length >= 12) bytes.set(datagram.subarray(8, 12), 8);
      return { at: at / 4 + random() * 500, datagram: bytes };
    });
    await room.play(broken, 2000);
    const { received } = room.receiver.statistics();
    assert.ok(received > 10);
    assert.equal(room.receiver.active, false);
    for (const ear of room.ears) assert.ok(ear.heard.every(Number.isFinite));
  });
});
