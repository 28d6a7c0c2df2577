import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { commonLevel, commonPower, dbOfPower, median } from '../../../src/dsp/coherent.ts';
import { noise } from '../../support/sounds.ts';

/** Five repeats of the same vector with noise of its own power times `noisy` on each. */
function repeats(noisy: number, seed: number) {
  const random = noise(seed);
  const common = noise(1);
  const re = Float64Array.from({ length: 200 }, common);
  const im = Float64Array.from({ length: 200 }, common);
  const made = Array.from({ length: 5 }, () => ({
    re: re.map(value => value + noisy * random()),
    im: im.map(value => value + noisy * random()),
  }));
  return { made, power: re.reduce((sum, value, i) => sum + value ** 2 + im[i]! ** 2, 0) };
}

describe('what repeats have in common', () => {
  it('is not raised by noise', () => {
    for (const seed of [2, 3, 4, 5]) {
      const { made, power } = repeats(1, seed);
      const level = commonLevel(made);
      assert.ok(Math.abs(dbOfPower(level.power / power)) < 4 * level.sd, `off by ${dbOfPower(level.power / power)} dB`);
      assert.ok(level.sd < 1, `${level.sd} dB`);
    }
  });

  it('is not moved by one disturbed repeat', () => {
    const { made, power } = repeats(0.05, 9);
    const disturbed = [{ re: made[0]!.re.map(value => value * -30), im: made[0]!.im }, ...made.slice(1)];
    assert.ok(Math.abs(dbOfPower(commonLevel(disturbed).power / power)) < 0.2);
    assert.ok(Math.abs(dbOfPower(commonPower(disturbed).power / power)) < 0.2);
  });

  it('is nothing where there is noise alone', () => {
    const random = noise(12);
    const made = Array.from({ length: 5 }, () => ({
      re: Float64Array.from({ length: 200 }, random),
      im: Float64Array.from({ length: 200 }, random),
    }));
    const { power, error } = commonPower(made);
    assert.ok(Math.abs(power) < 4 * error, `${power} ± ${error}`);
  });

  it('has a median', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
  });
});
