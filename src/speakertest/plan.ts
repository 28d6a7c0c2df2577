import { SAMPLE_RATE } from '../dsp/format.ts';
import { FROM_HZ, TO_HZ } from './stimulus.ts';

/** Frames of the spectra that bands are read from. */
export const BAND_FFT = 4096;

/** Bins of a spectrum, the first and the one after the last. */
export interface Bins {
  readonly from: number;
  readonly to: number;
}

/** Third octaves, Hz (IEC 61260-1, nominal). */
const THIRDS = [
  125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000, 10_000,
  12_500,
];

/** Bins of BAND_FFT from one frequency (included) to another (not included), Hz. */
export function binsBetween(fromHz: number, toHz: number): Bins {
  const bin = (hz: number) => Math.ceil((hz * BAND_FFT) / SAMPLE_RATE - 1e-9);
  return { from: bin(fromHz), to: Math.max(bin(fromHz), bin(toHz)) };
}

const SIXTH = 2 ** (1 / 6);

export interface Band extends Bins {
  /** Its centre, or where it begins. */
  readonly hz: number;
}

/** Third octaves that the sweep covers wholly. */
export const BANDS: readonly Band[] = THIRDS.filter(hz => hz * SIXTH < TO_HZ && hz / SIXTH > FROM_HZ).map(hz => ({
  hz,
  ...binsBetween(hz / SIXTH, hz * SIXTH),
}));

/** Sixths of an octave from 160 Hz to 10 kHz in which a loose contact is looked for. */
export const FINE_BANDS: readonly Band[] = Array.from({ length: Math.ceil(6 * Math.log2(10_000 / 160)) }, (_, i) => {
  const hz = 160 * 2 ** (i / 6);
  return { hz, ...binsBetween(hz, hz * SIXTH) };
}).filter(({ from, to }) => to - from >= 2);

/** Harmonics that are looked at, and the centres of the input bands (two thirds of an octave) they are looked for in, Hz. */
export const ORDERS = [2, 3, 4, 5] as const;
export const INPUTS_HZ = [250, 400, 630, 1000, 1600, 2500] as const;
const THIRD = 2 ** (1 / 3);
const MAX_HARMONIC_HZ = 12_000;

/** Where harmonic `order` of the inputs around `hz` comes out; undefined where that is too high to be measured. */
export function harmonicBins(order: number, hz: number): Bins | undefined {
  const bins = binsBetween((order * hz) / THIRD, Math.min(order * hz * THIRD, MAX_HARMONIC_HZ));
  return bins.to - bins.from >= 3 ? bins : undefined;
}

/** Bands by which a person speaks of sound, Hz, ends included. */
export const GROUPS = { low: [0, 500], middle: [500, 2500], high: [3000, TO_HZ] } as const;
