import { median, NO_POWER } from '../dsp/coherent.ts';
import { RealFft, type Spectrum } from '../dsp/fft.ts';
import { framesOf, SAMPLE_RATE } from '../dsp/format.ts';
import { STARTS, STEP_FRAMES } from './stimulus.ts';

/** Frames before the direct sound that belong to its picture. */
export const DIRECT_LEAD = 144;
const CORRELATION_FRAMES = 8192;
/** The direct sound is looked for so far on both sides of where it should be, and to a quarter of a frame. */
const REACH = 2400;
const FINER = 4;
const HZ = [500, 6000] as const;
/** A correlation of less than so many times the usual one tells no delay. */
const CLEAR = 12;
/** Repeats that come so much earlier or later than the others show that sound was lost between them, frames. */
const FAR = 24;
/** Below this a shift of the whole recording is left to the alignment of its spectra, frames. */
const NEAR = 48;
/** So many samples of exactly zero in a live recording are lost sound, and no silence. */
const ZERO_RUN = 96;
const EDGE = framesOf(100);
/** No two clocks differ by more, and smaller differences do not matter, parts per million. */
const MOST_PPM = 300;
const LEAST_PPM = 1;
/** Delays that lie so near to a line prove it, frames. */
const NEAR_LINE = 1.5;

/** Where the direct sound of each repeat lies. */
export interface Alignment {
  /** What is left of the clocks' difference, parts per million; 0 where it is not certain. */
  readonly ppm: number;
  /** Whole frames to take each response from later. */
  readonly shifts: readonly number[];
  /** What is left of the delay of each response after the shifts, frames. */
  readonly rests: readonly number[];
  /** Repeats in which no sound was lost. */
  readonly whole: readonly boolean[];
  /** Sound was lost while recording. */
  readonly lost: boolean;
  /** Share of the repeats that agree where the direct sound is: by chance they do not. */
  readonly agreeing: number;
}

const fine = new RealFft(FINER * CORRELATION_FRAMES);
const coarse = new RealFft(CORRELATION_FRAMES);

/**
 * Lays the responses over the direct sound of the reference, and finds out which of them lack samples.
 * @param direct the reference, from DIRECT_LEAD frames before the direct sound
 */
export function alignment(
  responses: readonly Float64Array[],
  direct: Float64Array,
  recording: Float32Array,
  latency: number,
): Alignment {
  const reference = coarse.forward(direct);
  const found = responses.map(response => delayOf(response, reference));
  const clear = found.map(({ delay, clarity }) => clarity > CLEAR && Math.abs(delay) < REACH);
  const line = lineThrough(found, clear);
  const moved = found.map(({ delay }, k) => (clear[k] ? delay - line.at(k) : 0));
  const agreeing = moved.filter((frames, k) => clear[k] && Math.abs(frames) < NEAR_LINE).length;
  // Where no two agree nothing was heard but noise: that tells nothing of lost samples.
  const far = moved.map(frames => agreeing >= 2 && Math.abs(frames) > FAR);
  const zeros = zeroRuns(recording);
  const base = line.at(0);
  const common = Math.abs(base) >= NEAR ? Math.round(base) : 0;
  const shifts = moved.map((frames, k) => common + (far[k] ? Math.round(frames) : 0));
  return {
    ppm: line.slope * 1e6,
    shifts,
    rests: shifts.map((_, k) => line.at(k) - common),
    whole: STARTS.map((start, k) => !isHit(zeros, start + latency) && !besidesJump(far, k)),
    lost: zeros.length > 0 || far.includes(true),
    agreeing: agreeing / moved.length,
  };
}

/**
 * The line on which the delays lie: its slope is the median over pairs (Theil 1950; Sen 1968), of those that can be a
 * clock's and no lost samples.
 */
function lineThrough(found: readonly { readonly delay: number }[], clear: readonly boolean[]) {
  const points = found.flatMap(({ delay }, k) => (clear[k] ? [{ start: STARTS[k]! - STARTS[0]!, delay }] : []));
  if (points.length < 2) return { slope: 0, at: () => 0 };
  const slopes = points
    .flatMap((one, i) => points.slice(i + 1).map(other => (other.delay - one.delay) / (other.start - one.start)))
    .filter(slope => Math.abs(slope) < 1e-6 * MOST_PPM);
  const steep = slopes.length === 0 ? 0 : median(slopes);
  const left = (slope: number) => points.map(({ start, delay }) => delay - slope * start);
  const centre = median(left(steep));
  const near = left(steep).filter(delay => Math.abs(delay - centre) < NEAR_LINE);
  const slope = near.length >= 4 && Math.abs(steep) > 1e-6 * LEAST_PPM ? steep : 0;
  const base = median(left(slope));
  return { slope, at: (k: number) => base + slope * (STARTS[k]! - STARTS[0]!) };
}

/** A repeat that lies apart from its neighbour: the samples are missing in one of the two. */
function besidesJump(far: readonly boolean[], k: number): boolean {
  const jumpsFrom = (at: number) => far[at] === true && far[at - 1] !== true;
  const jumpsTo = (at: number) => far[at] === true && at < far.length - 1 && far[at + 1] !== true;
  return jumpsFrom(k) || jumpsFrom(k + 1) || jumpsTo(k) || jumpsTo(k - 1);
}

const isHit = (runs: readonly (readonly [number, number])[], start: number) =>
  runs.some(([from, to]) => start - 100 < to && start + STEP_FRAMES > from);

function delayOf(response: Float64Array, reference: Spectrum) {
  const part = Float64Array.from({ length: 2 * REACH }, (_, i) => response.at((i - REACH) % response.length) ?? 0);
  const heard = coarse.forward(part);
  const re = new Float64Array((FINER * CORRELATION_FRAMES) / 2 + 1);
  const im = new Float64Array(re.length);
  for (let k = 0; k < heard.re.length; k++) {
    const hz = (k * SAMPLE_RATE) / CORRELATION_FRAMES;
    if (hz <= HZ[0] || hz >= HZ[1]) continue;
    re[k] = heard.re[k]! * reference.re[k]! + heard.im[k]! * reference.im[k]!;
    im[k] = heard.im[k]! * reference.re[k]! - heard.re[k]! * reference.im[k]!;
  }
  const match = fine.inverse({ re, im });
  let best = 0;
  for (let i = 1; i < match.length; i++) if (match[i]! > match[best]!) best = i;
  return {
    delay: (best + vertex(match, best)) / FINER - (REACH - DIRECT_LEAD),
    clarity: match[best]! / (median(match.map(Math.abs)) + NO_POWER),
  };
}

/** Where between its neighbours a peak is, by the parabola through the three. */
function vertex(values: Float64Array, at: number): number {
  const [before, peak, after] = [values[at - 1] ?? 0, values[at]!, values[at + 1] ?? 0];
  const bend = before - 2 * peak + after;
  return bend < 0 ? (0.5 * (before - after)) / bend : 0;
}

/** Where a recording is exactly zero for long, apart from its very beginning and end. */
function zeroRuns(recording: Float32Array): [number, number][] {
  const runs: [number, number][] = [];
  let from = 0;
  for (let i = 0; i <= recording.length; i++) {
    if (recording[i] === 0) continue;
    if (i - from >= ZERO_RUN && from > EDGE && i < recording.length - EDGE) runs.push([from, i]);
    from = i + 1;
  }
  return runs;
}
