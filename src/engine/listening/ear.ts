import { SAMPLE_RATE } from '../../dsp/format.ts';
import { toInt16 } from '../../dsp/int16.ts';
import { Resampler } from '../../dsp/resampler.ts';
import type { Encoder } from '../codecs/codec.ts';

interface EarOptions {
  readonly encoder: Encoder;
  /** Of each packet, at the encoder's rate. */
  readonly packetFrames: number;
  readonly send: (packet: Uint8Array) => void;
}

/** One who listens: makes packets of one format out of 48 kHz samples that come in blocks of any size. */
export class Ear {
  readonly #options: EarOptions;
  readonly #resampler: Resampler | undefined;
  readonly #packet: Int16Array;
  #filled = 0;

  constructor(options: EarOptions) {
    const { sampleRate } = options.encoder;
    this.#options = options;
    this.#resampler = sampleRate === SAMPLE_RATE ? undefined : new Resampler(SAMPLE_RATE, sampleRate);
    this.#packet = new Int16Array(options.packetFrames);
  }

  hear(block: Float32Array): void {
    const samples = toInt16(this.#resampler?.process(block) ?? block);
    for (let at = 0; at < samples.length;) {
      const frames = Math.min(samples.length - at, this.#packet.length - this.#filled);
      this.#packet.set(samples.subarray(at, at + frames), this.#filled);
      at += frames;
      this.#filled += frames;
      if (this.#filled === this.#packet.length) this.#send();
    }
  }

  close(): void {
    this.#options.encoder.close();
  }

  #send(): void {
    this.#filled = 0;
    this.#options.send(this.#options.encoder.encode(this.#packet));
  }
}
