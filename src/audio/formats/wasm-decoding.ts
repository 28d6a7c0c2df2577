import { meanOfChannels } from '../../dsp/mean-of-channels.ts';
import { damaged, type Piece, secondsText } from './clip-format.ts';

/** What the decoders made of WebAssembly have in common. */
export interface WasmDecoder {
  readonly ready: Promise<unknown>;
  decode(bytes: Uint8Array): Decoded | Promise<Decoded>;
  flush?(): Promise<Decoded>;
}

interface Decoded {
  readonly channelData: readonly Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
}

/**
 * One run of a decoder made of WebAssembly, made mono. Whatever a damaged file does to it becomes a Fault. Its memory
 * goes with it: freeing what is inside would only give a decoder that broke down another chance to fail.
 */
export class WasmDecoding {
  readonly #decoder: WasmDecoder;
  /** s of sound that came out. */
  seconds = 0;

  private constructor(decoder: WasmDecoder) {
    this.#decoder = decoder;
  }

  static async start(decoder: WasmDecoder): Promise<WasmDecoding> {
    await decoder.ready;
    return new WasmDecoding(decoder);
  }

  /** @param done how much of the file was read with these bytes, 0..1 */
  async *feed(bytes: Uint8Array, done: number): AsyncGenerator<Piece> {
    yield* this.#pieces(await this.#guarded(() => this.#decoder.decode(bytes)), done);
  }

  /** What the decoder held back. */
  async *flush(): AsyncGenerator<Piece> {
    const decoded = await this.#guarded(() => this.#decoder.flush?.());
    if (decoded !== undefined) yield* this.#pieces(decoded, 1);
  }

  *#pieces({ channelData, samplesDecoded, sampleRate }: Decoded, done: number): Generator<Piece> {
    if (samplesDecoded <= 0) return;
    this.seconds += samplesDecoded / sampleRate;
    yield { samples: meanOfChannels(channelData, samplesDecoded), rate: sampleRate, done };
  }

  async #guarded<T>(step: () => T): Promise<Awaited<T>> {
    try {
      return await step();
    } catch {
      throw damaged(`after ${secondsText(this.seconds)}`);
    }
  }
}
