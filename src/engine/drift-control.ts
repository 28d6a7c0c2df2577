/** Single values jump by a callback; their mean over so long, ms, does not. */
const MEAN_MS = 1000;
/** What is too much vanishes within so long, ms. */
const SETTLE_MS = 4000;
/** Two crystals differ by less; a cent of pitch is 0.06 %, so that nobody hears this much. */
const MOST = 0.001;

/** Keeps a buffer between two clocks as full as it is wanted: a controller that also learns by how much they differ. */
export class DriftControl {
  #mean = 0;
  #learnt = 0;
  #trim = 0;

  /** How much faster the buffer is to be emptied. */
  get trim(): number {
    return this.#trim;
  }

  /** Forgets how full it was, not how the clocks differ. */
  reset(): void {
    this.#mean = 0;
  }

  /**
   * @param moreMs in the buffer than is wanted
   * @param passedMs since the last call
   * @returns how much faster it is to be emptied: 0.001 is a thousandth
   */
  follow(moreMs: number, passedMs: number): number {
    this.#mean += (moreMs - this.#mean) * Math.min(1, passedMs / MEAN_MS);
    this.#learnt = limited(this.#learnt + (this.#mean * passedMs) / (4 * SETTLE_MS * SETTLE_MS));
    this.#trim = limited(this.#mean / SETTLE_MS + this.#learnt);
    return this.#trim;
  }
}

const limited = (trim: number) => Math.max(-MOST, Math.min(MOST, trim));
