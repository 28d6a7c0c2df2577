import { dbOfPower, median } from '../dsp/coherent.ts';
import type { Evidence } from './evidence.ts';

/** Bands that lost so much are compared with the noise, dB; fewer of them tell nothing. */
const LOST = -6;
const LEAST_BANDS = 5;
/** dB that the noise fell in them, and rose at the most anywhere. */
const FELL = -4;
const ROSE = 1.5;
/** dB that the noise falls for each that the sweeps fall (its own noise keeps the microphone from falling as far). */
const SLOPE = 0.3;
const CORRELATION = 0.7;

/**
 * Whether something covers the microphone, not the loudspeaker: then the noise of the place fell too, and in the same
 * bands as the sweeps. Where that noise is louder than at the calibration nobody can tell: then it is false.
 */
export function isMicrophoneCovered({ calibration, comparison, recordings }: Evidence): boolean {
  const bands = comparison.bands
    .map(({ usable, difference }, i) => ({
      usable,
      lost: difference,
      fell: median(recordings.map(({ ambient }) => dbOfPower(ambient[i]!))) - dbOfPower(calibration.ambient[i]!),
    }))
    .filter(({ usable }) => usable);
  const lost = bands.filter(band => band.lost < LOST);
  if (lost.length < LEAST_BANDS || bands.some(({ fell }) => fell > ROSE)) return false;
  if (median(lost.map(({ fell }) => fell)) > FELL) return false;
  const { slope, correlation } = line(bands.map(({ lost: x, fell: y }) => [x, y]));
  return slope > SLOPE && correlation > CORRELATION;
}

/** Of the second number on the first, by least squares. */
function line(points: readonly (readonly [number, number])[]) {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const sum = (product: (dx: number, dy: number) => number) =>
    points.reduce((total, [px, py]) => total + product(px - x, py - y), 0);
  const both = sum((dx, dy) => dx * dy);
  const wide = sum(dx => dx * dx);
  const high = sum((_, dy) => dy * dy);
  return { slope: both / Math.max(wide, 1e-9), correlation: both / Math.sqrt(Math.max(wide * high, 1e-9)) };
}
