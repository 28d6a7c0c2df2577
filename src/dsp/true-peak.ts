import { SAMPLE_RATE } from './format.ts';
import { Resampler } from './resampler.ts';

/** BS.1770-4 asks for four times 48 kHz. */
const OVERSAMPLING = 4;
/** Nothing may be lost below 24 kHz; what is let through above it is too little to matter. */
const FILTER = { crossings: 16, cutoff: 0.5 };

/**
 * Measures how high a mono signal at 48 kHz gets between its samples: the largest amplitude after four times
 * oversampling (ITU-R BS.1770-4, annex 2).
 */
export class TruePeak {
  readonly #upsampled = new Resampler(SAMPLE_RATE, SAMPLE_RATE * OVERSAMPLING, FILTER);
  #peak = 0;

  add(samples: Float32Array): void {
    this.#see(samples);
    this.#see(this.#upsampled.process(samples));
  }

  /** The amplitude factor, 0 for silence; call once, when all was added. */
  finish(): number {
    this.#see(this.#upsampled.flush());
    return this.#peak;
  }

  #see(samples: Float32Array): void {
    let peak = this.#peak;
    for (const sample of samples) {
      const amplitude = Math.abs(sample);
      if (amplitude > peak) peak = amplitude;
    }
    this.#peak = peak;
  }
}
