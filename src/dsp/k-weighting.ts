import { Biquad } from './biquad.ts';

/** The two stages of the K weighting at 48 kHz (BS.1770-4, annex 1, tables 1 and 2). */
const SHELF = {
  b0: 1.53512485958697,
  b1: -2.69169618940638,
  b2: 1.19839281085285,
  a1: -1.69065929318241,
  a2: 0.73248077421585,
};
const HIGH_PASS = { b0: 1, b1: -2, b2: 1, a1: -1.99004745483398, a2: 0.99007225036621 };
const OFFSET_DB = -0.691;

/** Weights a mono programme at 48 kHz as ears do: head and bass (ITU-R BS.1770-4, annex 1). */
export class KWeighting {
  readonly #shelf = new Biquad(SHELF);
  readonly #highPass = new Biquad(HIGH_PASS);

  next(sample: number): number {
    return this.#highPass.next(this.#shelf.next(sample));
  }
}

/** LUFS of a mean square of weighted samples. */
export const lufsOf = (power: number) => OFFSET_DB + 10 * Math.log10(power);

/** The mean square of weighted samples that has this loudness, LUFS. */
export const powerOf = (lufs: number) => 10 ** ((lufs - OFFSET_DB) / 10);
