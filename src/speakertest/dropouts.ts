import { cut, distance, energyOf, inner, median, medianRow, NO_POWER } from '../dsp/coherent.ts';
import { type Features, SPLIT_HZ } from './features.ts';
import { type Band, FINE_BANDS } from './plan.ts';

/** A repeat that has less than this of what the repeats have in common lacks it. */
const LITTLE = 0.6;
/** Energy across the common response, over that along it: more is noise, which explains everything. */
const NOISY = 0.15;
const USUALLY_NOISY = 0.05;

/**
 * Counts where sound broke off: two neighbouring fine bands of one repeat lack energy along the common response, and
 * nothing was added across it. Recordings that lost samples are not counted: there it is no fault of the speaker.
 */
export function dropouts(recordings: readonly Features[]): number {
  return recordings.filter(({ lost }) => !lost).reduce((sum, recording) => sum + countIn(recording), 0);
}

function countIn(recording: Features): number {
  const lacking = FINE_BANDS.map((band, i) => lackingIn(recording, band, recording.wide[i]!));
  let pairs = 0;
  for (let band = 1; band < lacking.length; band++) {
    pairs += lacking[band]!.filter((lacks, repeat) => lacks && lacking[band - 1]![repeat] === true).length;
  }
  return pairs;
}

/** Which repeats lack this band. */
function lackingIn({ low, high }: Features, { hz, from, to }: Band, wide: readonly number[]): boolean[] {
  const repeats = cut(hz < SPLIT_HZ ? low : high, from, to);
  const middle = medianRow(repeats);
  const energy = energyOf(middle) + NO_POWER;
  const share = repeats.map(({ re, im }) => (inner(re, middle.re) + inner(im, middle.im)) / energy);
  const across = repeats.map((repeat, i) => distance(repeat, middle, share[i]) / energy);
  const usual = median(across);
  const error = Math.sqrt(Math.max(usual, 1e-4) / 2);
  const usualWide = median(wide);
  // Energy that is merely displaced in time is still in the wide window.
  if (usual >= USUALLY_NOISY || usualWide >= 2.5 * energy) return repeats.map(() => false);
  return repeats.map(
    (_, i) => share[i]! < LITTLE && across[i]! < NOISY && 1 - share[i]! > 6 * error && wide[i]! < LITTLE * usualWide,
  );
}
