import type { Spectrum } from './fft.ts';

/** The same complex vector measured several times. */
export type Repeats = readonly Spectrum[];

/** Less power than this is none. */
export const NO_POWER = 1e-20;

/** dB of a power; no power is -200. */
export const dbOfPower = (power: number) => 10 * Math.log10(Math.max(power, NO_POWER));

/** The middle one, or the mean of the two in the middle; NaN of none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Elements `from` (included) to `to` (not included) of each repeat. */
export const cut = (repeats: Repeats, from: number, to: number): Repeats =>
  repeats.map(({ re, im }) => ({ re: re.subarray(from, to), im: im.subarray(from, to) }));

/** Puts parts side by side, each times its own factor. */
export function joined(parts: readonly Repeats[], factors: readonly number[] = []): Repeats {
  return (parts[0] ?? []).map((_, row) => {
    const scaled = (values: Float64Array, part: number) => values.map(value => value * (factors[part] ?? 1));
    return {
      re: Float64Array.from(parts.flatMap((part, i) => [...scaled(part[row]!.re, i)])),
      im: Float64Array.from(parts.flatMap((part, i) => [...scaled(part[row]!.im, i)])),
    };
  });
}

/** The energy of one repeat. */
export const energyOf = ({ re, im }: Spectrum) => inner(re, re) + inner(im, im);

/** The median of each element, of real and imaginary parts apart: what one disturbed repeat does not move. */
export function medianRow(repeats: Repeats): Spectrum {
  const length = repeats[0]?.re.length ?? 0;
  const middle = (part: 're' | 'im') =>
    Float64Array.from({ length }, (_, i) => median(repeats.map(repeat => repeat[part][i]!)));
  return { re: middle('re'), im: middle('im') };
}

/** What the repeats have in common. */
export interface CommonLevel {
  /** Power of what repeats: the mean cross-power, which noise does not raise. */
  readonly power: number;
  /** Power of the noise that is left in the mean of the repeats. */
  readonly noise: number;
  /** Standard deviation of the level, dB. */
  readonly sd: number;
}

/** Repeats further from the median than so many times the usual distance are left out. */
const STRAY = 6;
/** dB: no measurement is more certain. */
const LEAST_SD = 0.02;
/** dB for each unit of relative power, from the derivative of 10 log10. */
const DB_PER_RELATIVE = 10 / Math.LN10;

/**
 * The level of what the repeats have in common, unbiased by noise: mean cross-power instead of the mean of powers, with
 * an error bar by jackknife over the repeats (Efron 1982) and never less than the noise makes likely.
 */
export function commonLevel(repeats: Repeats): CommonLevel {
  const kept = withoutStrays(repeats);
  const count = kept.length;
  const gram = gramOf(kept);
  const noise = (gram.trace - gram.total / count) / (count - 1);
  const power = (gram.total - gram.trace) / (count * (count - 1));
  const width = kept[0]?.re.length ?? 1;
  const expected =
    DB_PER_RELATIVE * Math.sqrt((2 * Math.max(noise, 0)) / Math.max(1, width / 2) / count / Math.max(power, NO_POWER));
  const sd = count > 2 ? jackknife(gram, dbOfPower) : 1;
  // What was left out is noise too, for it tells what this run was like.
  const all = spreadAround(repeats, kept) / repeats.length;
  return { power, noise: Math.max(noise, all / 4) / count, sd: Math.max(sd, Math.min(expected, 30), LEAST_SD) };
}

/** What repeats, as a power with its standard error. */
export interface CommonPower {
  readonly power: number;
  readonly error: number;
}

/** The power that the repeats have in common, where it may be none at all (harmonics, reflections): its error is a power too. */
export function commonPower(repeats: Repeats): CommonPower {
  const energies = repeats.map(energyOf);
  const limit = 4 * median(energies);
  const kept = repeats.filter((_, i) => energies[i]! <= limit);
  const count = kept.length;
  const gram = gramOf(kept);
  const power = (gram.total - gram.trace) / (count * (count - 1));
  const noise = gram.trace / count - power;
  const sd = count > 2 ? jackknife(gram, value => value) : Math.abs(power);
  const width = kept[0]?.re.length ?? 1;
  // Neighbouring bins share a window: about three tenths of them are independent.
  const expected = noise * Math.sqrt(2 / (count * (count - 1)) / (0.3 * width));
  return { power, error: Math.max(sd, expected) + 1e-30 };
}

/** The mean of several powers: recordings are joined as powers, for their phase need not repeat. */
export function meanPower(powers: readonly CommonPower[]): CommonPower {
  const sum = powers.reduce((total, { power }) => total + power, 0);
  const squares = powers.reduce((total, { error }) => total + error * error, 0);
  return { power: sum / powers.length, error: Math.sqrt(squares) / powers.length };
}

/** Real parts of all inner products, as sums: all statistics of the repeats need no more. */
interface Gram {
  readonly total: number;
  readonly trace: number;
  readonly rows: readonly number[];
  readonly diagonal: readonly number[];
}

function gramOf(repeats: Repeats): Gram {
  const products = repeats.map(one => repeats.map(other => inner(one.re, other.re) + inner(one.im, other.im)));
  const rows = products.map(row => row.reduce((sum, value) => sum + value, 0));
  const diagonal = products.map((row, i) => row[i]!);
  return {
    total: rows.reduce((sum, value) => sum + value, 0),
    trace: diagonal.reduce((sum, value) => sum + value, 0),
    rows,
    diagonal,
  };
}

/** The standard error of `scale` of the mean cross-power, by leaving out one repeat at a time. */
function jackknife({ total, trace, rows, diagonal }: Gram, scale: (power: number) => number): number {
  const count = rows.length;
  const without = rows.map((row, i) =>
    scale((total - 2 * row + diagonal[i]! - (trace - diagonal[i]!)) / ((count - 1) * (count - 2))),
  );
  const mean = without.reduce((sum, value) => sum + value, 0) / count;
  return Math.sqrt(((count - 1) / count) * without.reduce((sum, value) => sum + (value - mean) ** 2, 0));
}

/** At least the nearer half of them stays. */
function withoutStrays(repeats: Repeats): Repeats {
  const middle = medianRow(repeats);
  const distances = repeats.map(repeat => distance(repeat, middle));
  const limit = STRAY * (median(distances) + NO_POWER);
  const least = Math.max(2, Math.floor((repeats.length + 1) / 2));
  const near = repeats.filter((_, i) => distances[i]! <= limit);
  if (near.length >= least) return near;
  const order = distances.map((_, i) => i).sort((a, b) => distances[a]! - distances[b]!);
  return order.slice(0, least).map(i => repeats[i]!);
}

/** The energy of the difference. */
export function distance(one: Spectrum, other: Spectrum, factor = 1): number {
  let sum = 0;
  for (let i = 0; i < one.re.length; i++) {
    sum += (one.re[i]! - factor * other.re[i]!) ** 2 + (one.im[i]! - factor * other.im[i]!) ** 2;
  }
  return sum;
}

function spreadAround(repeats: Repeats, kept: Repeats): number {
  const mean = (part: 're' | 'im') =>
    Float64Array.from(
      repeats[0]?.[part] ?? [],
      (_, i) => kept.reduce((sum, repeat) => sum + repeat[part][i]!, 0) / kept.length,
    );
  const centre = { re: mean('re'), im: mean('im') };
  return repeats.reduce((sum, repeat) => sum + distance(repeat, centre), 0);
}

/** The sum of products of two real vectors. */
export function inner(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!;
  return sum;
}
