import { median, NO_POWER } from '../dsp/coherent.ts';
import { RealFft } from '../dsp/fft.ts';
import { framesOf } from '../dsp/format.ts';
import { BAND_FFT, BANDS } from './plan.ts';
import { fadeOf, STARTS } from './stimulus.ts';

/** The beginning of a recording may be the beginning of the stream, ms. */
const SETTLING_MS = 50;
/** Before the first sweep, for the latency may be a little off, ms. */
const GUARD_MS = 10;

const fft = new RealFft(BAND_FFT);
const window = fadeOf(BAND_FFT, BAND_FFT / 2, BAND_FFT / 2);
/** A sine at full scale has power 1 in the band that it falls into. */
const SCALE = 2 / ((BAND_FFT / 2) ** 2 * 1.5);

/** The power in every band of BANDS before the first sweep: the median over time, so that a knock does not count. */
export function ambientOf(recording: Float32Array, latency: number): number[] {
  const to = Math.min(recording.length, STARTS[0]! + latency - framesOf(GUARD_MS));
  const powers: number[][] = [];
  for (let from = framesOf(SETTLING_MS); from + BAND_FFT <= to; from += BAND_FFT / 2) {
    const part = recording.subarray(from, from + BAND_FFT);
    if (part.every(sample => sample === 0)) continue;
    const { re, im } = fft.forward(window.map((factor, i) => factor * part[i]!));
    powers.push(
      BANDS.map(band => {
        let sum = 0;
        for (let k = band.from; k < band.to; k++) sum += re[k]! ** 2 + im[k]! ** 2;
        return SCALE * sum;
      }),
    );
  }
  return BANDS.map((_, band) => (powers.length === 0 ? NO_POWER : median(powers.map(power => power[band]!))));
}
