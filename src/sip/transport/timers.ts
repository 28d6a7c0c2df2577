import type { Clock, Off } from '../../core/clock.ts';

/** RFC 3261, 17.1.1.1 and table 4; ms. */
export const T1 = 500;
export const T2 = 4000;
export const T4 = 5000;
/** B, D, F, H, J, L and M. */
export const PATIENCE = 64 * T1;
/** So long a server is waited for that keeps silent where there is another one (RFC 3263, 4.3): five requests. */
export const PATIENCE_WITH_OTHERS = 16 * T1;

/** The timers of one transaction: all end with it. */
export class Timers {
  readonly #clock: Clock;
  readonly #running = new Set<Off>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  after(ms: number, run: () => void): void {
    const off = this.#clock.after(ms, () => {
      this.#running.delete(off);
      run();
    });
    this.#running.add(off);
  }

  /** Runs first after T1, then each time after as long again as `next` makes of the last pause. */
  repeat(run: () => void, next: (pauseMs: number) => number, pauseMs = T1): void {
    this.after(pauseMs, () => {
      run();
      this.repeat(run, next, next(pauseMs));
    });
  }

  clear(): void {
    for (const off of this.#running) off();
    this.#running.clear();
  }
}
