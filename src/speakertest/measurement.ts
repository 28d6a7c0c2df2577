import { factorOf, framesOf } from '../dsp/format.ts';
import { fromInt16, toInt16 } from '../dsp/int16.ts';
import type { Instrument } from './instrument.ts';
import { stimulus } from './stimulus.ts';

/** Recorded after the stimulus, ms: sound is on its way through buffers and room. */
const TAIL_MS = 1500;
/** A recording that is not whole is made again so often. */
const TRIES = 3;
/** Silence before the first sweep that nothing else may fill, ms. */
const SILENCE_MS = 400;
/** Rounding, of a 16-bit sample. */
const TOLERANCE = 3;

/** Why there is no recording. */
export type MeasureTrouble = 'lost-samples' | 'interrupted' | 'no-card';

/** The stimulus as a file that the audio process plays, made at full scale. */
export interface StimulusFile {
  readonly file: string;
  readonly frames: number;
}

/** The stimulus with its peak just below full scale: what is played is this and a gain. */
export const FULL_SCALE_DB = -1;
export const stimulusSamples = (): Int16Array => toInt16(stimulus(FULL_SCALE_DB));

/**
 * Plays the stimulus and records it, again where samples were lost.
 * @param levelDb its peak, dBFS
 * @returns the recording, which begins when the stimulus does
 */
export async function measure(
  instrument: Instrument,
  sound: StimulusFile,
  levelDb: number,
): Promise<Float32Array | MeasureTrouble> {
  const gain = factorOf(levelDb - FULL_SCALE_DB);
  for (let tried = 0; tried < TRIES; tried++) {
    const { end, lost, played, heard } = await instrument.measure(sound, { gain, tailMs: TAIL_MS });
    if (end === 'stopped') return 'interrupted';
    if (instrument.problem === 'no-card') return 'no-card';
    const from = end === 'done' && lost === 0 ? beginningIn(played, gain) : undefined;
    if (from !== undefined) return fromInt16(heard.slice(from));
  }
  return 'lost-samples';
}

let expected: Int16Array | undefined;

/** Where the stimulus begins in what was played; undefined where it was not played whole and alone. */
export function beginningIn(played: Int16Array, gain: number): number | undefined {
  expected ??= stimulusSamples();
  const lead = expected.findIndex(sample => Math.abs(sample * gain) > TOLERANCE);
  const silence = framesOf(SILENCE_MS);
  const at = soundAfter(played, silence);
  // Rounding may have moved the first sample that counts a little.
  for (let shift = -4; shift <= 4; shift++) {
    const from = at - lead + shift;
    if (from >= 0 && isWhole(played, from, gain)) return from;
  }
  return undefined;
}

/** The first sound after so many frames of silence. */
function soundAfter(played: Int16Array, silence: number): number {
  let quiet = 0;
  for (const [at, sample] of played.entries()) {
    const isQuiet = Math.abs(sample) <= TOLERANCE;
    if (!isQuiet && quiet >= silence) return at;
    quiet = isQuiet ? quiet + 1 : 0;
  }
  return played.length;
}

function isWhole(played: Int16Array, from: number, gain: number): boolean {
  if (expected === undefined || from + expected.length > played.length) return false;
  const lead = framesOf(SILENCE_MS);
  for (let i = lead; i < expected.length; i++) {
    if (Math.abs((played[from + i] ?? 0) - (expected[i] ?? 0) * gain) > TOLERANCE) return false;
  }
  return true;
}
