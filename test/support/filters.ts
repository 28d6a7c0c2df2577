/** Filters for simulations, in place and in double precision. */
import { SAMPLE_RATE } from '../../src/dsp/format.ts';

/** Five coefficients of a biquad whose a0 is 1. */
export type Section = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

/** Audio EQ Cookbook (Bristow-Johnson). */
function prepared(hz: number, q: number) {
  const turn = (2 * Math.PI * Math.min(hz, 0.49 * SAMPLE_RATE)) / SAMPLE_RATE;
  return { cos: Math.cos(turn), alpha: Math.sin(turn) / (2 * q) };
}

export function lowPass(hz: number, q = Math.SQRT1_2): Section {
  const { cos, alpha } = prepared(hz, q);
  const a0 = 1 + alpha;
  const b = (1 - cos) / 2 / a0;
  return [b, 2 * b, b, (-2 * cos) / a0, (1 - alpha) / a0];
}

export function highPass(hz: number, q = Math.SQRT1_2): Section {
  const { cos, alpha } = prepared(hz, q);
  const a0 = 1 + alpha;
  const b = (1 + cos) / 2 / a0;
  return [b, -2 * b, b, (-2 * cos) / a0, (1 - alpha) / a0];
}

export function bandPass(hz: number, q: number): Section {
  const { cos, alpha } = prepared(hz, q);
  const a0 = 1 + alpha;
  return [alpha / a0, 0, -alpha / a0, (-2 * cos) / a0, (1 - alpha) / a0];
}

export function peak(hz: number, db: number, q: number): Section {
  const { cos, alpha } = prepared(hz, q);
  const a = 10 ** (db / 40);
  const a0 = 1 + alpha / a;
  return [(1 + alpha * a) / a0, (-2 * cos) / a0, (1 - alpha * a) / a0, (-2 * cos) / a0, (1 - alpha / a) / a0];
}

/** First order, -3 dB at `hz`. */
export function onePole(hz: number): Section {
  const a = Math.exp((-2 * Math.PI * hz) / SAMPLE_RATE);
  return [1 - a, 0, 0, -a, 0];
}

/** Filters `samples` where they are, from `from` to `to`. */
export function filter(samples: Float64Array, sections: readonly Section[], from = 0, to = samples.length): void {
  for (const [b0, b1, b2, a1, a2] of sections) {
    let [x1, x2, y1, y2] = [0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      const x = samples[i]!;
      const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      samples[i] = y;
    }
  }
}

const TAPS = 16;
const PHASES = 1024;
/** Windowed sines over x, one row for each part of a sample. */
const kernel = Float64Array.from({ length: (PHASES + 1) * TAPS }, (_, i) => {
  const x = (i % TAPS) - TAPS / 2 + 1 - Math.floor(i / TAPS) / PHASES;
  const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / (TAPS / 2));
  return Math.abs(x) < 1e-9 ? 1 : (window * Math.sin(Math.PI * x)) / (Math.PI * x);
});

/** Adds a pulse of height `gain` between samples. */
export function addPulse(samples: Float64Array, at: number, gain: number): void {
  const whole = Math.floor(at);
  const row = Math.round((at - whole) * PHASES) * TAPS;
  const first = whole - TAPS / 2 + 1;
  if (first < 0 || first + TAPS > samples.length) return;
  for (let tap = 0; tap < TAPS; tap++) samples[first + tap]! += gain * kernel[row + tap]!;
}

/** What a clock that is `ppm` slower makes of `samples`: `length` of them. */
export function resampled(samples: Float64Array, ppm: number, length: number): Float64Array {
  const out = new Float64Array(length);
  const step = 1 + ppm * 1e-6;
  for (let i = 0; i < length; i++) {
    const position = i * step;
    const whole = Math.floor(position);
    const row = Math.round((position - whole) * PHASES) * TAPS;
    const first = whole - TAPS / 2 + 1;
    let sum = 0;
    if (first >= 0 && first + TAPS <= samples.length) {
      for (let tap = 0; tap < TAPS; tap++) sum += samples[first + tap]! * kernel[row + tap]!;
    }
    out[i] = sum;
  }
  return out;
}
