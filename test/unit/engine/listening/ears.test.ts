import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { unavailable } from '../../../../src/core/fault.ts';
import { createDecoder, createEncoder } from '../../../../src/engine/codecs/index.ts';
import type { ListenCommand } from '../../../../src/engine/contract.ts';
import { Ears } from '../../../../src/engine/listening/ears.ts';
import { type RingMemory, RingWriter } from '../../../../src/engine/source-ring.ts';
import { toInt16 } from '../../../../src/dsp/int16.ts';
import { bestSnr, joined } from '../../../support/codec-sounds.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { babble } from '../../../support/sounds.ts';

const MU_LAW = { codec: 'PCMU', sampleRate: 8000, channels: 1 } as const;
const LINEAR = { codec: 'L16', sampleRate: 48_000, channels: 1 } as const;

function rig() {
  const clock = new FakeClock();
  const sent: { listener: number; packet: Uint8Array }[] = [];
  const failed: string[] = [];
  let tap: RingWriter | undefined;
  let taps = 0;
  const ears = new Ears({
    clock,
    encoder: createEncoder,
    tap: (ring: RingMemory | undefined) => {
      taps++;
      tap = ring === undefined ? undefined : new RingWriter(ring);
    },
    send: (listener, packet) => sent.push({ listener, packet }),
    failed: (listener, error) => failed.push(`${listener}: ${String(error)}`),
  });
  ears.start();
  const listen = (listener: number, more: Partial<ListenCommand> = {}) =>
    ears.listen({ listener, format: LINEAR, packetFrames: 960, options: {}, ...more });
  /** The microphone hears this, 10 ms at a time. */
  const hear = async (samples: Float32Array) => {
    for (let at = 0; at < samples.length; at += 480) {
      tap?.writeInt16(toInt16(samples.subarray(at, at + 480)), 0, Math.min(480, samples.length - at));
      await clock.advance(10);
    }
  };
  const packetsOf = (listener: number) =>
    sent.filter(({ listener: to }) => to === listener).map(({ packet }) => packet);
  return { ears, clock, listen, hear, packetsOf, sent, failed, taps: () => taps, isTapped: () => tap !== undefined };
}

describe('listening to the microphone', () => {
  it('gives everybody the same sound in the format that was asked for', async () => {
    const { listen, hear, packetsOf } = rig();
    const sound = babble(2);
    listen(1);
    listen(2, { format: MU_LAW, packetFrames: 512 });
    await hear(sound);
    const [linear, coded] = [createDecoder(LINEAR), createDecoder(MU_LAW)];
    assert.deepEqual(joined(packetsOf(1).map(packet => linear.decode(packet))), toInt16(sound));
    assert.ok(packetsOf(2).every(({ length }) => length === 512));
    const heard = joined(packetsOf(2).map(packet => coded.decode(packet)));
    assert.ok(heard.length > 15_000);
    const every = toInt16(sound).filter((_, i) => i % 6 === 0);
    // What is above 4 kHz is still in the one, and no longer in the other.
    assert.ok(bestSnr(every, heard, 20).db > 15, `${bestSnr(every, heard, 20).db} dB`);
  });

  it('asks for the microphone while somebody listens only', () => {
    const { ears, listen, isTapped, taps } = rig();
    assert.equal(taps(), 0);
    listen(1);
    listen(2);
    assert.equal(taps(), 1);
    ears.unlisten(1);
    ears.unlisten(1);
    assert.equal(isTapped(), true);
    ears.unlisten(2);
    assert.equal(isTapped(), false);
    listen(3);
    assert.equal(isTapped(), true);
  });

  it('sends silence, and in time, where no microphone is', async () => {
    const { listen, clock, packetsOf } = rig();
    listen(1);
    await clock.advance(10_000);
    const frames = packetsOf(1).length * 960;
    assert.ok(frames > 46_000 * 10 && frames <= 480_000, `${frames} frames`);
    assert.ok(packetsOf(1).every(packet => packet.every(byte => byte === 0)));
  });

  it('tells where a format cannot be encoded, and goes on with the others', async () => {
    const { ears, listen, hear, packetsOf, failed } = rig();
    listen(1);
    listen(2, { format: { codec: 'G722', sampleRate: 8000, channels: 1 } });
    listen(3, { format: { codec: 'opus', sampleRate: 48_000, channels: 1 }, packetFrames: 961 });
    await hear(babble(1));
    assert.equal(packetsOf(1).length, 50);
    assert.equal(failed.length, 2);
    assert.match(failed.join('\n'), /2: Fault: G722 is sampled at 16000 Hz.*\n3: Fault: Opus takes/);
    ears.unlisten(3);
  });

  it('begins anew with a listener that is told twice', async () => {
    const { listen, hear, packetsOf, isTapped } = rig();
    listen(1);
    listen(1);
    await hear(babble(1));
    assert.equal(packetsOf(1).length, 50);
    assert.equal(isTapped(), true);
  });

  it('does not begin where the first cannot be heard', () => {
    const clock = new FakeClock();
    const failed: number[] = [];
    const ears = new Ears({
      clock,
      encoder: () => {
        throw unavailable('no add-on');
      },
      tap: () => assert.fail('nobody listens'),
      send: () => undefined,
      failed: listener => failed.push(listener),
    });
    ears.listen({ listener: 7, format: MU_LAW, packetFrames: 160, options: {} });
    assert.deepEqual(failed, [7]);
  });
});
