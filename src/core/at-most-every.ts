import type { Clock, Off } from './clock.ts';

interface AtMostEveryOptions {
  readonly clock: Clock;
  readonly ms: number;
  readonly run: () => void;
}

/** Runs when called, but at most once in so many milliseconds; calls that come too early become one late one. */
export class AtMostEvery {
  readonly #options: AtMostEveryOptions;
  #lastAt = -Infinity;
  #waiting: Off | undefined;

  constructor(options: AtMostEveryOptions) {
    this.#options = options;
  }

  call(): void {
    const { clock, ms } = this.#options;
    if (this.#waiting !== undefined) return;
    const wait = this.#lastAt + ms - clock.monotonic();
    if (wait <= 0) this.#run();
    else this.#waiting = clock.after(wait, () => this.#run());
  }

  /** Forgets a call that waits. */
  cancel(): void {
    this.#waiting?.();
    this.#waiting = undefined;
  }

  #run(): void {
    this.#waiting = undefined;
    this.#lastAt = this.#options.clock.monotonic();
    this.#options.run();
  }
}
