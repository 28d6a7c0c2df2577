import { type CommonPower, dbOfPower, median, NO_POWER } from '../dsp/coherent.ts';
import { dbOf, SAMPLE_RATE } from '../dsp/format.ts';
import { Fault, invalid } from '../core/fault.ts';
import { boolean, integer, list, number, object, parse } from '../core/schema.ts';
import { type Features, featuresOf, rmsOf, RUB_INPUT_HZ } from './features.ts';
import { bandLevels, harmonicRatios, latePowers, meanHarmonics, reflectionPowers, rubPower } from './measure.ts';
import { BANDS, INPUTS_HZ } from './plan.ts';
import { FROM_HZ, GROWTH, STARTS } from './stimulus.ts';

/** Recordings that make a calibration. */
export const CALIBRATION_RECORDINGS = 3;
/** A microphone that gives less than this is dead, dBFS. */
const NO_SIGNAL_DB = -85;
/** Of full scale. */
const CLIPPING = 0.999;
/** A band is usable with so much over the noise, and so little below the usual band, dB. */
const USABLE_SNR = 10;
const USABLE_DEPTH = 25;
/** Recordings that differ by more disagree, dB. */
const AGREEMENT = 1;
/** Smaller differences of the clocks are none that matter, parts per million. */
const LEAST_PPM = 3;
/** Where in a calibration the sums are not trusted to more, dB. */
const LEAST_REPEATABILITY = 0.05;
/** At most so much may the surroundings move a band, dB: the envelope grows with what they reflect. */
const MOST_ENVELOPE = 3;

const POWER = object({ power: number(), error: number() });
const CALIBRATION = object({
  version: integer({ minimum: 1, maximum: 1 }),
  ppm: number(),
  latency: number(),
  direct: list(number(), { minItems: 624, maxItems: 624 }),
  bands: list(
    object({
      hz: number(),
      level: number(),
      repeatability: number(),
      envelope: number(),
      snr: number(),
      usable: boolean(),
    }),
    { minItems: BANDS.length, maxItems: BANDS.length },
  ),
  harmonics: list(number(), { minItems: INPUTS_HZ.length, maxItems: INPUTS_HZ.length }),
  meanHarmonics: POWER,
  rub: POWER,
  rubReference: number(),
  late: list(POWER, { minItems: 3, maxItems: 3 }),
  ambient: list(number(), { minItems: BANDS.length, maxItems: BANDS.length }),
});

/** What a band was like at the calibration, dB. */
export interface BandReference {
  readonly hz: number;
  readonly level: number;
  /** Standard deviation between the recordings. */
  readonly repeatability: number;
  /** How much the surroundings may move it. */
  readonly envelope: number;
  readonly snr: number;
  readonly usable: boolean;
}

/** What a speaker sounds like where it hangs: what every test is compared with. */
export interface Calibration {
  readonly version: number;
  /** What the clocks of speaker and microphone differ by, parts per million. */
  readonly ppm: number;
  /** Frames from playing to hearing. */
  readonly latency: number;
  /** The direct sound. */
  readonly direct: readonly number[];
  readonly bands: readonly BandReference[];
  /** Power of the harmonics of each input band over that of the band. */
  readonly harmonics: readonly number[];
  readonly meanHarmonics: CommonPower;
  readonly rub: CommonPower;
  /** What the power of the rub is compared with, dB. */
  readonly rubReference: number;
  readonly late: readonly CommonPower[];
  /** Power of the noise in every band before the sweeps. */
  readonly ambient: readonly number[];
}

/** Why there is no calibration. */
export type CalibrationError = 'too-noisy' | 'mic-no-signal' | 'clipping' | 'levels-changed';

/** A calibration that was written as JSON. @throws Fault `invalid` */
export const readCalibration = (value: unknown): Calibration => parse(CALIBRATION, value, 'calibration');

/** Whether a microphone is so quiet that it must be dead or switched off. */
export const isDead = (recording: Float32Array) => dbOf(rmsOf(recording)) < NO_SIGNAL_DB;

/** @throws Fault `invalid` where a recording ends before it can hold three sweeps */
export function checkLength(recording: Float32Array): void {
  const seconds = (STARTS[2]! + SAMPLE_RATE) / SAMPLE_RATE;
  if (recording.length < seconds * SAMPLE_RATE) {
    throw invalid(`a recording must last ${seconds.toFixed(1)} s at least`, 'recordings');
  }
}

/**
 * Makes the reference out of three recordings at 48 kHz.
 * @returns why it is refused where they are no good
 * @throws Fault `invalid` where they are not three, or too short
 */
export function calibrate(recordings: readonly Float32Array[]): Calibration | CalibrationError {
  if (recordings.length !== CALIBRATION_RECORDINGS) {
    throw new Fault('invalid', `a calibration takes ${CALIBRATION_RECORDINGS} recordings`, { field: 'recordings' });
  }
  recordings.forEach(checkLength);
  if (recordings.some(isDead)) return 'mic-no-signal';
  const found = recordings.map(recording => featuresOf(recording));
  if (found.some(({ spoilt, peak }) => spoilt && peak > CLIPPING)) return 'clipping';
  const ppm = clockDifference(found);
  const { direct } = featuresOf(recordings[0]!, ppm);
  const features = recordings.map(recording => featuresOf(recording, ppm, direct));
  const bands = references(features);
  const usable = bands.filter(band => band.usable);
  if (usable.length < BANDS.length / 2) return 'too-noisy';
  if (median(usable.map(band => band.repeatability)) > AGREEMENT) return 'levels-changed';
  return { version: 1, ppm, direct: [...direct], bands, ...otherReferences(features, bands) };
}

function references(features: readonly Features[]): BandReference[] {
  const together = bandLevels(features);
  const apart = features.map(recording => bandLevels([recording]).map(({ power }) => dbOfPower(power)));
  const reflections = reflectionPowers(features);
  const levels = together.map(({ power }) => dbOfPower(power));
  const usual = median(levels);
  return BANDS.map(({ hz }, i) => {
    const { power, noise } = together[i]!;
    const level = levels[i]!;
    const snr = level - dbOfPower(noise);
    const reflected = Math.max(reflections[i]!, NO_POWER) / Math.max(power, NO_POWER);
    return {
      hz,
      level,
      repeatability: Math.max(LEAST_REPEATABILITY, deviation(apart.map(recording => recording[i]!))),
      envelope: Math.min(MOST_ENVELOPE, MOST_ENVELOPE * Math.sqrt(reflected)),
      snr,
      usable: snr > USABLE_SNR && level > usual - USABLE_DEPTH,
    };
  });
}

/** What else is compared: harmonics, rub, reflections. */
function otherReferences(features: readonly Features[], bands: readonly BandReference[]) {
  const fundamentals = fundamentalsOf(bands);
  return {
    latency: median(features.map(({ latency }) => latency)),
    harmonics: harmonicRatios(features, fundamentals).map(({ power }) => power),
    meanHarmonics: meanHarmonics(features, fundamentals),
    rub: rubPower(features),
    rubReference: rubReference(bands),
    late: latePowers(features),
    ambient: BANDS.map((_, band) => median(features.map(({ ambient }) => ambient[band]!))),
  };
}

/** The power of the input bands of harmonics, `shift` dB louder than at the calibration. */
export const fundamentalsOf = (bands: readonly BandReference[], shift = 0) =>
  INPUTS_HZ.map(hz => 10 ** (((bands.find(band => band.hz === hz)?.level ?? 0) + shift) / 10));

/** The energy that a whole sweep has below RUB_INPUT_HZ, dB in the unit of the rub. */
function rubReference(bands: readonly BandReference[]): number {
  const low = bands.filter(({ hz }) => hz <= RUB_INPUT_HZ);
  const perBin = low.map(({ level }, i) => 10 ** (level / 10) / (BANDS[i]!.to - BANDS[i]!.from));
  const mean = perBin.reduce((sum, power) => sum + power, 0) / perBin.length;
  return dbOfPower(mean * 0.5 * GROWTH * Math.log(RUB_INPUT_HZ / FROM_HZ) * SAMPLE_RATE);
}

/** The median over the recordings. */
function clockDifference(features: readonly Features[]): number {
  const ppm = median(features.map(found => found.ppm));
  return Math.abs(ppm) < LEAST_PPM ? 0 : ppm;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
