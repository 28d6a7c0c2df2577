import type { BiquadCoefficients } from './biquad.ts';
import { SAMPLE_RATE } from './format.ts';

/**
 * A bell at `frequency` Hz, `gainDb` high and `octaves` wide at half its height (W3C Audio EQ Cookbook by R.
 * Bristow-Johnson, "peakingEQ"; its bandwidth is mapped so that the bell keeps its width near half the sampling rate).
 */
export function peaking(frequency: number, gainDb: number, octaves: number): BiquadCoefficients {
  const amplitude = 10 ** (gainDb / 40);
  const angle = angleOf(frequency);
  const width = Math.sin(angle) * Math.sinh(((Math.LN2 / 2) * octaves * angle) / Math.sin(angle));
  const a0 = 1 + width / amplitude;
  const middle = (-2 * Math.cos(angle)) / a0;
  return {
    b0: (1 + width * amplitude) / a0,
    b1: middle,
    b2: (1 - width * amplitude) / a0,
    a1: middle,
    a2: (1 - width / amplitude) / a0,
  };
}

/** What the filter does to a tone of `frequency` Hz, dB. */
export function biquadDb({ b0, b1, b2, a1, a2 }: BiquadCoefficients, frequency: number): number {
  const angle = angleOf(frequency);
  return 10 * Math.log10(squared([b0, b1, b2], angle) / squared([1, a1, a2], angle));
}

const angleOf = (frequency: number) => (2 * Math.PI * frequency) / SAMPLE_RATE;

/** The squared magnitude of c0 + c1 z^-1 + c2 z^-2 on the unit circle. */
function squared([c0, c1, c2]: readonly [number, number, number], angle: number): number {
  const real = c0 + c1 * Math.cos(angle) + c2 * Math.cos(2 * angle);
  const imaginary = c1 * Math.sin(angle) + c2 * Math.sin(2 * angle);
  return real * real + imaginary * imaginary;
}
