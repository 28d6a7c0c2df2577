/** A gain that reaches what it is told in a straight line. */
export class GainRamp {
  readonly #frames: number;
  #gain = 1;
  #target = 1;
  #left = 0;

  /** @param frames how long a change takes */
  constructor(frames: number) {
    this.#frames = frames;
  }

  get gain(): number {
    return this.#gain;
  }

  /** @param gain amplitude factor */
  change(gain: number): void {
    if (gain === this.#target) return;
    this.#target = gain;
    this.#left = this.#frames;
  }

  /** It is there at once. */
  settle(): void {
    this.#gain = this.#target;
    this.#left = 0;
  }

  /** Applies it to the first `frames` samples in place; a gain of one passes bit-exactly. Allocates nothing. */
  process(block: Float32Array, frames: number): void {
    if (this.#left === 0 && this.#gain === 1) return;
    for (let i = 0; i < frames; i++) {
      if (this.#left > 0) this.#step();
      block[i]! *= this.#gain;
    }
  }

  #step(): void {
    this.#gain += (this.#target - this.#gain) / this.#left--;
    if (this.#left === 0) this.#gain = this.#target;
  }
}
