/** A gain on its way to another: a straight line in amplitude, one step per frame. Allocates nothing. */
export class Ramp {
  #value: number;
  #target: number;
  #step = 0;

  constructor(value: number) {
    this.#value = this.#target = value;
  }

  get value(): number {
    return this.#value;
  }

  get target(): number {
    return this.#target;
  }

  /** Turns towards `target`, to be there after `frames` frames; at once where that is less than one. */
  to(target: number, frames: number): void {
    this.#target = target;
    if (frames < 1) this.#value = target;
    this.#step = frames < 1 ? 0 : (target - this.#value) / frames;
  }

  /** Goes on by one frame. */
  step(): void {
    if (this.#value === this.#target) return;
    this.#value += this.#step;
    // Rounding may leave it a hair before the target, or beyond.
    const missing = (this.#target - this.#value) * Math.sign(this.#step);
    if (missing < Math.abs(this.#step) / 2) this.#value = this.#target;
  }
}
