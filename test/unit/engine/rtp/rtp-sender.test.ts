import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { parseRtp } from '../../../../src/engine/rtp/rtp-packet.ts';
import { RtpSender } from '../../../../src/engine/rtp/rtp-sender.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

/** A sender at 8 kHz, 20 ms a packet, of a source that a test fills. */
function sender() {
  const clock = new FakeClock();
  const sent: { at: number; sequence: number; timestamp: number; marker: boolean; loud: number }[] = [];
  const source = { frames: 0, over: false };
  let done = 0;
  let closed = false;
  const rtp = new RtpSender({
    clock,
    encoder: {
      sampleRate: 8000,
      encode: samples => Uint8Array.from(samples, sample => Math.min(255, Math.abs(sample) >> 7)),
      close: () => (closed = true),
    },
    clockRate: 8000,
    payloadType: 0,
    ssrc: 1,
    sequence: 65_535,
    timestamp: 0xffff_ff80,
    packetMs: 20,
    read(block) {
      const count = Math.min(source.frames, block.length);
      block.fill(0.5, 0, count);
      source.frames -= count;
      return count;
    },
    finished: () => source.over && source.frames === 0,
    send(datagram) {
      const { sequence, timestamp, marker, payload } = parseRtp(datagram)!;
      const loud = payload.filter(byte => byte > 60).length;
      sent.push({ at: clock.monotonic(), sequence, timestamp, marker, loud });
    },
    done: () => done++,
  });
  const stop = rtp.start();
  return { clock, sent, source, stop, done: () => done, isClosed: () => closed };
}

describe('RtpSender', () => {
  it('sends a packet every 20 ms, and numbers them over their turns', async () => {
    const { clock, sent, source, stop, isClosed } = sender();
    source.frames = 48_000;
    await clock.advance(200);
    assert.ok(sent.length >= 9 && sent.length <= 10, String(sent.length));
    const [first, second] = sent;
    assert.equal(first?.sequence, 65_535);
    assert.deepEqual([second?.sequence, second?.timestamp, second?.marker], [0, 192, false]);
    stop();
    assert.equal(isClosed(), true);
    await clock.advance(200);
    assert.ok(sent.length <= 10);
  });

  it('says nothing while there is nothing, and lets the time pass', async () => {
    const { clock, sent, source } = sender();
    source.frames = 4800;
    await clock.advance(500);
    const before = sent.length;
    assert.ok(before >= 4 && before <= 6, String(before));
    source.frames = 4800;
    await clock.advance(200);
    const next = sent[before];
    assert.equal(next?.marker, true);
    assert.equal(next.sequence, (sent[before - 1]!.sequence + 1) & 0xffff);
    const passed = ((next.timestamp - sent[before - 1]!.timestamp) >>> 0) / 8;
    assert.ok(passed > 300 && passed < 560, `${passed} ms`);
  });

  it('sends the last samples with silence behind them, and tells that it is done, once', async () => {
    const { clock, sent, source, done } = sender();
    source.frames = 960 * 2 + 100;
    source.over = true;
    await clock.advance(1000);
    const loud = sent.reduce((sum, packet) => sum + packet.loud, 0);
    assert.ok(Math.abs(loud - (960 * 2 + 100) / 6) <= 2, String(loud));
    assert.equal(done(), 1);
    assert.equal(clock.waiting, 0);
  });

  it('makes up for a few packets only after a machine slept', async () => {
    const { clock, sent, source } = sender();
    source.frames = 48_000 * 20;
    await clock.advance(100);
    const before = sent.length;
    const now = clock.monotonic.bind(clock);
    clock.monotonic = () => now() + 5000;
    await clock.advance(10);
    assert.ok(sent.length - before <= 12, String(sent.length - before));
  });
});
