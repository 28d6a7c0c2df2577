import { framesOf } from '../dsp/format.ts';
import { STARTS, STEP_FRAMES, SWEEP_FRAMES } from './stimulus.ts';

/** A sample of more is at the end of what the converter can tell. */
const FULL_SCALE = 0.999;
/** Share of a sweep that is clipping and no chance, and the share from which on it tells nothing any more. */
const CLIPPED = 1.5e-4;
const RUINED = 0.02;
/** The response of the last tone of a sweep. */
const RINGING = framesOf(50);
/** With fewer sweeps those that clip a little are taken too: their error is noise to the others. */
const ENOUGH = 3;
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
  const clipped = STARTS.map(start => clippedShare(recording, start + latency));
  const there = STARTS.map((start, k) => whole[k]! && start + latency + SWEEP_FRAMES + RINGING <= recording.length);
  const below = (share: number) => there.map((isThere, k) => isThere && clipped[k]! < share);
  const count = (kept: readonly boolean[]) => kept.filter(Boolean).length;
  const clean = below(CLIPPED);
  if (count(clean) >= ENOUGH) return { kept: clean, spoilt: false };
  const fair = below(RUINED);
  if (count(fair) >= LEAST) return { kept: fair, spoilt: false };
  const before = recording.subarray(0, Math.max(0, STARTS[0]! + latency));
  const calm = clipped.every(share => share >= RUINED) && before.every(sample => Math.abs(sample) < CALM);
  const enough = count(there) >= LEAST;
  return { kept: enough ? there : there.map(() => true), spoilt: !(calm && enough) };
}

function clippedShare(recording: Float32Array, from: number): number {
  let count = 0;
  for (const sample of recording.subarray(Math.max(0, from), Math.max(0, from + STEP_FRAMES))) {
    if (sample > FULL_SCALE || sample < -FULL_SCALE) count++;
  }
  return count / STEP_FRAMES;
}
