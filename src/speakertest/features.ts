import { delayed, RealFft } from '../dsp/fft.ts';
import { energyOf, median, type Repeats } from '../dsp/coherent.ts';
import { framesOf, SAMPLE_RATE } from '../dsp/format.ts';
import { alignment, DIRECT_LEAD } from './aligner.ts';
import { ambientOf } from './ambient.ts';
import { Deconvolver } from './deconvolver.ts';
import { BAND_FFT, FINE_BANDS, ORDERS, binsBetween } from './plan.ts';
import { fadeOf, GROWTH } from './stimulus.ts';
import { chosen } from './sweep-choice.ts';

/** ms around the direct sound, and of the fades at both ends. */
interface Window {
  readonly from: number;
  readonly to: number;
  readonly rise: number;
  readonly fall: number;
}

const DIRECT: Window = { from: (-1000 * DIRECT_LEAD) / SAMPLE_RATE, to: 10, rise: 1, fall: 2 };
/** Below SPLIT_HZ a longer part is needed to tell the bands apart; above, reflections are kept out. */
const LOW: Window = { from: -4, to: 30, rise: 3, fall: 10 };
const HIGH: Window = { from: -2, to: 8, rise: 1.5, fall: 3 };
export const SPLIT_HZ = 700;
const WIDE: Window = { from: -50, to: 50, rise: 0, fall: 0 };
const REFLECTIONS: Window = { from: 6, to: 55, rise: 2, fall: 10 };
const LATE: readonly Window[] = [
  { from: 6, to: 13, rise: 1, fall: 2 },
  { from: 13, to: 27, rise: 1, fall: 2 },
  { from: 27, to: 55, rise: 1, fall: 2 },
];
const LATE_BINS = binsBetween(350, 3000);
/** Orders of what a scraping voice coil or a loose part adds to low tones, in slices of time. */
const RUB_ORDERS = Array.from({ length: 7 }, (_, i) => 5.6 * (60 / 5.6) ** (i / 6));
/** Hz of the inputs that rub at the most, and of what is heard of it. */
export const RUB_INPUT_HZ = 500;
const RUB_HZ = [2000, 11_000] as const;

/** What one recording tells, of each usable repeat; spectra are laid over the direct sound of the reference. */
export interface Features {
  readonly latency: number;
  /** How clearly the stimulus was found. */
  readonly quality: number;
  /** What the clocks differ by, parts per million. */
  readonly ppm: number;
  /** Sound was lost while recording. */
  readonly lost: boolean;
  /** Share of the sweeps that agree where the direct sound is. */
  readonly agreeing: number;
  /** Clipping or lost samples left too little of it to judge by. */
  readonly spoilt: boolean;
  /** Sweeps that could not be used. */
  readonly leftOut: number;
  /** Of the whole recording, as shares of full scale. */
  readonly peak: number;
  readonly rms: number;
  /** Power in every band before the first sweep. */
  readonly ambient: readonly number[];
  /** The direct sound, the median of the repeats. */
  readonly direct: Float64Array;
  readonly low: Repeats;
  readonly high: Repeats;
  /** Energy in each fine band over a wide window, of each repeat: fine bands first. */
  readonly wide: readonly (readonly number[])[];
  /** Of orders 2, 3, 4, 5. */
  readonly harmonics: readonly Repeats[];
  readonly rub: readonly Repeats[];
  readonly reflections: Repeats;
  readonly late: readonly Repeats[];
}

const deconvolver = new Deconvolver();
const bandFft = new RealFft(BAND_FFT);
const wideFft = new RealFft(2 * BAND_FFT);

/**
 * Measures one recording of the stimulus at 48 kHz.
 * @param ppm what the clocks differ by
 * @param reference the direct sound at the calibration; without one that of the recording itself
 */
export function featuresOf(recording: Float32Array, ppm = 0, reference?: Float64Array): Features {
  const { latency, quality } = deconvolver.find(recording);
  const responses = deconvolver.responses(recording, latency, ppm);
  const first = reference ?? part(responses[2]!, DIRECT, 0);
  const { shifts, rests, whole, lost, agreeing, ppm: drift } = alignment(responses, first, recording, latency);
  const { kept, spoilt } = chosen(recording, latency, whole);
  const good = responses
    .map((response, k) => ({ response, shift: shifts[k]!, rest: rests[k]! }))
    .filter((_, k) => kept[k]);
  const aligned = (window: Window): Repeats =>
    good.map(({ response, shift, rest }) => delayed(bandFft.forward(part(response, window, shift)), -rest));
  return {
    latency,
    quality,
    ppm: ppm + drift,
    lost,
    agreeing,
    spoilt,
    leftOut: kept.filter(isKept => !isKept).length,
    peak: recording.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
    rms: rmsOf(recording),
    ambient: ambientOf(recording, latency),
    direct: medianOf(responses.map(response => part(response, DIRECT, 0))),
    low: aligned(LOW),
    high: aligned(HIGH),
    wide: wideEnergies(good.map(({ response, shift }) => part(response, WIDE, shift))),
    harmonics: ORDERS.map(order => aligned(around(order))),
    rub: rubWindows().map(({ window, from, to }) =>
      aligned(window).map(({ re, im }) => ({ re: re.slice(from, to), im: im.slice(from, to) })),
    ),
    reflections: aligned(REFLECTIONS),
    late: LATE.map(window =>
      aligned(window).map(({ re, im }) => ({
        re: re.slice(LATE_BINS.from, LATE_BINS.to),
        im: im.slice(LATE_BINS.from, LATE_BINS.to),
      })),
    ),
  };
}

/** ms before the direct sound at which an order of harmonics lies (Farina 2000). */
const msBefore = (order: number) => 1000 * GROWTH * Math.log(order);

const around = (order: number): Window => ({ from: -msBefore(order) - 6, to: -msBefore(order) + 16, rise: 3, fall: 6 });

function rubWindows() {
  return RUB_ORDERS.slice(1).map((last, i) => {
    const first = RUB_ORDERS[i]!;
    const middle = Math.sqrt(first * last);
    const bins = binsBetween(Math.max(RUB_HZ[0], 110 * middle), Math.min(RUB_HZ[1], RUB_INPUT_HZ * middle));
    return { window: { from: -msBefore(last), to: -msBefore(first), rise: 3, fall: 3 }, ...bins };
  });
}

/** A part of a response, which is a circle: what lies before its beginning is at its end. */
function part(response: Float64Array, { from, to, rise, fall }: Window, shift: number): Float64Array {
  const first = framesOf(from);
  const length = framesOf(to) - first;
  const fade = fadeOf(length, Math.max(1, framesOf(rise)), Math.max(1, framesOf(fall)));
  return fade.map((factor, i) => factor * response[(first + i + shift + response.length) % response.length]!);
}

export const rmsOf = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));

const medianOf = (parts: readonly Float64Array[]) =>
  Float64Array.from(parts[0] ?? [], (_, i) => median(parts.map(one => one[i]!)));

function wideEnergies(parts: readonly Float64Array[]): number[][] {
  const powers = parts.map(samples => wideFft.forward(samples));
  return FINE_BANDS.map(({ from, to }) =>
    powers.map(({ re, im }) => energyOf({ re: re.subarray(2 * from, 2 * to), im: im.subarray(2 * from, 2 * to) })),
  );
}
