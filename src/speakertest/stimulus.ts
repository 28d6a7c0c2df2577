import { factorOf, framesOf, SAMPLE_RATE } from '../dsp/format.ts';

/** Hz of the first and of the last moment of a sweep. */
export const FROM_HZ = 100;
export const TO_HZ = 14_000;
/** Peak, dBFS. */
export const DEFAULT_LEVEL_DB = -18;

const WISHED_SECONDS = 0.9;
/** ms: silence to measure the noise by, the pause after a sweep, what is recorded after the last. */
const LEAD_MS = 800;
const GAP_MS = 200;
const TAIL_MS = 200;
/** ms on top of the pauses, no two alike: what is periodic in the noise (mains, fans, another speaker's test) does not add up. */
const EXTRA_GAPS_MS = [0, 13.7, 47.3, 29.1, 61.2];
const FADE_IN_MS = 20;
const FADE_OUT_MS = 4;

/**
 * s in which the frequency grows e-fold. With a whole number of periods in it the harmonics of a sweep are the sweep
 * itself, earlier by `GROWTH * ln(order)`, in phase (Novak, Lotton and Simon 2015, "Synchronized swept-sine", JAES 63).
 */
export const GROWTH = Math.round((FROM_HZ * WISHED_SECONDS) / Math.log(TO_HZ / FROM_HZ)) / FROM_HZ;

/** Frames of a sweep, and of a sweep with its shortest pause. */
export const SWEEP_FRAMES = Math.floor(GROWTH * Math.log(TO_HZ / FROM_HZ) * SAMPLE_RATE);
export const STEP_FRAMES = SWEEP_FRAMES + framesOf(GAP_MS);

/** The frame at which each sweep begins. */
export const STARTS: readonly number[] = EXTRA_GAPS_MS.reduce<number[]>((starts, _, k) => {
  const before = starts.at(-1);
  const next = before === undefined ? framesOf(LEAD_MS) : before + STEP_FRAMES + framesOf(EXTRA_GAPS_MS[k - 1]!);
  return [...starts, next];
}, []);

/** Frames of the whole stimulus. */
const STIMULUS_FRAMES = STARTS.at(-1)! + STEP_FRAMES + framesOf(TAIL_MS);

/** One sweep at full scale, faded in and out. */
export function sweep(): Float64Array {
  const fade = fadeOf(SWEEP_FRAMES, framesOf(FADE_IN_MS), framesOf(FADE_OUT_MS));
  return fade.map(
    (factor, i) => factor * Math.sin(2 * Math.PI * FROM_HZ * GROWTH * (Math.exp(i / SAMPLE_RATE / GROWTH) - 1)),
  );
}

/**
 * What is played: silence, five exponential sweeps (Farina 2000, AES 108), silence.
 * @param levelDb peak, dBFS
 */
export function stimulus(levelDb = DEFAULT_LEVEL_DB): Float32Array {
  const samples = new Float32Array(STIMULUS_FRAMES);
  const once = sweep().map(sample => sample * factorOf(levelDb));
  for (const start of STARTS) samples.set(once, start);
  return samples;
}

/** A window of ones that rises over `rise` frames and falls over `fall`, as half periods of a cosine. */
export function fadeOf(frames: number, rise: number, fall: number): Float64Array {
  const up = (i: number) => 0.5 - 0.5 * Math.cos((Math.PI * i) / rise);
  const down = (left: number) => 0.5 - 0.5 * Math.cos((Math.PI * left) / fall);
  return Float64Array.from({ length: frames }, (_, i) => {
    const left = frames - i;
    return (i < rise ? up(i) : 1) * (left <= fall ? down(left) : 1);
  });
}
