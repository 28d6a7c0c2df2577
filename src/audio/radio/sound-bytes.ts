import { SAMPLE_RATE } from '../../dsp/format.ts';
import { toInt16 } from '../../dsp/int16.ts';
import { Resampler } from '../../dsp/resampler.ts';
import { checkRate } from '../formats/clip-format.ts';

/** At most so many frames at a time: 200 ms. */
const PIECE_FRAMES = SAMPLE_RATE / 5;

/** Makes mono samples of any rate what streams are made of: int16 at 48 kHz, big-endian (L16, RFC 2586). */
export class SoundBytes {
  #resampler: Resampler | undefined;
  #rate = SAMPLE_RATE;

  /** @throws Fault `invalid` where no sound has so many samples a second */
  *take(samples: Float32Array, rate: number): Generator<Uint8Array> {
    if (rate !== this.#rate) yield* this.#change(rate);
    yield* pieces(this.#resampler?.process(samples) ?? samples);
  }

  /** What is left. */
  *flush(): Generator<Uint8Array> {
    yield* this.#change(SAMPLE_RATE);
  }

  /** A station may change its rate with a song: then another resampler goes on. */
  *#change(rate: number): Generator<Uint8Array> {
    checkRate(rate);
    if (this.#resampler !== undefined) yield* pieces(this.#resampler.flush());
    this.#resampler = rate === SAMPLE_RATE ? undefined : new Resampler(rate, SAMPLE_RATE);
    this.#rate = rate;
  }
}

function* pieces(samples: Float32Array): Generator<Uint8Array> {
  for (let at = 0; at < samples.length; at += PIECE_FRAMES) {
    const bytes = new Uint8Array(toInt16(samples.subarray(at, at + PIECE_FRAMES)).buffer);
    yield Buffer.from(bytes.buffer).swap16();
  }
}
