/** Peak and RMS of what passes, over a window. Amplitudes, 0..1 and above. */
export class Meter {
  readonly #window: number;
  #peak = 0;
  #squares = 0;
  #count = 0;
  /** Of the last whole window. */
  peak = 0;
  rms = 0;

  /** @param window frames over which it measures */
  constructor(window: number) {
    this.#window = window;
  }

  /** Measures the first `frames` samples. Allocates nothing. */
  add(samples: Float32Array, frames: number): void {
    for (let i = 0; i < frames; i++) {
      const sample = samples[i]!;
      this.#peak = Math.max(this.#peak, Math.abs(sample));
      this.#squares += sample * sample;
    }
    this.#count += frames;
    if (this.#count < this.#window) return;
    this.peak = this.#peak;
    this.rms = Math.sqrt(this.#squares / this.#count);
    this.#peak = this.#squares = this.#count = 0;
  }
}
