import { Concealment } from './concealment.ts';
import type { CodecFormat, Decoder } from './codec.ts';
import { SAMPLE_CODECS, type SampleCodec, type SampleCodecName } from './sample-codec.ts';

/** G.711 and linear samples; two channels become their mean. */
export class SampleDecoder implements Decoder {
  readonly sampleRate: number;
  readonly broken = 0;
  readonly #codec: SampleCodec;
  readonly #channels: number;
  readonly #concealment: Concealment;

  constructor(codec: SampleCodecName, { sampleRate, channels }: CodecFormat) {
    this.sampleRate = sampleRate;
    this.#codec = SAMPLE_CODECS[codec];
    this.#channels = channels;
    this.#concealment = new Concealment(sampleRate);
  }

  decode(bytes: Uint8Array): Int16Array {
    const { bytes: width, read } = this.#codec;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const frame = width * this.#channels;
    const samples = new Int16Array(Math.floor(bytes.length / frame));
    for (let i = 0; i < samples.length; i++) {
      const at = i * frame;
      samples[i] = this.#channels === 1 ? read(view, at) : (read(view, at) + read(view, at + width)) / 2;
    }
    return this.#concealment.keep(samples);
  }

  conceal(frames: number): Int16Array {
    return this.#concealment.conceal(frames);
  }

  close(): void {
    // There is nothing to give back.
  }
}
