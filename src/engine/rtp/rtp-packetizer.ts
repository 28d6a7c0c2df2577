import { buildRtp } from './rtp-packet.ts';

/** What a sender needs of an encoder. */
export interface PacketEncoder {
  /** Hz of what it takes. */
  readonly sampleRate: number;
  encode(samples: Int16Array): Uint8Array;
  close(): void;
}

export interface PacketizerOptions {
  readonly encoder: PacketEncoder;
  /** Hz of the timestamps. */
  readonly clockRate: number;
  readonly payloadType: number;
  /** Where the numbers begin: random, so that nobody guesses them (RFC 3550, 5.1). */
  readonly ssrc: number;
  readonly sequence: number;
  readonly timestamp: number;
}

/** Makes the packets of one sender, one after the other. */
export class RtpPacketizer {
  readonly #options: PacketizerOptions;
  #sequence: number;
  #timestamp: number;
  #talking = false;

  constructor(options: PacketizerOptions) {
    this.#options = options;
    this.#sequence = options.sequence & 0xffff;
    this.#timestamp = options.timestamp >>> 0;
  }

  /** The next packet. */
  packet(samples: Int16Array): Uint8Array {
    const { encoder, payloadType, ssrc } = this.#options;
    const bytes = buildRtp({
      payloadType,
      marker: !this.#talking,
      sequence: this.#sequence,
      timestamp: this.#timestamp,
      ssrc,
      payload: encoder.encode(samples),
    });
    this.#talking = true;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#pass(samples.length);
    return bytes;
  }

  /** Nothing is sent for so many frames; the packet behind them begins a talk. */
  pause(frames: number): void {
    this.#talking = false;
    this.#pass(frames);
  }

  #pass(frames: number): void {
    const { encoder, clockRate } = this.#options;
    this.#timestamp = (this.#timestamp + Math.round((frames * clockRate) / encoder.sampleRate)) >>> 0;
  }
}
