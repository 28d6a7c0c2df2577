import type { BiquadCoefficients } from './biquad.ts';
import { biquadDb, peaking } from './peaking.ts';

/** The middles of the ten bands, Hz: whole octaves (ISO 266). */
export const EQUALIZER_BANDS: readonly number[] = [31.5, 63, 125, 250, 500, 1000, 2000, 4000, 8000, 16_000];
/** A band is raised or lowered by so many dB at the most. */
export const EQUALIZER_MAX_DB = 12;

/** Wide enough that equal gains make a nearly straight line (0.8 dB of ripple at 12 dB), narrow enough to be one band. */
const OCTAVES = 1.4;
/** Enough for a hundredth of a dB, whatever the gains. */
const ROUNDS = 30;

/**
 * The filters that together give each band its gain, dB. Bells reach into each other's bands, so the height of each is
 * sought until the sum is right in the middle of every band (the interaction problem of graphic equalizers: Välimäki and
 * Reiss, "All About Audio Equalization: Solutions and Frontiers", Applied Sciences 6(5), 2016, section 4).
 */
export function equalizerFilters(gainsDb: readonly number[]): BiquadCoefficients[] {
  let heights = gainsDb.map(within);
  for (let round = 0; round < ROUNDS; round++) {
    const filters = bells(heights);
    heights = heights.map((height, band) => {
      const missing = within(gainsDb[band] ?? 0) - sumDb(filters, EQUALIZER_BANDS[band] ?? 0);
      return height + missing / 2;
    });
  }
  return bells(heights);
}

/** What the equalizer with these gains does to tones of these frequencies (Hz), dB. */
export function equalizerCurve(gainsDb: readonly number[], frequencies: readonly number[]): number[] {
  const filters = equalizerFilters(gainsDb);
  return frequencies.map(frequency => sumDb(filters, frequency));
}

const within = (gainDb: number) => Math.max(-EQUALIZER_MAX_DB, Math.min(EQUALIZER_MAX_DB, gainDb));

const bells = (heights: readonly number[]) =>
  EQUALIZER_BANDS.map((frequency, band) => peaking(frequency, heights[band] ?? 0, OCTAVES));

const sumDb = (filters: readonly BiquadCoefficients[], frequency: number) =>
  filters.reduce((sum, filter) => sum + biquadDb(filter, frequency), 0);
