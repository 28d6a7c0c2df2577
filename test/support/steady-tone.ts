/** ms; tones whose frequencies are multiples of 100 Hz do not disturb each other in it. */
const PIECE_MS = 10;
/** s after the beginning that are not looked at: the jitter buffer finds its place. */
const SETTLE_S = 1;
/** s of sound that a tone must have been sounding to be judged. */
const LEAST_S = 5;
/** A telephone in a test is silent for longer than this between two tones (`toneOfPhone`), s; what is shorter is a gap. */
const PAUSE_S = 3;
/** A call that ends takes its last packets with it, s. */
const TAIL_S = 0.5;
/** Softer than this is no tone, factor of full scale. */
const AUDIBLE = 0.02;

/** How a tone came over a call. */
interface SteadyTone {
  /** Middle of all pieces that sound, factor of full scale. */
  readonly amplitude: number;
  /** What its phase tells, Hz. */
  readonly hz: number;
  /** Share of pieces of 10 ms in which it has less than half of its amplitude. */
  readonly gaps: number;
  /** s that were looked at, without the telephone's own pauses. */
  readonly seconds: number;
}

interface Piece {
  readonly amplitude: number;
  /** Turns. */
  readonly phase: number;
}

/**
 * How a tone came over the whole of a call, from a second after its beginning on. Before it first sounds and after it last
 * does nothing is missed, nor where whoever sounds it was silent for three seconds or more.
 * @param hz a multiple of 100, true to 40 Hz
 */
function steadyTone(sound: Int16Array, rate: number, hz: number): SteadyTone {
  const frames = (rate * PIECE_MS) / 1000;
  const settled = sound.subarray(SETTLE_S * rate);
  const pieces = Array.from({ length: Math.floor(settled.length / frames) }, (_, n) =>
    pieceOf(settled.subarray(n * frames, (n + 1) * frames), hz, rate),
  );
  const loudest = median(pieces.filter(piece => piece.amplitude > AUDIBLE));
  const sounds = pieces.map(piece => piece.amplitude > loudest / 2 && piece.amplitude > AUDIBLE);
  const [first, last] = [sounds.indexOf(true), sounds.lastIndexOf(true)];
  const missing = first === -1 ? 0 : silences(sounds.slice(first, last + 1)).reduce((sum, each) => sum + each, 0);
  const whole = pieces.filter((_, n) => sounds[n]);
  return {
    amplitude: loudest,
    hz: hz + (turnsOf(pieces, sounds) * 1000) / PIECE_MS,
    gaps: missing / Math.max(1, missing + whole.length),
    seconds: ((missing + whole.length) * PIECE_MS) / 1000,
  };
}

/** The lengths of what is missing, pieces; pauses of a telephone are none of it. */
function silences(sounds: readonly boolean[]): number[] {
  const text = sounds.map(each => (each ? 'x' : ' ')).join('');
  return [...text.matchAll(/ +/g)].map(([run]) => run.length).filter(run => run < (PAUSE_S * 1000) / PIECE_MS);
}

/** By how many turns a piece that sounds is usually ahead of the one before. */
function turnsOf(pieces: readonly Piece[], sounds: readonly boolean[]): number {
  const turned = pieces.flatMap(({ phase }, n) =>
    n > 0 && sounds[n] && sounds[n - 1] ? [((phase - pieces[n - 1]!.phase + 1.5) % 1) - 0.5] : [],
  );
  return middle(turned);
}

/** Whether enough of it came to be judged. */
export const heardLongEnough = (sound: Int16Array, rate: number, hz: number) =>
  steadyTone(sound, rate, hz).seconds >= LEAST_S;

/** A tone that somebody heard and that must be whole. */
export interface HeardTone {
  /** `PCMU at the card`. */
  readonly where: string;
  readonly sound: Int16Array;
  readonly rate: number;
  readonly hz: number;
  /** Factor by which it is higher than it was sounded; 1 unless told. */
  readonly sharp?: number;
  /** Whoever sounds it never pauses: its end must not be missing either. */
  readonly endless?: boolean;
}

/**
 * Tells of all what was measured.
 * @returns what is wrong: nothing where each has its frequency (to 0.8 %: a jitter buffer may play 0.5 % faster) and at most
 * 0.5 % gaps in five seconds or more
 */
export function toneFaults(tones: readonly HeardTone[]): string[] {
  const judged = tones.map(({ where, sound, rate, hz, sharp = 1, endless = false }) => {
    const tone = steadyTone(sound, rate, hz);
    const least = endless ? Math.max(LEAST_S, sound.length / rate - SETTLE_S - TAIL_S) : LEAST_S;
    const { gaps, seconds } = tone;
    const isRight = Math.abs(tone.hz / hz / sharp - 1) < 0.008 && gaps <= 0.005 && seconds >= least;
    return { told: `${where}: ${toldTone(tone)}`, gaps, isRight };
  });
  const worst = judged.toSorted((a, b) => b.gaps - a.gaps)[0];
  if (worst !== undefined) console.log(`      worst of ${judged.length} tones: ${worst.told}`);
  return judged.filter(({ isRight }) => !isRight).map(({ told }) => told);
}

const toldTone = ({ amplitude, hz, gaps, seconds }: SteadyTone) =>
  `amplitude ${amplitude.toFixed(3)}, ${hz.toFixed(1)} Hz, gaps ${(100 * gaps).toFixed(2)} % of ${seconds.toFixed(1)} s`;

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

const median = (pieces: readonly Piece[]) => middle(pieces.map(({ amplitude }) => amplitude));
const middle = (values: readonly number[]) =>
  values.length === 0 ? 0 : [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
