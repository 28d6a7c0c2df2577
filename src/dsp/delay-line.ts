import { BLOCK_FRAMES, framesOf } from './format.ts';

/** A change fades from the old delay to the new for so long. */
const FADE_FRAMES = framesOf(20);
export const MAX_DELAY_MS = 2000;
/** A power of two that holds the longest delay and a block. */
const MEMORY_FRAMES = 2 ** Math.ceil(Math.log2(framesOf(MAX_DELAY_MS) + BLOCK_FRAMES));
const MASK = MEMORY_FRAMES - 1;

/** Delays by 0 to 2000 ms. A change fades from what is heard to what will be heard, so that nothing jumps. */
export class DelayLine {
  readonly #memory = new Float32Array(MEMORY_FRAMES);
  #at = 0;
  #delay = 0;
  /** The delay that fades out, while `#fade` frames are left. */
  #old = 0;
  #fade = 0;
  /** What was asked for during a fade. */
  #next = 0;

  /** @param ms 0..2000 */
  change(ms: number): void {
    this.#next = framesOf(Math.max(0, Math.min(MAX_DELAY_MS, ms)));
  }

  /** Frames that what goes in now may still sound. */
  get frames(): number {
    return Math.max(this.#next, this.#delay, this.#fade > 0 ? this.#old : 0);
  }

  /** Delays the first `frames` samples in place. Allocates nothing. */
  process(block: Float32Array, frames: number): void {
    const memory = this.#memory;
    for (let i = 0; i < frames; i++) {
      if (this.#fade === 0 && this.#next !== this.#delay) this.#begin();
      memory[this.#at & MASK] = block[i]!;
      const now = memory[(this.#at - this.#delay) & MASK]!;
      if (this.#fade === 0) {
        block[i] = now;
      } else {
        const share = --this.#fade / FADE_FRAMES;
        block[i] = now * (1 - share) + memory[(this.#at - this.#old) & MASK]! * share;
      }
      this.#at = (this.#at + 1) & MASK;
    }
  }

  #begin(): void {
    this.#old = this.#delay;
    this.#delay = this.#next;
    this.#fade = FADE_FRAMES;
  }
}
