import { invalid } from '../../core/fault.ts';
import { ADPCM, type AdpcmName } from './adpcm.ts';
import type { Encoder } from './codec.ts';
import { type CodecsNative, type NativeCodec } from './native.ts';

/** G.722 and G.726. */
export class AdpcmEncoder implements Encoder {
  readonly sampleRate: number;
  readonly #native: CodecsNative;
  readonly #codec: NativeCodec;
  readonly #name: AdpcmName;

  constructor(native: CodecsNative, name: AdpcmName) {
    const { family, sampleRate, bitrate } = ADPCM[name];
    this.sampleRate = sampleRate;
    this.#native = native;
    this.#codec = native.open(`${family}-encoder`, { sampleRate, bitrate, loss: 0 });
    this.#name = name;
  }

  encode(samples: Int16Array): Uint8Array {
    const { unitBytes, unitSamples } = ADPCM[this.#name];
    if (samples.length % unitSamples !== 0) {
      throw invalid(`${this.#name} packs multiples of ${unitSamples} samples, not ${samples.length}`);
    }
    const bytes = new Uint8Array((samples.length * unitBytes) / unitSamples + 1);
    const made = this.#native.encode(this.#codec, samples, bytes);
    if (made < 0) throw invalid(`${samples.length} samples are too many for one packet`);
    return bytes.subarray(0, made);
  }

  close(): void {
    this.#native.close(this.#codec);
  }
}
