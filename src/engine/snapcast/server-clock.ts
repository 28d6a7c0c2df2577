/** So many measurements are kept; with two a second the two clocks drift apart by little meanwhile. */
const KEPT = 24;
/** With fewer nothing is said. */
const ENOUGH = 5;

interface Measurement {
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

/** How far the server's clock is from ours: the median of those measurements that took the shortest way. */
export class ServerClock {
  readonly #measurements: Measurement[] = [];
  #offsetMs: number | undefined;

  /**
   * @param thereMs by our clock sent, by the server's received: the difference
   * @param backMs by the server's clock sent, by ours received: the difference
   */
  add(thereMs: number, backMs: number): void {
    this.#measurements.push({ offsetMs: (thereMs - backMs) / 2, roundTripMs: thereMs + backMs });
    if (this.#measurements.length > KEPT) this.#measurements.shift();
    if (this.#measurements.length < ENOUGH) return;
    const quick = this.#measurements.toSorted((a, b) => a.roundTripMs - b.roundTripMs);
    const best = quick.slice(0, Math.ceil(quick.length / 3)).map(({ offsetMs }) => offsetMs);
    this.#offsetMs = best.sort((a, b) => a - b)[Math.floor(best.length / 2)];
  }

  get known(): boolean {
    return this.#offsetMs !== undefined;
  }

  /** A time of the server, ms, on our clock. */
  ours(serverMs: number): number {
    return serverMs - (this.#offsetMs ?? 0);
  }
}
