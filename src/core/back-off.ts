const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** What held so long, ms, was all right: the next attempt comes soon again. */
const GOOD_MS = 30_000;

/** How long to wait before the next attempt at something that broke off: 1 s, then 2, 4 … 60 s. */
export class BackOff {
  #pauseMs = FIRST_PAUSE_MS;

  /** @param heldMs how long the attempt went well. @returns ms to wait now */
  after(heldMs: number): number {
    if (heldMs > GOOD_MS) this.#pauseMs = FIRST_PAUSE_MS;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
    return pauseMs;
  }
}
