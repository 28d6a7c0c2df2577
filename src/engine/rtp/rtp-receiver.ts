import type { Clock, Off } from '../../core/clock.ts';
import type { PacketDecoder } from './packet-decoder.ts';
import type { PlayoutProfile } from './playout-profile.ts';
import { RateLimit } from './rate-limit.ts';
import { parseRtp, type RtpPacket } from './rtp-packet.ts';
import { NO_STREAM, type RtpStatistics, type StreamStatistics } from './rtp-statistics.ts';
import { RtpStream } from './rtp-stream.ts';
import type { SoundOutput, SoundSink } from './sound-output.ts';
import { StreamOwner } from './stream-owner.ts';

/** No audio packet is as long as that, bytes; what is, is not looked into. */
const MAX_DATAGRAM = 9000;
/** The sender's datagrams in a second that are looked into: five times what the densest audio stream has. */
const MAX_OF_OWNER = 5000;
/** Those of all others, so that they take no time from the sender's. */
const MAX_OF_OTHERS = 1000;
const TICK_MS = 5;

export interface RtpReceiverOptions {
  readonly clock: Clock;
  /** Hz of the timestamps. */
  readonly clockRate: number;
  readonly accepts: (payloadType: number) => boolean;
  /** Packets of the same sender that are no sound: they use up its sequence numbers. */
  readonly aside?: {
    readonly accepts: (payloadType: number) => boolean;
    readonly heard: (packet: RtpPacket) => void;
  };
  /** @throws where the codec is missing on this machine */
  readonly createDecoder: () => PacketDecoder;
  /** Asked when a stream begins. */
  readonly profile: () => PlayoutProfile;
  readonly output: SoundOutput;
  /** ms that the mixer takes at once when a voice begins. */
  readonly leadMs: () => number;
  /** A stream that says nothing for so long is over, ms. */
  readonly timeoutMs: number;
  /** Decrypts a datagram; undefined where it is not authentic. */
  readonly unprotect?: ((datagram: Uint8Array) => Uint8Array | undefined) | undefined;
  /** A stream began (true) or ended. */
  readonly changed?: (active: boolean) => void;
}

/** Receives one RTP stream: out of the datagrams of anybody, the sound of one sender. */
export class RtpReceiver {
  readonly #options: RtpReceiverOptions;
  readonly #owner = new StreamOwner();
  readonly #ownerLimit = new RateLimit(MAX_OF_OWNER);
  readonly #othersLimit = new RateLimit(MAX_OF_OTHERS);
  readonly #refused = { malformed: 0, unauthentic: 0, unexpected: 0, strangers: 0, flooded: 0 };
  #stream: RtpStream | undefined;
  #sink: SoundSink | undefined;
  #ticking: Off | undefined;
  #audible = true;
  #heardAt = 0;
  #before: StreamStatistics = NO_STREAM;

  constructor(options: RtpReceiverOptions) {
    this.#options = options;
  }

  /** Whether somebody sends. */
  get active(): boolean {
    return this.#stream !== undefined;
  }

  /** Whether it may be heard; one that may not is followed all the same. */
  set audible(audible: boolean) {
    if (audible === this.#audible) return;
    this.#audible = audible;
    if (!audible) this.#silence();
  }

  /**
   * Takes a datagram, whatever it is.
   * @param from address and port of its sender
   */
  receive(datagram: Uint8Array, from: string): void {
    const now = this.#options.clock.monotonic();
    const limit = this.#owner.looksLike(datagram, from) ? this.#ownerLimit : this.#othersLimit;
    if (!limit.allows(now)) {
      this.#refused.flooded++;
      return;
    }
    const packet = this.#read(datagram);
    if (packet === undefined) return;
    const admitted = this.#owner.admit(packet.ssrc, from, now);
    if (admitted === 'stranger') {
      this.#refused.strangers++;
      return;
    }
    this.#heardAt = now;
    if (admitted === 'new') this.#renew(from);
    this.#deal(packet, now);
  }

  #deal(packet: RtpPacket, now: number): void {
    const { accepts, aside } = this.#options;
    if (accepts(packet.payloadType)) {
      this.#stream?.take(packet, now, this.#audible ? () => this.#open() : undefined);
      return;
    }
    this.#stream?.pass(packet);
    aside?.heard(packet);
  }

  statistics(): RtpStatistics {
    return { active: this.active, ...(this.#stream?.statistics() ?? this.#before), ...this.#refused };
  }

  /** Ends the stream, if there is one; the next packet begins another. */
  stop(): void {
    if (this.#stream === undefined) return;
    this.#leave();
    this.#owner.forget();
    this.#silence();
    this.#ticking?.();
    this.#options.changed?.(false);
  }

  #read(datagram: Uint8Array): RtpPacket | undefined {
    const { unprotect, accepts, aside } = this.#options;
    if (datagram.length > MAX_DATAGRAM) {
      this.#refused.malformed++;
      return undefined;
    }
    const plain = unprotect === undefined ? datagram : unprotect(datagram);
    const packet = plain === undefined ? undefined : parseRtp(plain);
    if (plain === undefined) this.#refused.unauthentic++;
    else if (packet === undefined) this.#refused.malformed++;
    else if (!accepts(packet.payloadType) && aside?.accepts(packet.payloadType) !== true) this.#refused.unexpected++;
    else return packet;
    return undefined;
  }

  /** Another sender begins; one before it leaves the voice to it. */
  #renew(from: string): void {
    const { clock, changed, profile, createDecoder } = this.#options;
    const first = this.#stream === undefined;
    this.#leave();
    this.#stream = new RtpStream({ ...this.#options, from, profile: profile(), decoder: createDecoder() });
    if (first) {
      this.#ticking = clock.every(TICK_MS, () => this.#tick());
      changed?.(true);
    }
  }

  /** The ring to write to, and what the mixer takes of it at once. */
  #open(): { sink: SoundSink; leadMs: number } {
    const { output, leadMs } = this.#options;
    if (this.#sink !== undefined) return { sink: this.#sink, leadMs: 0 };
    const lead = leadMs();
    this.#sink = output.start();
    return { sink: this.#sink, leadMs: lead };
  }

  #tick(): void {
    if (this.#options.clock.monotonic() - this.#heardAt >= this.#options.timeoutMs) this.stop();
    else this.#stream?.advance();
  }

  /** The stream is over; the voice may go on with another. */
  #leave(): void {
    if (this.#stream === undefined) return;
    this.#before = this.#stream.statistics();
    this.#stream.close();
    this.#stream = undefined;
  }

  #silence(): void {
    this.#stream?.silence();
    if (this.#sink === undefined) return;
    this.#sink = undefined;
    this.#options.output.stop();
  }
}
