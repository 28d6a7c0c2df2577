/** Measures how unevenly packets arrive (RFC 3550, 6.4.1 and A.8). */
export class JitterMeter {
  readonly #clockRate: number;
  #transit: number | undefined;
  #jitter = 0;

  /** @param clockRate Hz of the RTP timestamps */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** ms: the mean of what two packets' distances differ on their way, over about the last sixteen. */
  get ms(): number {
    return this.#jitter;
  }

  /**
   * @param timestamp of the packet, counted on over its 32 bits
   * @param at when it came, ms
   */
  add(timestamp: number, at: number): void {
    const transit = at - (timestamp * 1000) / this.#clockRate;
    if (this.#transit !== undefined) this.#jitter += (Math.abs(transit - this.#transit) - this.#jitter) / 16;
    this.#transit = transit;
  }

  /** The next packet has another clock. */
  restart(): void {
    this.#transit = undefined;
  }
}
