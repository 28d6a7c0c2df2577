/** A loudspeaker with a microphone in a room, as arithmetic: what a speaker test records there. Seeds decide everything. */
import { RealFft, type Spectrum } from '../../src/dsp/fft.ts';
import { factorOf, SAMPLE_RATE } from '../../src/dsp/format.ts';
import { fromInt16, toInt16 } from '../../src/dsp/int16.ts';
import { stimulus } from '../../src/speakertest/index.ts';
import { ambientNoise } from './ambient-noise.ts';
import { noise } from './sounds.ts';

const FRAMES = 524_288;
const RECORDED = 345_600;

export const FAULTS = ['dead', 'minus-6-db', 'high-loss', 'low-loss', 'blocked', 'mic-blocked', 'mic-dead'] as const;
export type Fault = (typeof FAULTS)[number];

export interface Run {
  /** Of this very run: people, temperature, noise. */
  readonly seed: number;
  /** Of the sweeps over the noise at the microphone, dB. */
  readonly snrDb: number;
  readonly fault?: Fault | undefined;
  /** Harmonic distortion of the third order on top of the speaker's own, of full excursion. */
  readonly distortion?: number;
  /** Of the microphone, on top of what the place has: soft enough for the loudest noise, dB. */
  readonly gainDb?: number;
}

export interface Site {
  record(run: Run): Float32Array;
}

const fft = new RealFft(FRAMES);
const played = stimulus();
/** Of the sound, its square and its cube: distortion is a sum of them. */
const powers = [1, 2, 3].map(order => fft.forward(played.map(sample => (8 * sample) ** order / 8)));

/** Numbers between two limits, always the same for a seed. */
function dice(seed: number) {
  const random = noise((Math.imul(seed, 2_654_435_761) >>> 1) & 0x7fff_ffff);
  for (let i = 0; i < 8; i++) random();
  return (from: number, to: number) => from + ((random() + 1) / 2) * (to - from);
}

/** A place with its speaker; the same seed is the same place. */
export function site(seed: number): Site {
  const between = dice(seed);
  const speaker = {
    low: between(90, 260),
    high: between(8000, 18_000),
    peaks: Array.from({ length: 5 }, () => ({ hz: 200 * 50 ** between(0, 1), db: between(-4, 4), q: between(1, 5) })),
    second: between(0.0005, 0.006),
    third: between(0.0005, 0.004),
  };
  const place = {
    size: [between(3, 20), between(3, 15), between(2.4, 6)],
    absorbed: between(0.15, 0.6),
    at: [between(0.1, 0.9), between(0.1, 0.9), between(0.6, 0.97)],
    near: between(0.04, 0.3),
    latency: between(0.01, 0.12),
    ppm: between(0, 1) < 0.5 ? 0 : between(-120, 120),
    gain: factorOf(between(-12, 8)),
    hiss: factorOf(between(-84, -72)),
  };
  const transfer = speakerTransfer(speaker);
  return { record: run => recordIn({ speaker, place, transfer }, run) };
}

interface Speaker {
  readonly low: number;
  readonly high: number;
  readonly peaks: readonly { readonly hz: number; readonly db: number; readonly q: number }[];
  readonly second: number;
  readonly third: number;
}

interface Place {
  readonly size: readonly number[];
  readonly absorbed: number;
  readonly at: readonly number[];
  readonly near: number;
  readonly latency: number;
  readonly ppm: number;
  readonly gain: number;
  readonly hiss: number;
}

interface Room {
  readonly speaker: Speaker;
  readonly place: Place;
  readonly transfer: Spectrum;
}

function recordIn(room: Room, { seed, snrDb, fault, distortion = 0, gainDb = 0 }: Run): Float32Array {
  const between = dice(seed + 7_000_003);
  const driven = excited(room.speaker, distortion);
  const path = fft.forward(impulses(room.place, between));
  const drift = factorOf(between(-0.4, 0.4));
  const healthy = product(product(driven, path), room.transfer);
  const clean = fft.inverse(fault === undefined ? healthy : product(healthy, faultTransfer(fault)));
  const loud = fault === undefined ? clean : fft.inverse(healthy);
  const rms = Math.sqrt(loud.reduce((sum, value) => sum + value * value, 0) / (5 * 0.89 * SAMPLE_RATE));
  const ambient = ambientNoise(Math.floor(between(0, 7)), RECORDED, seed).map(value => value * rms * factorOf(-snrDb));
  const covered = fault === 'mic-blocked' ? filtered(ambient, fault) : ambient;
  const hiss = noise(seed + 11);
  const heard = stretched(clean, room.place.ppm).map((value, i) => drift * value + (covered[i] ?? 0));
  const gain = fault === 'mic-dead' ? 0 : room.place.gain * factorOf(gainDb);
  const level = fault === 'mic-dead' ? factorOf(-92) : room.place.hiss;
  return fromInt16(toInt16(Float32Array.from(heard, value => gain * value + level * hiss())));
}

function excited({ second, third }: Speaker, distortion: number): Spectrum {
  const sum = (part: 're' | 'im') =>
    powers[0]![part].map(
      (value, k) => value + second * powers[1]![part][k]! + (third + distortion) * powers[2]![part][k]!,
    );
  return { re: sum('re'), im: sum('im') };
}

/** Direct sound and image sources up to the second order (Allen and Berkley 1979), with today's warmth and one person. */
function impulses(place: Place, between: (from: number, to: number) => number): Float64Array {
  const response = new Float64Array(FRAMES);
  const speed = 343 * (1 + between(-0.025, 0.025));
  const add = (metres: number, gain: number) => {
    const at = (place.latency + metres / speed) * SAMPLE_RATE;
    const whole = Math.floor(at);
    response[whole]! += gain * (1 - at + whole);
    response[whole + 1]! += gain * (at - whole);
  };
  add(place.near, 1);
  const source = place.at.map((share, axis) => share * place.size[axis]!);
  const [wide, deep, high] = [0, 1, 2].map(axis => imagesOn(source, place.size, axis));
  const images = wide!.flatMap(x => deep!.flatMap(y => high!.map(z => [x, y, z] as const)));
  for (const [x, y, z] of images) {
    const bounces = x.bounces + y.bounces + z.bounces;
    if (bounces === 0 || bounces > 3) continue;
    const metres = Math.hypot(x.metres, y.metres, z.metres) + place.near;
    add(metres, ((1 - place.absorbed) ** (bounces / 2) * place.near * (bounces % 2 ? 1 : 0.9)) / metres);
  }
  const person = between(0.7, 4);
  add(2 * person, (between(0, 0.4) * place.near) / (2 * person));
  return response;
}

/** Distances along one axis from the source to its images, which are those of the microphone beside it too. */
const imagesOn = (source: readonly number[], size: readonly number[], axis: number) => [
  { metres: 0, bounces: 0 },
  { metres: 2 * source[axis]!, bounces: 1 },
  { metres: 2 * (size[axis]! - source[axis]!), bounces: 1 },
  { metres: 2 * size[axis]!, bounces: 2 },
  { metres: -2 * size[axis]!, bounces: 2 },
];

type Response = (hz: number) => readonly [re: number, im: number];

const times = ([a, b]: readonly [number, number], [c, d]: readonly [number, number]): [number, number] => [
  a * c - b * d,
  a * d + b * c,
];
const over = (a: readonly [number, number], [c, d]: readonly [number, number]) =>
  times(a, [c / (c * c + d * d), -d / (c * c + d * d)]);

/** Butterworth, second order. */
const lowPass =
  (cut: number): Response =>
  hz =>
    over([1, 0], [1 - (hz / cut) ** 2, (Math.SQRT2 * hz) / cut]);
const highPass =
  (cut: number): Response =>
  hz =>
    over([-((hz / cut) ** 2), 0], [1 - (hz / cut) ** 2, (Math.SQRT2 * hz) / cut]);
const peak =
  (at: number, db: number, q: number): Response =>
  hz => {
    const x = hz / at;
    const a = factorOf(db / 2);
    return over([1 - x * x, (a * x) / q], [1 - x * x, x / (a * q)]);
  };

function faultResponse(fault: Fault): Response {
  const scaled =
    (db: number, response: Response): Response =>
    hz =>
      times(response(hz), [factorOf(db), 0]);
  switch (fault) {
    case 'dead':
      return () => [0, 0];
    case 'minus-6-db':
      return () => [0.5, 0];
    case 'high-loss':
      return lowPass(2200);
    case 'low-loss':
      return highPass(700);
    case 'blocked':
      return scaled(-8, lowPass(1500));
    case 'mic-blocked':
      return scaled(-6, lowPass(1200));
    case 'mic-dead':
      return () => [1, 0];
  }
}

/** The product of some responses, at every bin. */
function transferOf(chain: readonly Response[]): Spectrum {
  const re = new Float64Array(FRAMES / 2 + 1);
  const im = new Float64Array(re.length);
  for (let k = 0; k < re.length; k++) {
    let value: readonly [number, number] = [1, 0];
    for (const response of chain) value = times(value, response((k * SAMPLE_RATE) / FRAMES));
    [re[k], im[k]] = value;
  }
  return { re, im };
}

const speakerTransfer = ({ low, high, peaks }: Speaker) =>
  transferOf([lowPass(high), highPass(low), ...peaks.map(({ hz, db, q }) => peak(hz, db, q))]);

const faultTransfers = new Map<Fault, Spectrum>();

function faultTransfer(fault: Fault): Spectrum {
  const known = faultTransfers.get(fault) ?? transferOf([faultResponse(fault)]);
  faultTransfers.set(fault, known);
  return known;
}

const filtered = (samples: Float64Array, fault: Fault) =>
  fft.inverse(product(fft.forward(samples), faultTransfer(fault))).subarray(0, samples.length);

function product(one: Spectrum, other: Spectrum): Spectrum {
  return {
    re: one.re.map((value, k) => value * other.re[k]! - one.im[k]! * other.im[k]!),
    im: one.re.map((value, k) => value * other.im[k]! + one.im[k]! * other.re[k]!),
  };
}

/** By a microphone whose clock is off, with cubic interpolation between samples. */
function stretched(samples: Float64Array, ppm: number): Float64Array {
  const at = (i: number) => samples[i] ?? 0;
  return Float64Array.from({ length: RECORDED }, (_, i) => {
    const position = i * (1 + ppm * 1e-6);
    const n = Math.floor(position);
    const x = position - n;
    const [a, b, c, d] = [at(n - 1), at(n), at(n + 1), at(n + 2)];
    return b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)));
  });
}
