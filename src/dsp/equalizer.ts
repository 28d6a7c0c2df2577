import type { BiquadCoefficients } from './biquad.ts';
import { EQUALIZER_BANDS } from './equalizer-curve.ts';
import { framesOf } from './format.ts';

/** A change takes this long: too slow for a click, too fast to wait for. */
const GLIDE_FRAMES = framesOf(20);
/** Below the last bit of what the card gets; a flat band that rings less is left out. */
const SILENT = 1e-7;

/**
 * A graphic equalizer: one filter after the other, changed while sound passes. The coefficients glide from the old to the
 * new in a straight line, sample by sample (both ends are stable, and so is all between: the stable coefficients of a
 * second-order filter form a triangle), and the filters' memory is what went in and came out (direct form I), which
 * means the same under any coefficients: so no change makes a step. A flat equalizer passes bit-exactly.
 */
export class Equalizer {
  readonly #bands = EQUALIZER_BANDS.map(() => new Band());

  /** @param filters one for each band, as equalizerFilters gives them */
  change(filters: readonly BiquadCoefficients[]): void {
    for (const [index, band] of this.#bands.entries()) {
      const filter = filters[index];
      if (filter !== undefined) band.glideTo(filter);
    }
  }

  /** Filters the first `frames` samples in place. Allocates nothing. */
  process(block: Float32Array, frames: number): void {
    for (const band of this.#bands) band.process(block, frames);
  }

  /** Whether it changes what passes, or may still ring. */
  get active(): boolean {
    return this.#bands.some(isActive);
  }
}

const FLAT: BiquadCoefficients = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 };

class Band {
  active = false;
  #b0 = 1;
  #b1 = 0;
  #b2 = 0;
  #a1 = 0;
  #a2 = 0;
  #target = FLAT;
  #glide = 0;
  #x1 = 0;
  #x2 = 0;
  #y1 = 0;
  #y2 = 0;

  glideTo(filter: BiquadCoefficients): void {
    if (!this.active) {
      if (isFlat(filter)) return;
      // From the flat filter with the same poles: only the height moves.
      this.#b0 = 1;
      this.#b1 = this.#a1 = filter.a1;
      this.#b2 = this.#a2 = filter.a2;
      this.active = true;
    }
    this.#target = filter;
    this.#glide = GLIDE_FRAMES;
  }

  process(block: Float32Array, frames: number): void {
    if (!this.active) {
      this.#remember(block, frames);
      return;
    }
    for (let i = 0; i < frames; i++) {
      if (this.#glide > 0) this.#step();
      const input = block[i]!;
      const output =
        this.#b0 * input + this.#b1 * this.#x1 + this.#b2 * this.#x2 - this.#a1 * this.#y1 - this.#a2 * this.#y2;
      this.#x2 = this.#x1;
      this.#x1 = input;
      this.#y2 = this.#y1;
      this.#y1 = output;
      block[i] = output;
    }
    if (this.#glide === 0 && isFlat(this.#target)) this.active = this.#rings();
  }

  #step(): void {
    const share = 1 / this.#glide--;
    const { b0, b1, b2, a1, a2 } = this.#target;
    this.#b0 += (b0 - this.#b0) * share;
    this.#b1 += (b1 - this.#b1) * share;
    this.#b2 += (b2 - this.#b2) * share;
    this.#a1 += (a1 - this.#a1) * share;
    this.#a2 += (a2 - this.#a2) * share;
  }

  /** What it leaves out it must know all the same, to begin in the middle of a sound. */
  #remember(block: Float32Array, frames: number): void {
    if (frames < 2) return;
    this.#x1 = this.#y1 = block[frames - 1]!;
    this.#x2 = this.#y2 = block[frames - 2]!;
  }

  #rings(): boolean {
    return Math.abs(this.#y1 - this.#x1) > SILENT || Math.abs(this.#y2 - this.#x2) > SILENT;
  }
}

const isActive = (band: Band) => band.active;
const isFlat = ({ b0, b1, b2, a1, a2 }: BiquadCoefficients) =>
  Math.abs(b0 - 1) < 1e-9 && Math.abs(b1 - a1) < 1e-9 && Math.abs(b2 - a2) < 1e-9;
