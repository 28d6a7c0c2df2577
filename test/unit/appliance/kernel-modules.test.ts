import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { closure } from '../../../scripts/image/kernel-modules.ts';

describe('the kernel modules of the card', () => {
  const needs = new Map([
    ['kernel/fs/ext4/ext4.ko.xz', ['kernel/fs/jbd2/jbd2.ko.xz', 'kernel/fs/mbcache.ko.xz']],
    ['kernel/fs/jbd2/jbd2.ko.xz', []],
    ['kernel/fs/mbcache.ko.xz', []],
    ['kernel/drivers/leds/leds-gpio.ko.xz', []],
    ['kernel/drivers/net/far.ko.xz', []],
  ]);
  const builtIn = new Set(['mmc_block']);

  it('are those that are named and what they need, and no other', () => {
    assert.deepEqual(
      [...closure(['ext4'], needs, builtIn)],
      ['kernel/fs/ext4/ext4.ko.xz', 'kernel/fs/jbd2/jbd2.ko.xz', 'kernel/fs/mbcache.ko.xz'],
    );
  });

  it('may be written with a dash or an underscore, as the kernel takes both', () => {
    assert.deepEqual([...closure(['leds_gpio'], needs, builtIn)], ['kernel/drivers/leds/leds-gpio.ko.xz']);
  });

  it('need no file where the kernel has them built in', () => {
    assert.equal(closure(['mmc-block'], needs, builtIn).size, 0);
  });

  it('are an error where the kernel has none of that name', () => {
    assert.throws(() => closure(['ext4', 'ext5'], needs, builtIn), /no module ext5/);
  });
});
