import { framesOf } from './format.ts';

/** What is left out at a time: more than the period of a low voice, less than a syllable. */
const LEAST = framesOf(2.5);
const MOST = framesOf(15);
const OVERLAP = framesOf(5);
/** Sound as soft as this can be left out anywhere: −60 dBFS, as the mean of squares. */
const QUIET = 1e-6;

/** Frames that must be there to leave some out. */
export const SPLICE_FRAMES = MOST + OVERLAP;

interface Splice {
  /** Frames to leave out. */
  readonly lag: number;
  /** How alike the two ends are, −1..1; 1 where it is quiet. */
  readonly likeness: number;
}

/**
 * The stretch at the beginning of `samples` whose two ends are most alike: left out, it is missed least (waveform-similarity
 * overlap-add, Verhelst and Roelands, ICASSP 1993). @param samples at least `SPLICE_FRAMES`
 */
export function findSplice(samples: Float32Array): Splice {
  const own = energy(samples, 0);
  if (energyOf(samples, SPLICE_FRAMES) / SPLICE_FRAMES < QUIET) return { lag: MOST, likeness: 1 };
  let best: Splice = { lag: MOST, likeness: -1 };
  for (let lag = LEAST; lag <= MOST; lag++) {
    let product = 0;
    for (let i = 0; i < OVERLAP; i++) product += samples[i]! * samples[lag + i]!;
    const likeness = product / Math.sqrt(own * energy(samples, lag) + Number.MIN_VALUE);
    if (likeness > best.likeness) best = { lag, likeness };
  }
  return best;
}

/** The samples without the first `lag`, into which the beginning is faded. */
export function leaveOut(samples: Float32Array, lag: number): Float32Array {
  const rest = samples.slice(lag);
  for (let i = 0; i < OVERLAP; i++) {
    const share = (i + 1) / (OVERLAP + 1);
    rest[i] = samples[i]! * (1 - share) + samples[lag + i]! * share;
  }
  return rest;
}

const energy = (samples: Float32Array, from: number) => energyOf(samples.subarray(from), OVERLAP);

function energyOf(samples: Float32Array, frames: number): number {
  let sum = 0;
  for (let i = 0; i < frames; i++) sum += samples[i]! ** 2;
  return sum;
}
