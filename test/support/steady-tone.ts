import { toneIn } from './tone.ts';

/** ms; tones whose frequencies are multiples of 100 Hz do not disturb each other in it. */
const PIECE_MS = 10;

/** How a tone came over a call. */
export interface SteadyTone {
  /** Middle of all pieces, factor of full scale. */
  readonly amplitude: number;
  /** What its phase tells, Hz. */
  readonly hz: number;
  /** Share of pieces of 10 ms in which it has less than half of its amplitude. */
  readonly gaps: number;
}

/** @param hz of the tone that is looked for: a multiple of 100, true to 40 Hz */
export function steadyTone(sound: Int16Array, rate: number, hz: number): SteadyTone {
  const frames = (rate * PIECE_MS) / 1000;
  const count = Math.floor(sound.length / frames);
  const pieces = Array.from({ length: count }, (_, n) => {
    const piece = sound.subarray(n * frames, (n + 1) * frames);
    return { amplitude: toneIn(piece, hz, rate).amplitude, phase: phaseOf(piece, hz, rate) };
  });
  const amplitude = median(pieces.map(piece => piece.amplitude));
  const turned = pieces.slice(1).map(({ phase }, n) => ((phase - pieces[n]!.phase + 1.5) % 1) - 0.5);
  return {
    amplitude,
    hz: hz + (median(turned) * 1000) / PIECE_MS,
    gaps: pieces.filter(piece => piece.amplitude < amplitude / 2).length / Math.max(1, count),
  };
}

/** The best of all windows of so many seconds: a machine that stands still for a moment is not the product's fault. */
export function steadiestTone(sound: Int16Array, rate: number, hz: number, seconds: number): SteadyTone {
  let best: SteadyTone = { amplitude: 0, hz: 0, gaps: 1 };
  for (let end = sound.length; end >= seconds * rate && best.gaps > 0; end -= rate / 4) {
    const tone = steadyTone(sound.subarray(end - seconds * rate, end), rate, hz);
    if (tone.gaps < best.gaps) best = tone;
  }
  return best;
}

/** What is wrong with a tone that must come whole: nothing where it has its frequency (to 0.5 %) and at most 0.5 % gaps. */
export function toneFaults(where: string, { amplitude, hz, gaps }: SteadyTone, expectedHz: number): string[] {
  const told = `${where}: amplitude ${amplitude.toFixed(3)}, ${hz.toFixed(1)} Hz, gaps ${(100 * gaps).toFixed(2)} %`;
  const isRight = amplitude > 0.02 && Math.abs(hz / expectedHz - 1) < 0.005 && gaps <= 0.005;
  return isRight ? [] : [told];
}

/**
 * Looks at each again and again until nothing is wrong with it, for 15 s at the most: packets keep real time, which a machine
 * that stands still for a moment does not.
 */
export async function lastFaults<T>(all: readonly T[], look: (one: T) => string[]): Promise<string[]> {
  let left = all;
  for (let asked = 0; ; asked++) {
    const found = left.map(one => ({ one, faults: look(one) })).filter(({ faults }) => faults.length > 0);
    if (found.length === 0 || asked === 30) return found.flatMap(({ faults }) => faults);
    left = found.map(({ one }) => one);
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

/** Turns, 0 to 1. */
function phaseOf(piece: Int16Array, hz: number, rate: number): number {
  let [real, imaginary] = [0, 0];
  for (let i = 0; i < piece.length; i++) {
    const angle = (2 * Math.PI * hz * i) / rate;
    real += piece[i]! * Math.cos(angle);
    imaginary -= piece[i]! * Math.sin(angle);
  }
  return (Math.atan2(imaginary, real) / (2 * Math.PI) + 1) % 1;
}

const median = (values: readonly number[]) =>
  values.length === 0 ? 0 : [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
