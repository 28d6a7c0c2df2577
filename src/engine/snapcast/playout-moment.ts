/** So many looks are remembered: those of the last 150 ms. */
const KEPT = 15;
/** With fewer nothing is said. */
const ENOUGH = 5;
/** A look that took longer than this, ms, was interrupted, and tells nothing. */
const LONGEST_MS = 1;

interface PlayoutMomentDeps {
  /** Our clock, ms. */
  readonly now: () => number;
  /** ms from now until what the mixer takes next leaves the DAC. */
  readonly leadMs: () => number;
  /** ms of sound that the mixer has not taken yet. */
  readonly queuedMs: () => number;
}

/**
 * When what is written next will leave the DAC. A single look may be wrong by a block, for the mixer and the card go on
 * meanwhile, and by more where this thread was interrupted; the median of many is not.
 */
export class PlayoutMoment {
  readonly #deps: PlayoutMomentDeps;
  /** When the first sample would have left the DAC had all been written without a break: as good as constant. */
  readonly #origins: number[] = [];

  constructor(deps: PlayoutMomentDeps) {
    this.#deps = deps;
  }

  /** To be called every few ms. @param writtenMs of sound that were written so far */
  look(writtenMs: number): void {
    const { now, leadMs, queuedMs } = this.#deps;
    const begun = now();
    const waitMs = leadMs() + queuedMs();
    if (now() - begun > LONGEST_MS) return;
    this.#origins.push(begun + waitMs - writtenMs);
    if (this.#origins.length > KEPT) this.#origins.shift();
  }

  /** What was seen is not true any more. */
  reset(): void {
    this.#origins.length = 0;
  }

  /** On our clock, ms; undefined before enough was seen. */
  after(writtenMs: number): number | undefined {
    if (this.#origins.length < ENOUGH) return undefined;
    const middle = this.#origins.toSorted((a, b) => a - b)[Math.floor(this.#origins.length / 2)]!;
    return middle + writtenMs;
  }
}
