import { delayed, RealFft, type Spectrum } from '../dsp/fft.ts';
import { factorOf, SAMPLE_RATE } from '../dsp/format.ts';
import { median } from '../dsp/coherent.ts';
import { DEFAULT_LEVEL_DB, FROM_HZ, STARTS, STEP_FRAMES, sweep, TO_HZ } from './stimulus.ts';

/** Frames of an impulse response with its harmonics, which lie before it (at its end). */
const RESPONSE_FRAMES = 65_536;
/** Frames of the recording that the stimulus is looked for in: 10.9 s. */
const SEARCH_FRAMES = 524_288;
/** The stimulus may come so much earlier and later than it was played, frames. */
const MOST_EARLY = 0.5 * SAMPLE_RATE;
const MOST_LATE = 4 * SAMPLE_RATE;
/** Frames of a cell in which only the best match is looked at: clocks that differ move sweeps apart by less than one. */
const CELL = 32;
/** Hz between which most speakers sound and most microphones hear. */
const SEARCH_HZ = [300, 6000] as const;
/** Frames kept before the moment a sweep is expected. */
const MARGIN = 96;

/** Where the stimulus lies in a recording. */
export interface Found {
  /** Frames from playing to hearing. */
  readonly latency: number;
  /** The match there over the usual one: below about 10 it is a guess. */
  readonly quality: number;
}

/** Finds the stimulus in recordings and turns each of its sweeps into an impulse response. */
export class Deconvolver {
  readonly #search = new RealFft(SEARCH_FRAMES);
  readonly #whitened: Spectrum;
  readonly #fft = new RealFft(RESPONSE_FRAMES);
  readonly #inverse: Spectrum;

  constructor() {
    this.#whitened = whitened(this.#search.forward(sweep()));
    this.#inverse = inverseOf(this.#fft.forward(sweep()));
  }

  /**
   * Matched filter of one sweep, whitened so that no loud frequency decides alone. The place wins where most of the five
   * sweeps match: not their sum, for their clocks may differ and knocks are loud.
   */
  find(recording: ArrayLike<number>): Found {
    const match = this.#search.inverse(matched(this.#search.forward(recording), this.#whitened));
    const cells = peaksOf(match);
    const near = (cell: number) => Math.max(cells[cell - 1] ?? 0, cells[cell] ?? 0, cells[cell + 1] ?? 0);
    const first = Math.round(-MOST_EARLY / CELL);
    // Four sweeps must be in the recording, or it tells nothing anyhow.
    const last = Math.min(MOST_LATE, Math.max(0, recording.length - STARTS[3]! - STEP_FRAMES));
    const likeness = Float64Array.from({ length: Math.round(last / CELL) - first + 1 }, (_, i) =>
      third(STARTS.map(start => near(first + i + Math.round(start / CELL)))),
    );
    let best = 0;
    for (let i = 1; i < likeness.length; i++) if (likeness[i]! > likeness[best]!) best = i;
    const about = (first + best) * CELL;
    const latency = Math.round(median(STARTS.map(start => loudest(match, about + start) - start)));
    return { latency, quality: likeness[best]! / (median(likeness) + 1e-12) };
  }

  /**
   * The impulse response that each sweep gives; sample 0 is the direct sound where `latency` is right.
   * @param ppm by how much the recording's clock is slower or faster than the one that played
   */
  responses(recording: Float32Array, latency: number, ppm: number): Float64Array[] {
    return STARTS.map(start => {
      const from = Math.max(0, start + latency - MARGIN);
      const heard = this.#fft.forward(recording.subarray(from, from + STEP_FRAMES));
      const late = MARGIN + ppm * 1e-6 * (start - STARTS[0]!);
      return this.#fft.inverse(delayed(product(heard, this.#inverse), -late));
    });
  }
}

/** The best match in each cell; what lies before the recording is at the end of the circle and is not looked at. */
const peaksOf = (match: Float64Array) =>
  Float64Array.from({ length: SEARCH_FRAMES / CELL }, (_, cell) => {
    let most = 0;
    for (let i = cell * CELL; i < (cell + 1) * CELL; i++) most = Math.max(most, Math.abs(match[i]!));
    return most;
  });

/** The middle one of five. */
const third = (values: number[]) => values.sort((a, b) => a - b)[2]!;

/** Where within two cells of a place the match is best. */
function loudest(match: Float64Array, about: number): number {
  let best = Math.max(0, about - CELL);
  for (let i = best; i < about + 2 * CELL; i++) if (Math.abs(match[i] ?? 0) > Math.abs(match[best]!)) best = i;
  return best;
}

function product(one: Spectrum, other: Spectrum): Spectrum {
  const re = one.re.map((value, k) => value * other.re[k]! - one.im[k]! * other.im[k]!);
  const im = one.re.map((value, k) => value * other.im[k]! + one.im[k]! * other.re[k]!);
  return { re, im };
}

/** Half whitened, so that loud noise of one pitch does not count for more than its share. */
function matched(heard: Spectrum, filter: Spectrum): Spectrum {
  const whole = product(heard, filter);
  for (let k = 0; k < whole.re.length; k++) {
    const root = Math.sqrt(Math.max(Math.hypot(heard.re[k]!, heard.im[k]!), 1e-9));
    whole.re[k]! /= root;
    whole.im[k]! /= root;
  }
  return whole;
}

/** The conjugate of the stimulus with its loudness taken out, between SEARCH_HZ. */
function whitened({ re, im }: Spectrum): Spectrum {
  const size = re.map((value, k) => Math.hypot(value, im[k]!));
  const least = 1e-3 * size.reduce((most, value) => Math.max(most, value), 0);
  const weight = size.map((value, k) => {
    const hz = (k * SAMPLE_RATE) / SEARCH_FRAMES;
    return hz > SEARCH_HZ[0] && hz < SEARCH_HZ[1] ? 1 / Math.max(value, least) : 0;
  });
  return { re: re.map((value, k) => value * weight[k]!), im: im.map((value, k) => -value * weight[k]!) };
}

/** The regularised inverse of the sweep (Müller and Massarani 2001, JAES 49), which fades where the sweep has nothing. */
function inverseOf({ re, im }: Spectrum): Spectrum {
  const hz = re.map((_, k) => (k * SAMPLE_RATE) / RESPONSE_FRAMES);
  const power = re.map((value, k) => value * value + im[k]! * im[k]!);
  const inside = power.filter((_, k) => hz[k]! > 1.2 * FROM_HZ && hz[k]! < 0.9 * TO_HZ);
  const least = inside.reduce((lowest, value) => Math.min(lowest, value), Infinity) / 4;
  const weight = power.map((value, k) => {
    const below = 1 + ((0.9 * FROM_HZ) / Math.max(hz[k]!, 1)) ** 8;
    const above = 1 + (hz[k]! / (1.02 * TO_HZ)) ** 24;
    return 1 / Math.max(value, least) / below / above / factorOf(DEFAULT_LEVEL_DB);
  });
  return { re: re.map((value, k) => value * weight[k]!), im: im.map((value, k) => -value * weight[k]!) };
}
