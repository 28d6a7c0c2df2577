import { SAMPLE_RATE } from './format.ts';

/** A quarter of the 400 ms gating block: blocks overlap by 75 %. */
const STEP_FRAMES = SAMPLE_RATE / 10;
const ABSOLUTE_GATE_LUFS = -70;
const RELATIVE_GATE_LU = -10;
const OFFSET_DB = -0.691;

/** The two stages of the K weighting at 48 kHz (BS.1770-4, annex 1, tables 1 and 2). */
const SHELF = {
  b0: 1.53512485958697,
  b1: -2.69169618940638,
  b2: 1.19839281085285,
  a1: -1.69065929318241,
  a2: 0.73248077421585,
};
const HIGH_PASS = { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 };

/** Measures the integrated loudness of a mono programme at 48 kHz by ITU-R BS.1770-4, annex 1. */
export class Loudness {
  readonly #shelf = new Biquad(SHELF);
  readonly #highPass = new Biquad(HIGH_PASS);
  /** Sums of squares of the last four steps. */
  readonly #steps = [0, 0, 0, 0];
  /** Mean squares of all blocks above the absolute gate. */
  readonly #blocks: number[] = [];
  #sum = 0;
  #frames = 0;

  add(samples: Float32Array): void {
    for (const sample of samples) {
      const weighted = this.#highPass.next(this.#shelf.next(sample));
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

/** A second-order filter, transposed direct form II. */
class Biquad {
  readonly #coefficients: typeof SHELF;
  #z1 = 0;
  #z2 = 0;

  constructor(coefficients: typeof SHELF) {
    this.#coefficients = coefficients;
  }

  next(input: number): number {
    const { b0, b1, b2, a1, a2 } = this.#coefficients;
    const output = b0 * input + this.#z1;
    this.#z1 = b1 * input - a1 * output + this.#z2;
    this.#z2 = b2 * input - a2 * output;
    return output;
  }
}

const lufsOf = (power: number) => OFFSET_DB + 10 * Math.log10(power);
const powerOf = (lufs: number) => 10 ** ((lufs - OFFSET_DB) / 10);
const mean = (values: readonly number[]) =>
  values.length === 0 ? undefined : values.reduce((total, value) => total + value, 0) / values.length;
