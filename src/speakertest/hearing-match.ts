import { RealFft } from '../dsp/fft.ts';
import { dbOf, framesOf, SAMPLE_RATE } from '../dsp/format.ts';

const SEGMENT = 4096;
const HOP = SEGMENT / 2;
/** Where sound is looked for, Hz. */
const FROM_HZ = 250;
const TO_HZ = 8000;
/** The microphone is so much late at the most, ms. */
const LATEST_MS = 400;
/** Bins that are softer than the loudest by more say nothing, dB. */
const DEPTH = 1e-3;
/** Softer is nothing to listen to, RMS. */
const LEAST_PLAYED = 1e-3;
/** From here on a sound counts as heard, percent and dBFS. */
const LEAST_MATCH = 20;
const LEAST_LEVEL = -80;

/** How what was played arrived at the microphone. */
export interface Match {
  readonly heard: boolean;
  /** dBFS of what the microphone heard of it. */
  readonly level: number;
  /** Percent of what it heard at these frequencies that is what was played. */
  readonly match: number;
}

/**
 * Compares what was played with what was heard: the mean coherence (Bendat and Piersol, Random Data) where something was
 * played, after the delay is taken out.
 * @returns undefined where too little was played to tell
 */
export function hearingMatch(played: Float32Array, heard: Float32Array): Match | undefined {
  const loudness = Math.sqrt(played.reduce((sum, value) => sum + value * value, 0) / Math.max(1, played.length));
  if (played.length < 8 * SEGMENT || loudness < LEAST_PLAYED) return undefined;
  const delay = delayOf(played, heard);
  const sums = sumSegments(played, heard.subarray(delay));
  const first = Math.ceil((FROM_HZ * SEGMENT) / SAMPLE_RATE);
  const last = Math.floor((TO_HZ * SEGMENT) / SAMPLE_RATE);
  const loudest = sums.played.subarray(first, last).reduce((most, value) => Math.max(most, value), 0);
  let [coherences, bins, power] = [0, 0, 0];
  for (let k = first; k < last; k++) {
    if (sums.played[k]! < loudest * DEPTH) continue;
    const coherence = coherenceAt(sums, k);
    coherences += coherence;
    power += coherence * sums.heard[k]!;
    bins++;
  }
  const match = Math.round((100 * coherences) / Math.max(1, bins));
  // Parseval, and the mean square of the window (3/8).
  const level = dbOf(Math.sqrt((2 * power) / sums.count / (0.375 * SEGMENT * SEGMENT)));
  return { heard: match >= LEAST_MATCH && level > LEAST_LEVEL, level: Math.round(10 * level) / 10, match };
}

interface Sums {
  readonly played: Float64Array;
  readonly heard: Float64Array;
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly count: number;
}

/** Without the part that chance makes of few segments. */
function coherenceAt({ played, heard, re, im, count }: Sums, k: number): number {
  const product = played[k]! * heard[k]!;
  const raw = product === 0 ? 0 : (re[k]! ** 2 + im[k]! ** 2) / product;
  const chance = 2 / count;
  return Math.max(0, (raw - chance) / (1 - chance));
}

function sumSegments(played: Float32Array, heard: Float32Array): Sums {
  const fft = new RealFft(SEGMENT);
  const window = Float64Array.from({ length: SEGMENT }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / SEGMENT));
  const size = SEGMENT / 2 + 1;
  const make = () => new Float64Array(size);
  const sums = { played: make(), heard: make(), re: make(), im: make() };
  let count = 0;
  for (let at = 0; at + SEGMENT <= Math.min(played.length, heard.length); at += HOP) {
    const a = fft.forward(played.subarray(at, at + SEGMENT).map((value, i) => value * window[i]!));
    const b = fft.forward(heard.subarray(at, at + SEGMENT).map((value, i) => value * window[i]!));
    for (let k = 0; k < size; k++) {
      sums.played[k]! += a.re[k]! ** 2 + a.im[k]! ** 2;
      sums.heard[k]! += b.re[k]! ** 2 + b.im[k]! ** 2;
      sums.re[k]! += a.re[k]! * b.re[k]! + a.im[k]! * b.im[k]!;
      sums.im[k]! += a.re[k]! * b.im[k]! - a.im[k]! * b.re[k]!;
    }
    count++;
  }
  return { ...sums, count: Math.max(3, count) };
}

/** Frames by which `heard` is late: the peak of the whitened cross-correlation (Knapp and Carter 1976). */
function delayOf(played: Float32Array, heard: Float32Array): number {
  const size = 2 ** Math.ceil(Math.log2(played.length + framesOf(LATEST_MS)));
  const fft = new RealFft(size);
  const padded = (samples: Float32Array) => {
    const room = new Float64Array(size);
    room.set(samples.subarray(0, size));
    return fft.forward(room);
  };
  const [a, b] = [padded(played), padded(heard)];
  const re = new Float64Array(a.re.length);
  const im = new Float64Array(a.re.length);
  const to = Math.floor((TO_HZ * size) / SAMPLE_RATE);
  for (let k = Math.ceil((FROM_HZ * size) / SAMPLE_RATE); k < to; k++) {
    const real = a.re[k]! * b.re[k]! + a.im[k]! * b.im[k]!;
    const imaginary = a.re[k]! * b.im[k]! - a.im[k]! * b.re[k]!;
    const magnitude = Math.hypot(real, imaginary) || 1;
    re[k] = real / magnitude;
    im[k] = imaginary / magnitude;
  }
  const correlation = fft.inverse({ re, im });
  let best = 0;
  for (let i = 1; i < framesOf(LATEST_MS); i++) if (Math.abs(correlation[i]!) > Math.abs(correlation[best]!)) best = i;
  return best;
}
