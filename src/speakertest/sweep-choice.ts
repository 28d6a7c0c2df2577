import { framesOf } from '../dsp/format.ts';
import { STARTS, STEP_FRAMES, SWEEP_FRAMES } from './stimulus.ts';

/** A sample of more is at the end of what the converter can tell. */
const FULL_SCALE = 0.999;
/** So many of them in one sweep are clipping and no chance. */
const CLIPPED_SAMPLES = 8;
/** The response of the last tone of a sweep. */
const RINGING = framesOf(50);
/** Fewer sweeps tell nothing of their spread. */
const LEAST = 2;
/** Where the noise alone is so far from clipping, it is the sweeps that clip, and all of them do. */
const CALM = 0.1;

/** Which sweeps of a recording can be used. */
export interface SweepChoice {
  readonly kept: readonly boolean[];
  /** So few are left that all are kept, and nothing should be judged by them. */
  readonly spoilt: boolean;
}

/** Leaves out sweeps that clip, that the recording ends in, or from which samples are missing (`whole` is false). */
export function chosen(recording: Float32Array, latency: number, whole: readonly boolean[]): SweepChoice {
  const clipped = STARTS.map(start => isClipped(recording, start + latency));
  const there = STARTS.map(start => start + latency + SWEEP_FRAMES + RINGING <= recording.length);
  const kept = whole.map((isWhole, k) => isWhole && there[k]! && !clipped[k]!);
  if (kept.filter(Boolean).length >= LEAST) return { kept, spoilt: false };
  const before = recording.subarray(0, Math.max(0, STARTS[0]! + latency));
  const calm = clipped.every(Boolean) && before.every(sample => Math.abs(sample) < CALM);
  const usable = whole.map((isWhole, k) => isWhole && there[k]!);
  const enough = usable.filter(Boolean).length >= LEAST;
  return { kept: enough ? usable : usable.map(() => true), spoilt: !(calm && enough) };
}

function isClipped(recording: Float32Array, from: number): boolean {
  let count = 0;
  for (const sample of recording.subarray(Math.max(0, from), Math.max(0, from + STEP_FRAMES))) {
    if (sample > FULL_SCALE || sample < -FULL_SCALE) count++;
  }
  return count > CLIPPED_SAMPLES;
}
