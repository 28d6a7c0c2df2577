import { kaiserSinc } from './kaiser-sinc.ts';

/** Filters in the table; between two of them a straight line (below -100 dB with so many). */
const PHASES = 512;
/** Few, for the sake of the delay: a band that ends at 0.43 of the rate is clean. */
const CROSSINGS = 16;
const CUTOFF = 0.46;

/**
 * Converts a stream of mono samples from one rate to another whose ratio may be trimmed while it runs, to follow a clock
 * that is not quite ours. It is late by 16 samples of the lower rate. The result is a view that the next call overwrites.
 */
export class TrimmedResampler {
  readonly #from: number;
  readonly #to: number;
  readonly #taps: number;
  readonly #table: Float64Array;
  #step: number;
  /** What later samples still need, and behind it what comes next. */
  #input: Float32Array;
  #kept: number;
  /** Where the next sample is in `#input`, in samples and parts of one. */
  #at = 0;
  #output = new Float32Array(0);

  /**
   * @param from Hz
   * @param to Hz
   */
  constructor(from: number, to: number) {
    const stretch = Math.max(1, from / to);
    this.#from = from;
    this.#to = to;
    this.#taps = 2 * Math.ceil(CROSSINGS * stretch);
    this.#table = kaiserSinc({ phases: PHASES, taps: this.#taps, cutoff: CUTOFF / stretch });
    this.#step = from / to;
    this.#kept = this.#taps / 2 - 1;
    this.#input = new Float32Array(this.#kept);
  }

  /** How much faster than told the input is used up: 0.001 is a thousandth. */
  set trim(trim: number) {
    this.#step = (this.#from / this.#to) * (1 + trim);
  }

  /** Samples taken in that have not come out yet. */
  get pending(): number {
    return this.#kept - (this.#taps / 2 - 1) - this.#at;
  }

  process(samples: Float32Array): Float32Array {
    this.#take(samples);
    const ends = this.#kept - this.#taps;
    const most = Math.max(0, Math.ceil((ends + 1 - this.#at) / this.#step) + 1);
    if (this.#output.length < most) this.#output = new Float32Array(most);
    let made = 0;
    for (; this.#at <= ends; this.#at += this.#step) this.#output[made++] = this.#sample(this.#at);
    this.#drop(Math.min(Math.floor(this.#at), this.#kept));
    return this.#output.subarray(0, made);
  }

  #take(samples: Float32Array): void {
    const needed = this.#kept + samples.length;
    if (this.#input.length < needed) {
      const larger = new Float32Array(needed);
      larger.set(this.#input.subarray(0, this.#kept));
      this.#input = larger;
    }
    this.#input.set(samples, this.#kept);
    this.#kept = needed;
  }

  #drop(used: number): void {
    this.#input.copyWithin(0, used, this.#kept);
    this.#kept -= used;
    this.#at -= used;
  }

  #sample(position: number): number {
    const whole = Math.floor(position);
    const phase = (position - whole) * PHASES;
    const row = Math.floor(phase);
    const share = phase - row;
    const taps = this.#taps;
    let near = 0;
    let far = 0;
    for (let tap = 0; tap < taps; tap++) {
      const sample = this.#input[whole + tap]!;
      near += this.#table[row * taps + tap]! * sample;
      far += this.#table[(row + 1) * taps + tap]! * sample;
    }
    return near + (far - near) * share;
  }
}
