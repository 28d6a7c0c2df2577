import { invalid } from '../../core/fault.ts';
import type { Encoder, EncoderOptions } from './codec.ts';
import { type CodecsNative, type NativeCodec } from './native.ts';

/** Packets that fit into what a network carries in one piece. */
const MOST_BYTES = 1275;

/** Opus, one channel. */
export class OpusEncoder implements Encoder {
  readonly sampleRate: number;
  readonly #native: CodecsNative;
  readonly #codec: NativeCodec;

  constructor(native: CodecsNative, sampleRate: number, { bitrate = 0, loss = 0 }: EncoderOptions) {
    this.sampleRate = sampleRate;
    this.#native = native;
    this.#codec = native.open('opus-encoder', { sampleRate, bitrate, loss });
  }

  encode(samples: Int16Array): Uint8Array {
    const bytes = new Uint8Array(MOST_BYTES);
    const made = this.#native.encode(this.#codec, samples, bytes);
    if (made < 0) throw invalid(`Opus takes 2.5, 5, 10, 20, 40 or 60 ms at once, not ${samples.length} samples`);
    return bytes.slice(0, made);
  }

  close(): void {
    this.#native.close(this.#codec);
  }
}
