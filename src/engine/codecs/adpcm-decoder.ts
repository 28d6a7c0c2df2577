import { ADPCM, type AdpcmName } from './adpcm.ts';
import type { Decoder } from './codec.ts';
import { Concealment } from './concealment.ts';
import { type CodecsNative, type NativeCodec } from './native.ts';

/** Larger pieces are decoded in steps. */
const MOST_BYTES = 30_000;
/** The add-on wants room for what may be left of an earlier call. */
const SPARE_SAMPLES = 8;

/** G.722 and G.726. */
export class AdpcmDecoder implements Decoder {
  readonly sampleRate: number;
  readonly broken = 0;
  readonly #native: CodecsNative;
  readonly #codec: NativeCodec;
  readonly #unitBytes: number;
  readonly #samplesOfByte: number;
  readonly #concealment: Concealment;

  constructor(native: CodecsNative, name: AdpcmName) {
    const { family, sampleRate, bitrate, unitBytes, unitSamples } = ADPCM[name];
    this.sampleRate = sampleRate;
    this.#native = native;
    this.#codec = native.open(`${family}-decoder`, { sampleRate, bitrate, loss: 0 });
    this.#unitBytes = unitBytes;
    this.#samplesOfByte = unitSamples / unitBytes;
    this.#concealment = new Concealment(sampleRate);
  }

  decode(bytes: Uint8Array): Int16Array {
    // A piece of a unit would stay in the decoder, and shift all packets that come.
    const whole = bytes.length - (bytes.length % this.#unitBytes);
    const samples = new Int16Array(whole * this.#samplesOfByte + SPARE_SAMPLES);
    let made = 0;
    for (let at = 0; at < whole; at += MOST_BYTES) {
      const piece = bytes.subarray(at, Math.min(whole, at + MOST_BYTES));
      made += Math.max(0, this.#native.decode(this.#codec, piece, samples.subarray(made), false));
    }
    return this.#concealment.keep(samples.subarray(0, made));
  }

  conceal(frames: number): Int16Array {
    return this.#concealment.conceal(frames);
  }

  close(): void {
    this.#native.close(this.#codec);
  }
}
