import type { Clock } from '../core/clock.ts';

/** So many in a second, and a heap of them at once after a pause. */
export class Allowance {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #most: number;
  #left: number;
  #at: number;

  constructor(clock: Clock, { perSecond, most }: { readonly perSecond: number; readonly most: number }) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#most = most;
    this.#left = most;
    this.#at = clock.monotonic();
  }

  /** Whether one more may pass. */
  take(): boolean {
    const now = this.#clock.monotonic();
    this.#left = Math.min(this.#most, this.#left + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
