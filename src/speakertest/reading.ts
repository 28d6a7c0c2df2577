import { dbOfPower, median } from '../dsp/coherent.ts';
import { dbOf, msOf } from '../dsp/format.ts';
import type { BandReference, Calibration } from './calibration.ts';
import { type Evidence, rubDb, usualRubDb } from './evidence.ts';
import type { Features } from './features.ts';
import { BANDS, INPUTS_HZ } from './plan.ts';
import { SD_AGEING } from './comparison.ts';

/** A third octave at the calibration, for a plot. All levels are dB of what is recorded over what is played. */
export interface BandPlot {
  /** Its centre, Hz. */
  readonly hz: number;
  readonly reference: number;
  /** A healthy speaker stays within so many dB of the reference. */
  readonly spread: number;
  /** The noise that was left at the calibration. */
  readonly referenceNoise: number;
  /** It was clear enough at the calibration to be compared. */
  readonly usable: boolean;
}

/** A third octave of a test beside its reference. */
export interface BandReading extends BandPlot {
  /** Where it was not heard, the most that it can have been. */
  readonly level: number;
  /** Standard deviation of the level, dB. */
  readonly sd: number;
  /** The noise that was left in the mean of this test's sweeps. */
  readonly noise: number;
  readonly heard: boolean;
}

/** Harmonics 2 to 5 of tones around `hz`, dB over the tones: now, at the calibration, and the noise now. */
export interface HarmonicReading {
  readonly hz: number;
  readonly level: number;
  readonly reference: number;
  readonly noise: number;
}

/** Means over bands, dB from the calibration; null where too few were heard. */
export interface MeansReading {
  readonly all: number | null;
  /** Up to 500 Hz, 500 to 2,500 Hz, from 3 kHz. */
  readonly low: number | null;
  readonly middle: number | null;
  readonly high: number | null;
}

/** The noise in a third octave between the sweeps, dBFS: in this test and at the calibration. */
export interface AmbientReading {
  readonly hz: number;
  readonly level: number;
  readonly reference: number;
}

/** One of the recordings. */
export interface RecordingReading {
  /** From playing to hearing. */
  readonly latencyMs: number;
  /** dBFS. */
  readonly peak: number;
  readonly rms: number;
  /** Sweeps that were left out because the microphone clipped or samples were lost. */
  readonly leftOut: number;
}

/** All that a verdict rests on: plain data, to be stored, exported and plotted. */
export interface Reading {
  readonly bands: readonly BandReading[];
  readonly means: MeansReading;
  readonly harmonics: readonly HarmonicReading[];
  /** Rub and buzz, dB over the low tones. */
  readonly rub: { readonly level: number; readonly reference: number };
  readonly ambient: readonly AmbientReading[];
  readonly recordings: readonly RecordingReading[];
}

/** dB by which a band has more bins than one: a plot shows the power of one bin, for wide bands hold more of them. */
const widthDb = (band: number) => dbOfPower(BANDS[band]!.to - BANDS[band]!.from);

/** What a calibration looks like. */
export const plotOf = ({ bands }: Calibration): BandPlot[] => bands.map(bandPlot);

function bandPlot(band: BandReference, index: number): BandPlot {
  const { hz, level, snr, usable } = band;
  return {
    hz,
    reference: level - widthDb(index),
    spread: spreadOf(band),
    referenceNoise: level - snr - widthDb(index),
    usable,
  };
}

/** Two standard deviations of all that may move a band of a healthy speaker. */
const spreadOf = ({ repeatability, envelope }: BandReference) => 2 * Math.hypot(repeatability, SD_AGEING, envelope);

/** What was measured, as plain data. */
export function readingOf(evidence: Evidence): Reading {
  const { calibration, comparison, levels, recordings } = evidence;
  const { all, low, middle, high } = comparison;
  return {
    bands: comparison.bands.map(({ firm, difference, sd }, i) => {
      const plot = bandPlot(calibration.bands[i]!, i);
      const noise = dbOfPower(levels[i]!.noise) - widthDb(i);
      return { ...plot, level: plot.reference + difference, sd, noise, heard: firm };
    }),
    means: {
      all: all?.level ?? null,
      low: low?.level ?? null,
      middle: middle?.level ?? null,
      high: high?.level ?? null,
    },
    harmonics: evidence.harmonics.map(({ power, noise }, i) => ({
      hz: INPUTS_HZ[i]!,
      level: dbOfPower(power),
      reference: dbOfPower(calibration.harmonics[i]!),
      noise: dbOfPower(noise),
    })),
    rub: { level: rubDb(evidence), reference: usualRubDb(calibration) },
    ambient: BANDS.map(({ hz }, i) => ({
      hz,
      level: median(recordings.map(({ ambient }) => dbOfPower(ambient[i]!))),
      reference: dbOfPower(calibration.ambient[i]!),
    })),
    recordings: recordings.map(recordingReading),
  };
}

const recordingReading = ({ latency, peak, rms, leftOut }: Features): RecordingReading => ({
  latencyMs: msOf(latency),
  peak: dbOf(peak),
  rms: dbOf(rms),
  leftOut,
});
