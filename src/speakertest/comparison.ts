import { type CommonLevel, dbOfPower, median } from '../dsp/coherent.ts';
import type { Calibration } from './calibration.ts';
import { GROUPS } from './plan.ts';

/** A band against its reference, dB. */
export interface BandDifference {
  readonly hz: number;
  readonly difference: number;
  readonly sd: number;
  /** What the noise of this run would have hidden. */
  readonly floor: number;
  readonly usable: boolean;
  /** It was heard, or it was silent over a low floor: then the difference is the most it can have been. */
  readonly valid: boolean;
  /** It was heard. */
  readonly firm: boolean;
  /** One over its whole variance; 0 of a band that is not valid. */
  readonly weight: number;
}

/** The mean of some bands. */
export interface Mean {
  readonly level: number;
  readonly sd: number;
}

/** All that a verdict on levels rests on, dB. */
export interface Comparison {
  readonly bands: readonly BandDifference[];
  /** The weighted mean of all bands; undefined with fewer than three of them. */
  readonly all: Mean | undefined;
  readonly low: Mean | undefined;
  readonly middle: Mean | undefined;
  readonly high: Mean | undefined;
  /** How much the shape changed, without what noise explains. */
  readonly shape: number;
  /** The second largest difference. */
  readonly worst: number;
  /** Nothing was heard where a healthy speaker must have been. */
  readonly silent: boolean;
  /** Far less than usual, and yet certainly the sweeps: something is in the way. */
  readonly faint: boolean;
}

const SD_MOST = 1.5;
/** What a healthy speaker changes by with temperature and age, dB. */
export const SD_AGEING = 0.5;
const LEAST_BANDS = 3;

/**
 * @param levels of every band
 * @param isThere the sweeps were certainly heard, however weak
 */
export function compare(calibration: Calibration, levels: readonly CommonLevel[], isThere: boolean): Comparison {
  const bands = calibration.bands.map((reference, i) => {
    const { power, noise, sd } = levels[i]!;
    const floor = dbOfPower(2.5 * noise) - reference.level;
    return bandDifference(reference, { difference: dbOfPower(power) - reference.level, sd, floor });
  });
  const valid = bands.filter(band => band.valid);
  const all = valid.length < LEAST_BANDS ? undefined : meanOf(valid);
  const level = all === undefined ? 0 : cautious(bands, all.level);
  return {
    bands,
    all: all && { level, sd: all.sd },
    low: group(bands, GROUPS.low),
    middle: group(bands, GROUPS.middle),
    high: group(bands, GROUPS.high),
    shape: shapeOf(valid, level),
    worst: worstOf(valid, level),
    silent: isSilent(bands) && !(isThere && isFaint(bands)),
    faint: isSilent(bands) && isThere && isFaint(bands),
  };
}

type Reference = Calibration['bands'][number];

function bandDifference(
  { hz, usable, repeatability, envelope }: Reference,
  found: { difference: number; sd: number; floor: number },
): BandDifference {
  const { difference, floor } = found;
  const firm = usable && isHeard(found);
  const bounded = usable && !firm && floor < -5 && difference < floor + 3;
  const valid = firm || bounded;
  const sd = bounded ? 1 : found.sd;
  const variance = sd ** 2 + repeatability ** 2 + SD_AGEING ** 2 + envelope ** 2;
  return {
    hz,
    difference: firm ? difference : Math.max(difference, floor),
    sd,
    floor,
    usable,
    valid,
    firm,
    weight: valid ? 1 / variance : 0,
  };
}

const isHeard = ({ difference, sd, floor }: { difference: number; sd: number; floor: number }) =>
  sd < SD_MOST && difference > Math.max(-40, floor - 3);

function meanOf(bands: readonly BandDifference[]): Mean {
  const sum = bands.reduce((total, { weight }) => total + weight, 0);
  const level = bands.reduce((total, { weight, difference }) => total + weight * difference, 0) / sum;
  const variance = bands.reduce((total, { weight, sd }) => total + (weight * sd) ** 2, 0);
  return { level, sd: Math.sqrt(variance) / sum };
}

/** A low level must not rest alone on bands that were not heard. */
function cautious(bands: readonly BandDifference[], level: number): number {
  const firm = bands.filter(band => band.firm);
  const usable = bands.filter(band => band.usable).length;
  if (level >= -2 || firm.length < LEAST_BANDS || firm.length < 0.3 * usable) return level;
  return Math.max(level, meanOf(firm).level);
}

function group(bands: readonly BandDifference[], [from, to]: readonly [number, number]): Mean | undefined {
  const usable = bands.filter(({ hz, usable }) => usable && hz >= from && hz <= to);
  const valid = usable.filter(band => band.valid);
  return valid.length < Math.max(1, usable.length / 2) ? undefined : meanOf(valid);
}

function shapeOf(valid: readonly BandDifference[], level: number): number {
  const sum = valid.reduce((total, { weight }) => total + weight, 0);
  const spread = valid.reduce(
    (total, { weight, difference, sd }) => total + weight * ((difference - level) ** 2 - sd ** 2),
    0,
  );
  return Math.sqrt(Math.max(0, spread / Math.max(sum, 1e-9)));
}

function worstOf(valid: readonly BandDifference[], level: number): number {
  // A speaker that is louder or softer everywhere is that, and no other shape.
  const sizes = valid.map(
    ({ difference, weight }) =>
      Math.min(Math.abs(difference), Math.abs(difference - level)) / Math.max(1, 1 / Math.sqrt(weight) / 0.6),
  );
  return sizes.sort((a, b) => b - a)[1] ?? 0;
}

/** Where noise would not have hidden a healthy speaker, nothing is. Some bands may be too noisy to tell. */
function isSilent(bands: readonly BandDifference[]): boolean {
  const usable = bands.filter(band => band.usable);
  const telling = usable.filter(({ floor }) => floor < -10).map(({ difference }) => difference);
  const quiet = telling.filter(difference => difference < -10);
  const heard = usable.filter(({ firm, difference }) => firm && difference > -10);
  return (
    telling.length >= Math.max(4, 0.3 * usable.length) &&
    quiet.length > 0.9 * telling.length &&
    median(telling) < -15 &&
    heard.length <= 0.2 * usable.length
  );
}

/** Several bands are heard, at more than a wire next to another one carries over. */
function isFaint(bands: readonly BandDifference[]): boolean {
  const heard = bands.filter(({ firm, difference }) => firm && difference > -32);
  return heard.length >= Math.max(3, 0.25 * bands.filter(band => band.usable).length);
}
