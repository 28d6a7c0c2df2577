import type { Clock, Off } from '../../src/core/clock.ts';

interface Timer {
  at: number;
  readonly run: () => void;
  readonly every?: number;
}

/** Time that moves only when the test says so. */
export class FakeClock implements Clock {
  #elapsed = 0;
  #epoch: number;
  readonly #timers = new Set<Timer>();

  /** @param start what the clock on the wall shows at first, ISO 8601 */
  constructor(start = '2026-01-01T12:00:00Z') {
    this.#epoch = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#epoch + this.#elapsed);
  }

  monotonic(): number {
    return this.#elapsed;
  }

  after(ms: number, run: () => void): Off {
    return this.#add({ at: this.#elapsed + ms, run });
  }

  every(ms: number, run: () => void): Off {
    return this.#add({ at: this.#elapsed + ms, run, every: ms });
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Sets the clock on the wall; nothing that waits for a span of time notices. */
  set(time: string): void {
    this.#epoch = Date.parse(time) - this.#elapsed;
  }

  /** Runs all that falls due, in order, letting promises settle between the steps. */
  async advance(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#elapsed = next.at;
      if (next.every === undefined) this.#timers.delete(next);
      else next.at += next.every;
      next.run();
      await settle();
    }
    this.#elapsed = end;
  }

  #add(timer: Timer): Off {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  #next(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

const settle = () => new Promise<void>(resolve => setImmediate(resolve));
