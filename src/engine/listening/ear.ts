import type { Encoder } from '../codecs/codec.ts';
import { PacketCutter } from './packet-cutter.ts';

interface EarOptions {
  readonly encoder: Encoder;
  /** Of each packet, at the encoder's rate. */
  readonly packetFrames: number;
  readonly send: (packet: Uint8Array) => void;
}

/** One who listens: packets of one format out of 48 kHz samples that come in blocks of any size. */
export class Ear {
  readonly #encoder: Encoder;
  readonly #cutter: PacketCutter;

  constructor({ encoder, packetFrames, send }: EarOptions) {
    this.#encoder = encoder;
    this.#cutter = new PacketCutter(encoder.sampleRate, packetFrames, packet => send(encoder.encode(packet)));
  }

  hear(block: Float32Array): void {
    this.#cutter.feed(block);
  }

  close(): void {
    this.#encoder.close();
  }
}
