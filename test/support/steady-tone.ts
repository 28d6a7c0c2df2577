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

interface Piece {
  readonly amplitude: number;
  /** Turns. */
  readonly phase: number;
}

/**
 * How a tone came in the best of all windows of so many seconds: a machine that stands still for a moment is not the
 * product's fault, and some tones do not sound all the time.
 * @param hz a multiple of 100, true to 40 Hz
 */
export function steadiestTone(sound: Int16Array, rate: number, hz: number, seconds: number): SteadyTone {
  const frames = (rate * PIECE_MS) / 1000;
  const count = Math.floor(sound.length / frames);
  const pieces = Array.from({ length: count }, (_, n) =>
    pieceOf(sound.subarray(n * frames, (n + 1) * frames), hz, rate),
  );
  const long = (seconds * 1000) / PIECE_MS;
  let best: SteadyTone = { amplitude: 0, hz: 0, gaps: 1 };
  for (let end = count; end >= long; end -= 10) {
    const tone = summary(pieces.slice(end - long, end), hz);
    if (tone.amplitude > 0.02 && tone.gaps < best.gaps) best = tone;
  }
  return best;
}

function summary(pieces: readonly Piece[], hz: number): SteadyTone {
  const amplitude = median(pieces.map(piece => piece.amplitude));
  const turned = pieces.slice(1).map(({ phase }, n) => ((phase - pieces[n]!.phase + 1.5) % 1) - 0.5);
  return {
    amplitude,
    hz: hz + (median(turned) * 1000) / PIECE_MS,
    gaps: pieces.filter(piece => piece.amplitude < amplitude / 2).length / pieces.length,
  };
}

/** What is wrong with a tone that must come whole: nothing where it has its frequency (to 0.8 %: a jitter buffer
 * may play 0.5 % faster) and at most 0.5 % gaps. */
export function toneFaults(where: string, { amplitude, hz, gaps }: SteadyTone, expectedHz: number): string[] {
  const told = `${where}: amplitude ${amplitude.toFixed(3)}, ${hz.toFixed(1)} Hz, gaps ${(100 * gaps).toFixed(2)} %`;
  const isRight = Math.abs(hz / expectedHz - 1) < 0.008 && gaps <= 0.005;
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

function pieceOf(piece: Int16Array, hz: number, rate: number): Piece {
  let [real, imaginary] = [0, 0];
  for (let i = 0; i < piece.length; i++) {
    const angle = (2 * Math.PI * hz * i) / rate;
    real += piece[i]! * Math.cos(angle);
    imaginary -= piece[i]! * Math.sin(angle);
  }
  const amplitude = Math.hypot(real, imaginary) / piece.length / 16_384;
  return { amplitude, phase: (Math.atan2(imaginary, real) / (2 * Math.PI) + 1) % 1 };
}

const median = (values: readonly number[]) =>
  values.length === 0 ? 0 : [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
