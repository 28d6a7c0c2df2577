/** What a table of low-pass filters is made from. */
export interface KaiserSincSpec {
  /** How many filters, each delayed by a further 1/phases of a sample. */
  readonly phases: number;
  /** Coefficients of one filter, an even number. */
  readonly taps: number;
  /** Where a tone is halved, cycles per sample: at most 0.5. */
  readonly cutoff: number;
}

/** Kaiser's shape parameter: the side lobes of the filter are below -110 dB. */
const BETA = 11.2;

/**
 * Windowed-sinc interpolation filters (J. F. Kaiser's window; Smith and Gossett, "A flexible sampling-rate conversion
 * method", ICASSP 1984): row p, of `taps` coefficients, gives the signal at p/phases of the way from sample
 * `taps / 2 - 1` of those it is laid over to the next. Every row passes DC unchanged. One row more than there are phases,
 * so that a position between two rows always has both neighbours.
 */
export function kaiserSinc({ phases, taps, cutoff }: KaiserSincSpec): Float64Array {
  const table = new Float64Array((phases + 1) * taps);
  const half = taps / 2;
  for (let phase = 0; phase <= phases; phase++) {
    const row = table.subarray(phase * taps, (phase + 1) * taps);
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - (half - 1) - phase / phases;
      row[tap] = sinc(2 * cutoff * distance) * kaiser(distance / half);
    }
    const sum = row.reduce((total, value) => total + value, 0);
    for (let tap = 0; tap < taps; tap++) row[tap]! /= sum;
  }
  return table;
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const kaiser = (x: number) => (Math.abs(x) > 1 ? 0 : besselI0(BETA * Math.sqrt(1 - x * x)) / besselI0(BETA));

/** The modified Bessel function of order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
