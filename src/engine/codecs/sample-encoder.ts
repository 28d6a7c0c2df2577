import type { CodecFormat, Encoder } from './codec.ts';
import { SAMPLE_CODECS, type SampleCodec, type SampleCodecName } from './sample-codec.ts';

/** G.711 and linear samples. */
export class SampleEncoder implements Encoder {
  readonly sampleRate: number;
  readonly #codec: SampleCodec;
  readonly #channels: number;

  constructor(codec: SampleCodecName, { sampleRate, channels }: CodecFormat) {
    this.sampleRate = sampleRate;
    this.#codec = SAMPLE_CODECS[codec];
    this.#channels = channels;
  }

  encode(samples: Int16Array): Uint8Array {
    const { bytes: width, write } = this.#codec;
    const bytes = new Uint8Array(samples.length * width * this.#channels);
    const view = new DataView(bytes.buffer);
    for (let at = 0, i = 0; i < samples.length; i++) {
      for (let channel = 0; channel < this.#channels; channel++, at += width) write(view, at, samples[i]!);
    }
    return bytes;
  }

  close(): void {
    // There is nothing to give back.
  }
}
