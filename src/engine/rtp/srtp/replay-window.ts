const WIDTH = 128;

/** Which of the last 128 packets came already (RFC 3711, 3.3.2). */
export class ReplayWindow {
  readonly #seen = new Float64Array(WIDTH).fill(-1);
  #highest = -1;

  /** The highest index so far; -1 before the first. */
  get highest(): number {
    return this.#highest;
  }

  /** Whether a packet of this index may be believed. */
  fresh(index: number): boolean {
    return index > this.#highest - WIDTH && this.#seen[index % WIDTH] !== index;
  }

  /** Notes a packet that proved authentic. */
  note(index: number): void {
    this.#seen[index % WIDTH] = index;
    this.#highest = Math.max(this.#highest, index);
  }
}
