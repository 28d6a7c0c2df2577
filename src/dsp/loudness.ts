import { SAMPLE_RATE } from './format.ts';
import { KWeighting, lufsOf, powerOf } from './k-weighting.ts';

/** A quarter of the 400 ms gating block: blocks overlap by 75 %. */
const STEP_FRAMES = SAMPLE_RATE / 10;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;

/** Measures the integrated loudness of a mono programme at 48 kHz by ITU-R BS.1770-4, annex 1. */
export class Loudness {
  readonly #weighting = new KWeighting();
  /** Sums of squares of the last four steps. */
  readonly #steps = [0, 0, 0, 0];
  /** Mean squares of all blocks above the absolute gate. */
  readonly #blocks: number[] = [];
  #sum = 0;
  #frames = 0;

  add(samples: Float32Array): void {
    for (const sample of samples) {
      const weighted = this.#weighting.next(sample);
      this.#sum += weighted * weighted;
      if (++this.#frames % STEP_FRAMES === 0) this.#step();
    }
  }

  /** LUFS of all that was added; null where that is shorter than 400 ms or silent. */
  integrated(): number | null {
    const absolute = mean(this.#blocks);
    if (absolute === undefined) return null;
    const gate = powerOf(lufsOf(absolute) + RELATIVE_GATE_LU);
    const relative = mean(this.#blocks.filter(power => power > gate));
    return relative === undefined ? null : lufsOf(relative);
  }

  #step(): void {
    this.#steps.shift();
    this.#steps.push(this.#sum);
    this.#sum = 0;
    if (this.#frames < 4 * STEP_FRAMES) return;
    const power = this.#steps.reduce((total, step) => total + step, 0) / (4 * STEP_FRAMES);
    if (power > powerOf(ABSOLUTE_GATE_LUFS)) this.#blocks.push(power);
  }
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0) / values.length;
