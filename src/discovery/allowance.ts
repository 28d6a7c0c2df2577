import type { Clock } from '../core/clock.ts';

/** Answers to single askers, each second: a flood of searches with somebody else's address must not become one of answers. */
const MOST = 100;

/** How much may still be sent in this second. */
export class Allowance {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #second = -1;
  #taken = 0;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  take(): boolean {
    const second = Math.floor(this.#clock.monotonic() / 1000);
    if (second !== this.#second) [this.#second, this.#taken] = [second, 0];
    this.#taken += 1;
    return this.#taken <= MOST;
  }
}
