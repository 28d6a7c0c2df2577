import { SAMPLE_RATE } from './format.ts';
import { KWeighting, lufsOf } from './k-weighting.ts';

const STEP_FRAMES = SAMPLE_RATE / 10;
/** BS.1770-4's block of 400 ms, of which three quarters overlap. */
const BLOCK_STEPS = 4;

/**
 * The loudness of the last moments of a mono signal at 48 kHz: every 100 ms one block of 400 ms is over, and its user
 * keeps those that count.
 */
export class ShortLoudness {
  readonly #weighting = new KWeighting();
  readonly #blocks: Float64Array;
  readonly #steps = new Float64Array(BLOCK_STEPS);
  #step = 0;
  #at = 0;
  #kept = 0;
  #sum = 0;
  #count = 0;
  #last = 0;

  /** @param blocks how many blocks it remembers: 30 are the three seconds of short-term loudness (EBU Tech 3341) */
  constructor(blocks: number) {
    this.#blocks = new Float64Array(blocks);
  }

  /** Takes one sample; true when another block is over. Allocates nothing. */
  add(sample: number): boolean {
    const weighted = this.#weighting.next(sample);
    this.#sum += weighted * weighted;
    if (++this.#count < STEP_FRAMES) return false;
    this.#steps[this.#step] = this.#sum;
    this.#step = (this.#step + 1) % BLOCK_STEPS;
    this.#sum = this.#count = this.#last = 0;
    for (let i = 0; i < BLOCK_STEPS; i++) this.#last += this.#steps[i]! / (BLOCK_STEPS * STEP_FRAMES);
    return true;
  }

  /** Of the last block, LUFS; -Infinity for silence. */
  get blockLufs(): number {
    return lufsOf(this.#last);
  }

  /** Lets the last block count. */
  keep(): void {
    this.#blocks[this.#at] = this.#last;
    this.#at = (this.#at + 1) % this.#blocks.length;
    this.#kept = Math.min(this.#blocks.length, this.#kept + 1);
  }

  /** Of the kept blocks, LUFS; -Infinity while there is none. */
  get lufs(): number {
    let sum = 0;
    for (let i = 0; i < this.#kept; i++) sum += this.#blocks[i]!;
    return lufsOf(sum / Math.max(1, this.#kept));
  }

  /** Forgets all it kept. */
  clear(): void {
    this.#at = this.#kept = 0;
  }
}
