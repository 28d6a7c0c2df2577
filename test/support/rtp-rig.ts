import type { PacketDecoder } from '../../src/engine/rtp/packet-decoder.ts';
import { PLAYOUT_PROFILES, type PlayoutProfile } from '../../src/engine/rtp/playout-profile.ts';
import { buildRtp } from '../../src/engine/rtp/rtp-packet.ts';
import { RtpReceiver } from '../../src/engine/rtp/rtp-receiver.ts';
import type { SoundSink } from '../../src/engine/rtp/sound-output.ts';
import { FakeClock } from './fake-clock.ts';

const CAPACITY = 65_536;
const BLOCK = 480;

/** L16, big-endian, at any rate; what is lost is silence, so that a test sees it. */
export class L16Decoder implements PacketDecoder {
  readonly sampleRate: number;
  readonly asked: number[] = [];
  closed = false;

  constructor(sampleRate: number) {
    this.sampleRate = sampleRate;
  }

  decode(bytes: Uint8Array): Int16Array {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getInt16(2 * i));
  }

  conceal(frames: number): Int16Array {
    this.asked.push(frames);
    return new Int16Array(frames);
  }

  close(): void {
    this.closed = true;
  }
}

/** A mixer that takes a block every 10 ms, and keeps all that it took. */
export class Ear implements SoundSink {
  readonly heard: number[] = [];
  readonly #samples: number[] = [];
  /** Frames that were missing when the mixer wanted them, after the first sound. */
  starved = 0;
  /** The fullest it ever was. */
  fullest = 0;

  get queued(): number {
    return this.#samples.length;
  }

  get space(): number {
    return CAPACITY - this.#samples.length;
  }

  write(samples: Float32Array, frames: number): void {
    if (frames > this.space) throw new RangeError('more than fits');
    for (let i = 0; i < frames; i++) this.#samples.push(samples[i] ?? 0);
    this.fullest = Math.max(this.fullest, this.queued);
  }

  take(frames = BLOCK): void {
    const block = this.#samples.splice(0, frames);
    this.starved += frames - block.length;
    for (let i = 0; i < frames; i++) this.heard.push(block[i] ?? 0);
  }
}

/** One packet on its way. */
export interface Sent {
  /** ms. */
  readonly at: number;
  readonly datagram: Uint8Array;
  readonly from?: string;
}

export interface StreamSpec {
  readonly sampleRate?: number;
  readonly packets: number;
  readonly packetMs?: number;
  readonly ssrc?: number;
  readonly firstSequence?: number;
  readonly firstTimestamp?: number;
  /** The sender's clock, ppm too fast. */
  readonly ppm?: number;
  /** ms when it begins. */
  readonly begin?: number;
  readonly sound?: (frame: number) => number;
  readonly from?: string;
  readonly payloadType?: number;
}

export const tone =
  (hz: number, rate = 48_000) =>
  (frame: number) =>
    Math.round(12_000 * Math.sin((2 * Math.PI * hz * frame) / rate));

/** A sender's packets, each when it leaves. */
export function stream(spec: StreamSpec): Sent[] {
  const { packets, packetMs = 20, sampleRate = 48_000, ssrc = 1, firstSequence = 65_500 } = spec;
  const { firstTimestamp = 0xffff_ff00, ppm = 0, begin = 0, sound = tone(400), payloadType = 97 } = spec;
  const frames = (sampleRate * packetMs) / 1000;
  return Array.from({ length: packets }, (_, n) => {
    const payload = Buffer.alloc(frames * 2);
    for (let i = 0; i < frames; i++) payload.writeInt16BE(sound(n * frames + i), 2 * i);
    const datagram = buildRtp({
      payloadType,
      marker: n === 0,
      sequence: (firstSequence + n) & 0xffff,
      timestamp: (firstTimestamp + n * frames) >>> 0,
      ssrc,
      payload,
    });
    const at = begin + (n * packetMs) / (1 + ppm * 1e-6);
    return { at, datagram, ...(spec.from === undefined ? {} : { from: spec.from }) };
  });
}

/** A receiver with a clock of its own, and what is heard of it. */
export function rig({
  profile = PLAYOUT_PROFILES.Normal,
  sampleRate = 48_000,
}: { profile?: PlayoutProfile; sampleRate?: number } = {}) {
  const clock = new FakeClock();
  const ears: Ear[] = [];
  const decoders: L16Decoder[] = [];
  const changes: boolean[] = [];
  let ear: Ear | undefined;
  const receiver = new RtpReceiver({
    clock,
    clockRate: sampleRate,
    accepts: type => type === 97,
    createDecoder: () => {
      const decoder = new L16Decoder(sampleRate);
      decoders.push(decoder);
      return decoder;
    },
    profile: () => profile,
    output: {
      start() {
        ear = new Ear();
        ears.push(ear);
        return ear;
      },
      stop() {
        ear = undefined;
      },
    },
    leadMs: () => 0,
    timeoutMs: 700,
    changed: active => changes.push(active),
  });
  clock.every(10, () => ear?.take());
  return {
    clock,
    receiver,
    ears,
    decoders,
    changes,
    get sounding() {
      return ear !== undefined;
    },
    /** Lets all packets arrive at their times, and some time pass. */
    async play(sent: readonly Sent[], restMs = 0) {
      const inOrder = [...sent].sort((a, b) => a.at - b.at);
      const begin = clock.monotonic();
      for (const { at, datagram, from = '10.0.0.1:5004' } of inOrder) {
        const wait = begin + at - clock.monotonic();
        if (wait > 0) await clock.advance(wait);
        receiver.receive(datagram, from);
      }
      await clock.advance(restMs);
    },
  };
}

/** Random numbers that are the same each time. */
export function dice(seed = 1) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}
