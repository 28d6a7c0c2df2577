import {
  commonLevel,
  type CommonLevel,
  commonPower,
  type CommonPower,
  cut,
  joined,
  meanPower,
  type Repeats,
} from '../dsp/coherent.ts';
import { type Features, SPLIT_HZ } from './features.ts';
import { BANDS, type Band, harmonicBins, INPUTS_HZ, ORDERS } from './plan.ts';

/** Power of the harmonics of one input band over the power of its fundamental. */
export interface HarmonicRatio {
  readonly power: number;
  readonly noise: number;
}

/** The repeats of all recordings together in one band: long windows for low bands, short ones for high bands. */
const bandRepeats = (recordings: readonly Features[], { hz, from, to }: Band): Repeats =>
  recordings.flatMap(({ low, high }) => cut(hz < SPLIT_HZ ? low : high, from, to));

/** The level of every band over all recordings. */
export const bandLevels = (recordings: readonly Features[]): CommonLevel[] =>
  BANDS.map(band => commonLevel(bandRepeats(recordings, band)));

/** @param fundamentals power of each input band of INPUTS_HZ */
export function harmonicRatios(recordings: readonly Features[], fundamentals: readonly number[]): HarmonicRatio[] {
  return INPUTS_HZ.map((hz, input) => {
    const ratio = { power: 0, noise: 0 };
    ORDERS.forEach((order, i) => {
      const bins = harmonicBins(order, hz);
      if (bins === undefined) return;
      const found = commonLevel(recordings.flatMap(({ harmonics }) => cut(harmonics[i]!, bins.from, bins.to)));
      ratio.power += Math.max(found.power, 0) / (fundamentals[input]! * 2 * order);
      ratio.noise += found.noise / (fundamentals[input]! * 2 * order);
    });
    return ratio;
  });
}

/** The mean of all harmonic ratios as one number with an error: small distortion shows there before it shows in a band. */
export const meanHarmonics = (recordings: readonly Features[], fundamentals: readonly number[]): CommonPower =>
  meanPower(recordings.map(recording => commonPower(scaledHarmonics(recording, fundamentals))));

function scaledHarmonics({ harmonics }: Features, fundamentals: readonly number[]): Repeats {
  const parts = ORDERS.flatMap((order, i) =>
    INPUTS_HZ.flatMap((hz, input) => {
      const bins = harmonicBins(order, hz);
      if (bins === undefined) return [];
      const factor = 1 / Math.sqrt(fundamentals[input]! * 2 * order * INPUTS_HZ.length);
      return [{ repeats: cut(harmonics[i]!, bins.from, bins.to), factor }];
    }),
  );
  return joined(
    parts.map(({ repeats }) => repeats),
    parts.map(({ factor }) => factor),
  );
}

/** The power of what low tones make scrape or rattle. */
export const rubPower = (recordings: readonly Features[]): CommonPower =>
  meanPower(recordings.map(({ rub }) => commonPower(joined(rub))));

/** The power of the reflections in three spans after the direct sound. */
export const latePowers = (recordings: readonly Features[]): CommonPower[] =>
  [0, 1, 2].map(span => commonPower(recordings.flatMap(({ late }) => late[span]!)));

/** The power of the reflections in every band. */
export const reflectionPowers = (recordings: readonly Features[]): number[] =>
  BANDS.map(({ from, to }) => commonPower(recordings.flatMap(({ reflections }) => cut(reflections, from, to))).power);
