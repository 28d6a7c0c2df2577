import { dbOf } from './format.ts';

const LOOKAHEAD = 48; // 1 ms: the gain is down before the peak arrives
const RELEASE_PER_SAMPLE = 1 / 9600; // back to full gain over 0.2 s

/**
 * Look-ahead peak limiter: no sample leaves above the ceiling, and the gain never steps. For every sample the gain that
 * its peak asks for is held over the look-ahead (sliding minimum), recovers slowly, and is smoothed by a moving average
 * as long as the look-ahead; that average can't exceed the held minimum at the peak (Giannoulis, Massberg, Reiss,
 * "Digital Dynamic Range Compressor Design", JAES 60(6), 2012, describe the family). Delays by LOOKAHEAD samples.
 * A signal that stays below the ceiling passes bit-exactly.
 */
export class Limiter {
  readonly #ceiling: number;
  readonly #delayed = new Float32Array(LOOKAHEAD);
  readonly #wanted = new Float64Array(LOOKAHEAD).fill(1);
  readonly #smoothed = new Float64Array(LOOKAHEAD).fill(1);
  #at = 0;
  #held = 1;
  #sum = LOOKAHEAD;
  #sinceReduced = LOOKAHEAD * 2;
  #least = 1;

  /** @param ceiling amplitude factor that no sample exceeds */
  constructor(ceiling: number) {
    this.#ceiling = ceiling;
  }

  /** Limits the first `frames` samples in place. Allocates nothing. */
  process(samples: Float32Array, frames: number): void {
    for (let i = 0; i < frames; i++) {
      const now = samples[i]!;
      const peak = Math.abs(now);
      // Before the gain moves on: every term of the average then holds the minimum that this delayed sample asked for.
      samples[i] = this.#delayed[this.#at]! * (this.#sum / LOOKAHEAD);
      this.#delayed[this.#at] = now;
      this.#follow(peak > this.#ceiling ? this.#ceiling / peak : 1);
      this.#at = (this.#at + 1) % LOOKAHEAD;
    }
  }

  /** The least gain since the last call, dB (0 or less). */
  reductionDb(): number {
    const least = this.#least;
    this.#least = this.#sum / LOOKAHEAD;
    return Math.min(0, dbOf(least));
  }

  #follow(wanted: number): void {
    this.#wanted[this.#at] = wanted;
    this.#sinceReduced = wanted < 1 ? 0 : this.#sinceReduced + 1;
    if (this.#sinceReduced > LOOKAHEAD && this.#held >= 1) {
      this.#rest();
      return;
    }
    let least = 1;
    for (let i = 0; i < LOOKAHEAD; i++) least = Math.min(least, this.#wanted[i]!);
    this.#held = Math.min(least, this.#held + RELEASE_PER_SAMPLE);
    this.#sum += this.#held - this.#smoothed[this.#at]!;
    this.#smoothed[this.#at] = this.#held;
    this.#least = Math.min(this.#least, this.#sum / LOOKAHEAD);
  }

  /** Nothing to limit: lets the moving average run out and then be exactly one again. */
  #rest(): void {
    this.#sum += 1 - this.#smoothed[this.#at]!;
    this.#smoothed[this.#at] = 1;
    if (this.#sinceReduced > LOOKAHEAD * 2 && this.#sum !== LOOKAHEAD && this.#allOne()) this.#sum = LOOKAHEAD;
  }

  #allOne(): boolean {
    for (let i = 0; i < LOOKAHEAD; i++) if (this.#smoothed[i] !== 1) return false;
    return true;
  }
}

/** Samples that a Limiter delays by. */
export const LIMITER_DELAY = LOOKAHEAD;
