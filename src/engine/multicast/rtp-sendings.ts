import { randomInt } from 'node:crypto';
import type { Clock, Off } from '../../core/clock.ts';
import { inBackground } from '../../core/background.ts';
import type { Log } from '../../core/log.ts';
import { ClipFeeder } from '../clip-feeder.ts';
import type { Command, Report } from '../contract.ts';
import type { PacketEncoder } from '../rtp/rtp-packetizer.ts';
import { RtpSender } from '../rtp/rtp-sender.ts';
import { SrtpSender } from '../rtp/srtp/srtp-sender.ts';
import { createRingMemory, RingReader } from '../source-ring.ts';
import { RTP_FORMATS, type SoundFormat } from './rtp-format.ts';
import type { RtpTarget } from './rtp-target.ts';
import { suiteOf } from './srtp-key.ts';
import { TargetSocket } from './target-socket.ts';

const PACKET_MS = 20;
/** What a codec without a type of its own is sent as. */
const DYNAMIC_TYPE = 97;
const RING_FRAMES = 65_536;
const FILL_MS = 100;

interface RtpSendingsDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (report: Report) => void;
  /** @throws Fault where the codec is missing on this machine */
  readonly encoder: (format: SoundFormat) => PacketEncoder;
}

type Send = Extract<Command, { do: 'send' }>;

/** Clips on their way to others: each read from the disk, sent in time, told when it is over. */
export class RtpSendings {
  readonly #deps: RtpSendingsDeps;
  readonly #sendings = new Map<number, Off>();

  constructor(deps: RtpSendingsDeps) {
    this.#deps = deps;
  }

  /** Ends all. */
  stopAll(): void {
    for (const off of this.#sendings.values()) off();
    this.#sendings.clear();
  }

  /** Whether there was a sending of this number, which has ended now. */
  stop(voice: number): boolean {
    const known = this.#sendings.has(voice);
    if (known) this.#end(voice, 'stopped');
    return known;
  }

  start(command: Send): void {
    try {
      this.#sendings.set(command.voice, this.#begin(command));
    } catch (error) {
      this.#deps.report({ tell: 'ended', voice: command.voice, why: 'failed', error: String(error) });
    }
  }

  #begin({ voice, clip, times, gain, target }: Send): Off {
    const { clock, log, encoder } = this.#deps;
    const memory = createRingMemory(RING_FRAMES);
    const feeder = new ClipFeeder({ clip, times, from: 0, memory });
    const ring = new RingReader(memory);
    const socket = new TargetSocket(target);
    const fail = (error: unknown) => this.#end(voice, 'failed', String(error));
    const sender = new RtpSender({
      clock,
      ...formatOf(target),
      encoder: encoder(RTP_FORMATS[target.codec].format),
      packetMs: PACKET_MS,
      read: block => readLoud(ring, block, gain),
      finished: () => ring.finished,
      send: datagram => socket.send(datagram),
      protect: protectorOf(target),
      done: () => this.#end(voice, 'done'),
    });
    const offs: Off[] = [() => socket.close(), () => inBackground(log, 'closing a clip', () => feeder.close())];
    const fill = () => feeder.fill().catch(fail);
    socket.open(fail);
    void feeder.fill().then(() => {
      if (this.#sendings.has(voice))
        offs.push(
          clock.every(FILL_MS, () => void fill()),
          sender.start(),
        );
    }, fail);
    return () => {
      for (const off of offs) off();
    };
  }

  #end(voice: number, why: 'done' | 'stopped' | 'failed', error?: string): void {
    const off = this.#sendings.get(voice);
    if (off === undefined) return;
    this.#sendings.delete(voice);
    off();
    this.#deps.report({ tell: 'ended', voice, why, ...(error === undefined ? {} : { error }) });
  }
}

/** Numbers begin anywhere, so that nobody guesses them (RFC 3550, 5.1). */
const formatOf = ({ codec }: RtpTarget) => ({
  clockRate: RTP_FORMATS[codec].clockRate,
  payloadType: RTP_FORMATS[codec].payloadType ?? DYNAMIC_TYPE,
  ssrc: randomInt(2 ** 32),
  sequence: randomInt(2 ** 16),
  timestamp: randomInt(2 ** 32),
});

function readLoud(ring: RingReader, block: Float32Array, gain: number): number {
  const count = ring.read(block, block.length);
  for (let i = 0; i < count; i++) block[i]! *= gain;
  return count;
}

function protectorOf({ srtpKey }: RtpTarget): ((packet: Uint8Array) => Uint8Array) | undefined {
  if (srtpKey === '') return undefined;
  const sender = new SrtpSender(suiteOf(srtpKey), Buffer.from(srtpKey, 'hex'));
  return packet => sender.protect(packet);
}
