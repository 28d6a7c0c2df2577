/** Where one sound lies in another, and how alike they are there. */
export interface Alignment {
  /** Index in the recording at which the sound begins. */
  readonly at: number;
  /** Normalised cross-correlation there, -1..1. */
  readonly correlation: number;
}

/**
 * Finds `sound` in `recording` by the first sample above a threshold, then to the sample by correlation around it.
 * @param threshold amplitude from which a sample counts as sound
 */
export function align(recording: Int16Array, sound: Int16Array, threshold = 50): Alignment {
  const first = (samples: Int16Array) => samples.findIndex(sample => Math.abs(sample) > threshold);
  const guess = first(recording) - first(sound);
  let best: Alignment = { at: guess, correlation: -1 };
  for (let at = Math.max(0, guess - 100); at <= guess + 100; at++) {
    const found = correlation(recording.subarray(at, at + sound.length), sound);
    if (found > best.correlation) best = { at, correlation: found };
  }
  return best;
}

function correlation(a: Int16Array, b: Int16Array): number {
  if (a.length < b.length) return -1;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < b.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return ab / Math.sqrt(aa * bb || 1);
}
