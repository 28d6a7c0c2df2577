import { type CommonLevel, type CommonPower, dbOfPower } from '../dsp/coherent.ts';
import { type Calibration, fundamentalsOf } from './calibration.ts';
import { compare, type Comparison } from './comparison.ts';
import type { Features } from './features.ts';
import { bandLevels, type HarmonicRatio, harmonicRatios, meanHarmonics, rubPower } from './measure.ts';

/** Everything that was measured in the recordings of a test together. */
export interface Evidence {
  readonly calibration: Calibration;
  readonly recordings: readonly Features[];
  readonly levels: readonly CommonLevel[];
  readonly comparison: Comparison;
  /** Against fundamentals that are as much louder as the speaker is. */
  readonly harmonics: readonly HarmonicRatio[];
  readonly meanHarmonics: CommonPower;
  readonly rub: CommonPower;
  /** dB from the calibration; 0 where it is not known. */
  readonly shift: number;
}

export function evidenceOf(calibration: Calibration, recordings: readonly Features[]): Evidence {
  const levels = bandLevels(recordings);
  const comparison = compare(calibration, levels, areThere(recordings));
  const shift = comparison.all?.level ?? 0;
  const fundamentals = fundamentalsOf(calibration.bands, shift);
  return {
    calibration,
    recordings,
    levels,
    comparison,
    harmonics: harmonicRatios(recordings, fundamentals),
    meanHarmonics: meanHarmonics(recordings, fundamentals),
    rub: rubPower(recordings),
    shift,
  };
}

/** Sweeps that agree where they are heard are no noise: by chance two of a hundred do. */
const areThere = (recordings: readonly Features[]) =>
  recordings.reduce((sum, { agreeing }) => sum + agreeing, 0) / recordings.length >= 0.6;

/** Rub and buzz over the low tones that cause them, dB. */
export const rubDb = ({ calibration, rub, shift }: Evidence) => dbOfPower(rub.power) - calibration.rubReference - shift;

/** What it may have been at the calibration, dB. */
export const usualRubDb = ({ rub, rubReference }: Calibration) => atMost(rub) - rubReference;

/** dB of what a power may have been at the calibration. */
export const atMost = ({ power, error }: CommonPower) => dbOfPower(Math.max(power, 2 * error));
