import type { Off } from '../../core/clock.ts';
import { inBackground } from '../../core/background.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { ClipFeeder } from '../clip-feeder.ts';
import type { CodecFormat, Decoder } from '../codecs/codec.ts';
import { unitBytesOf } from '../codecs/unit-bytes.ts';
import type { SentSound } from '../contract.ts';
import { Ear } from '../listening/ear.ts';
import { LiveFeeder } from '../live-feeder.ts';
import { type PacketEncoder, RtpPacketizer } from '../rtp/rtp-packetizer.ts';
import { RtpSender } from '../rtp/rtp-sender.ts';
import { createRingMemory, RingReader } from '../source-ring.ts';
import { numberingOf, PACKET_MS, type RtpRoute } from './rtp-route.ts';
import type { RtpTarget } from './rtp-target.ts';

const RING_FRAMES = 65_536;
const CLIP_FILL_MS = 100;
const LIVE_FILL_MS = 10;

/** Sound on its way to others. */
export interface Sending {
  /** Ends it, and frees what it used. */
  stop(): void;
  /** The next bytes of sound that comes live. */
  push?(bytes: Uint8Array): void;
  /** Nothing more comes of it. */
  finish?(): void;
}

/** What every sending is made of. */
export interface SendingParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly encoder: PacketEncoder;
  readonly target: RtpTarget;
  readonly route: RtpRoute;
  /** Amplitude factor. */
  readonly gain: number;
  /** All was sent. */
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** A clip, read from the disk as it is sent. */
export function sendClip(parts: SendingParts, { clip, times }: Extract<SentSound, { from: 'clip' }>): Sending {
  const { clock, log, failed } = parts;
  const memory = createRingMemory(RING_FRAMES);
  const feeder = new ClipFeeder({ clip, times, from: 0, memory });
  const sender = senderOf(parts, new RingReader(memory));
  const offs: Off[] = [() => inBackground(log, 'closing a clip', () => feeder.close())];
  const fill = () => feeder.fill().catch(failed);
  let over = false;
  void feeder.fill().then(() => {
    if (!over)
      offs.push(
        clock.every(CLIP_FILL_MS, () => void fill()),
        sender.start(),
      );
  }, failed);
  return {
    stop() {
      over = true;
      for (const off of offs) void off();
    },
  };
}

/** What somebody says meanwhile, decoded and encoded anew for those who get it. */
export function sendLive(
  parts: SendingParts,
  { format, bufferMs }: Extract<SentSound, { from: 'live' }>,
  { decoder, taken }: { readonly decoder: (format: CodecFormat) => Decoder; readonly taken: (bytes: number) => void },
): Sending {
  const memory = createRingMemory(RING_FRAMES);
  const sender = senderOf(parts, new RingReader(memory));
  let offSender: Off = () => parts.encoder.close();
  const feeder = new LiveFeeder({
    memory,
    decoder: decoder(format),
    unitBytes: format.codec === 'opus' ? undefined : unitBytesOf(format),
    bufferMs,
    taken,
    ready: () => (offSender = sender.start()),
  });
  const attempt = (what: () => void) => {
    try {
      what();
    } catch (error) {
      parts.failed(error);
    }
  };
  const offFill = parts.clock.every(LIVE_FILL_MS, () => attempt(() => void feeder.fill()));
  return {
    stop() {
      offFill();
      void offSender();
      void feeder.close();
    },
    push: bytes => attempt(() => feeder.push(bytes)),
    finish: () => attempt(() => feeder.finish()),
  };
}

/** What the microphone hears, in the time of the card that records it. */
export function sendMicrophone(
  { encoder, target, route, gain, failed }: SendingParts,
  ears: { add(ear: Pick<Ear, 'hear' | 'close'>, failed: (error: unknown) => void): () => void },
): Sending {
  const packetizer = new RtpPacketizer({ ...numberingOf(target), encoder });
  const ear = new Ear({
    encoder: {
      sampleRate: encoder.sampleRate,
      encode: samples => packetizer.packet(samples),
      close: () => encoder.close(),
    },
    packetFrames: (encoder.sampleRate * PACKET_MS) / 1000,
    send: packet => route.send(packet),
  });
  const hear = (block: Float32Array) => ear.hear(gain === 1 ? block : block.map(sample => sample * gain));
  return { stop: ears.add({ hear, close: () => ear.close() }, failed) };
}

const senderOf = ({ clock, encoder, target, route, gain, done }: SendingParts, ring: RingReader) =>
  new RtpSender({
    clock,
    ...numberingOf(target),
    encoder,
    packetMs: PACKET_MS,
    read: block => readLoud(ring, block, gain),
    finished: () => ring.finished,
    send: datagram => route.send(datagram),
    done,
  });

function readLoud(ring: RingReader, block: Float32Array, gain: number): number {
  const count = ring.read(block, block.length);
  for (let i = 0; i < count; i++) block[i]! *= gain;
  return count;
}
