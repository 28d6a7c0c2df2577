/** Lets a number of things through in each second. */
export class RateLimit {
  readonly #most: number;
  #second = 0;
  #count = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @param now ms */
  allows(now: number): boolean {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) this.#count = 0;
    this.#second = second;
    this.#count++;
    return this.#count <= this.#most;
  }
}
