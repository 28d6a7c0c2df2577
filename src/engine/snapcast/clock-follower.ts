/** Errors of so many pieces are looked at together: single ones are measured while the mixer moves sound. */
const WINDOW = 25;
/** An error vanishes within so long, ms. */
const SETTLE_MS = 4000;
/** A cent of pitch is 0.06 %: nobody hears this much. */
const MOST_TRIM = 0.001;

/** Turns how late the sound is into how much faster it must be used up: a controller that also learns the drift. */
export class ClockFollower {
  readonly #errors: number[] = [];
  #drift = 0;

  /** Forgets errors, not the drift: the sound was put in its place anew. */
  reset(): void {
    this.#errors.length = 0;
  }

  /** ms by which the sound comes too early, usually; undefined before enough was measured. */
  get errorMs(): number | undefined {
    if (this.#errors.length < WINDOW) return undefined;
    return this.#errors.toSorted((a, b) => a - b)[Math.floor(WINDOW / 2)];
  }

  /**
   * @param errorMs by which a piece would come too early
   * @param pieceMs that it lasts
   * @returns how much faster the input is to be used up
   */
  follow(errorMs: number, pieceMs: number): number {
    this.#errors.push(errorMs);
    if (this.#errors.length > WINDOW) this.#errors.shift();
    const usual = this.errorMs;
    if (usual === undefined) return -this.#drift;
    this.#drift = limited(this.#drift + (usual * pieceMs) / (4 * SETTLE_MS * SETTLE_MS));
    return -limited(usual / SETTLE_MS + this.#drift);
  }
}

const limited = (trim: number) => Math.max(-MOST_TRIM, Math.min(MOST_TRIM, trim));
