/** The last of many, in the order they came; never more than `most`. */
export class Recent<T> {
  readonly #most: number;
  readonly #kept: T[] = [];
  /** Where the oldest is, once there are `most`. */
  #oldest = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(one: T): void {
    if (this.#kept.length < this.#most) {
      this.#kept.push(one);
      return;
    }
    this.#kept[this.#oldest] = one;
    this.#oldest = (this.#oldest + 1) % this.#most;
  }

  list(): readonly T[] {
    return [...this.#kept.slice(this.#oldest), ...this.#kept.slice(0, this.#oldest)];
  }
}
