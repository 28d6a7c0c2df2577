import { kaiserSinc } from './kaiser-sinc.ts';

/** Ratios that would need more filters than this share these, with a straight line between neighbours (below -120 dB). */
const MAX_PHASES = 1024;
/** What would fold back is gone before anybody could hear it. */
const CLEAN: ResamplerFilter = { crossings: 48, cutoff: 0.47 };

export interface ResamplerFilter {
  /** Zero crossings on each side: more make the step from passing to stopping narrower. */
  readonly crossings: number;
  /** Where a tone is halved, of the lower of the two rates: 0.5 at the most. */
  readonly cutoff: number;
}

/**
 * Converts a stream of mono samples from one rate to another: polyphase windowed sinc, more than 100 dB of signal to
 * noise. The filter's delay is taken out, so sound stays where it is, and n samples become round(n * to / from).
 */
export class Resampler {
  readonly #from: number;
  readonly #to: number;
  readonly #taps: number;
  readonly #phases: number;
  readonly #table: Float64Array;
  /** The position of the next sample between two of the input's is `#fraction / #denominator`. */
  readonly #denominator: number;
  #fraction = 0;
  /** Input that later samples still need; the next one begins at `#at`. */
  #kept: Float32Array;
  #at = 0;
  #received = 0;
  #given = 0;

  /**
   * @param from Hz, a whole number
   * @param to Hz, a whole number
   */
  constructor(from: number, to: number, { crossings, cutoff } = CLEAN) {
    const common = greatestCommonDivisor(from, to);
    const stretch = Math.max(1, from / to);
    this.#from = from / common;
    this.#to = to / common;
    this.#denominator = this.#to;
    this.#phases = Math.min(this.#denominator, MAX_PHASES);
    this.#taps = 2 * Math.ceil(crossings * stretch);
    this.#table = kaiserSinc({ phases: this.#phases, taps: this.#taps, cutoff: cutoff / stretch });
    this.#kept = new Float32Array(this.#taps / 2 - 1);
  }

  /** Takes the next samples, returns those that can be told already. */
  process(samples: Float32Array): Float32Array {
    this.#received += samples.length;
    return this.#convert(samples);
  }

  /** The last samples. The resampler is of no use after that. */
  flush(): Float32Array {
    const missing = Math.round((this.#received * this.#to) / this.#from) - this.#given;
    // One sample of silence more than the filter is long, for a length that was rounded up.
    return this.#convert(new Float32Array(this.#taps / 2 + 1 + Math.ceil(this.#from / this.#to))).subarray(0, missing);
  }

  #convert(samples: Float32Array): Float32Array {
    const input = new Float32Array(this.#kept.length + samples.length);
    input.set(this.#kept);
    input.set(samples, this.#kept.length);
    const ends = input.length - this.#taps;
    const output = new Float32Array(Math.max(0, Math.ceil(((ends - this.#at + 1) * this.#to) / this.#from) + 1));
    const exact = this.#phases === this.#denominator;
    let made = 0;
    while (this.#at <= ends) {
      output[made++] = exact ? this.#sum(input, this.#fraction) : this.#between(input);
      this.#fraction += this.#from;
      const whole = Math.floor(this.#fraction / this.#denominator);
      this.#fraction -= whole * this.#denominator;
      this.#at += whole;
    }
    const used = Math.min(this.#at, input.length);
    this.#kept = input.slice(used);
    this.#at -= used;
    this.#given += made;
    return output.subarray(0, made);
  }

  #sum(input: Float32Array, phase: number): number {
    const table = this.#table;
    const taps = this.#taps;
    const row = phase * taps;
    const at = this.#at;
    let even = 0;
    let odd = 0;
    // Two sums, because the processor can add to one while it waits for the other.
    for (let tap = 0; tap < taps; tap += 2) {
      even += table[row + tap]! * input[at + tap]!;
      odd += table[row + tap + 1]! * input[at + tap + 1]!;
    }
    return even + odd;
  }

  #between(input: Float32Array): number {
    const position = (this.#fraction * this.#phases) / this.#denominator;
    const phase = Math.floor(position);
    const share = position - phase;
    return this.#sum(input, phase) * (1 - share) + this.#sum(input, phase + 1) * share;
  }
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
