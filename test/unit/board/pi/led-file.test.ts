import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { LedFile } from '../../../../src/board/pi/led-file.ts';
import { TwoColourLed } from '../../../../src/board/pi/two-colour-led.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { PanelFiles } from '../../../support/panel-files.ts';

describe('the status LED of the kernel', () => {
  let clock: FakeClock;
  let files: PanelFiles;
  let led: TwoColourLed;
  let faults: unknown[];
  beforeEach(() => {
    clock = new FakeClock();
    files = new PanelFiles();
    faults = [];
    const lamp = (colour: string) => new LedFile(join(files.leds, `stentor:${colour}:status`), clock);
    led = new TwoColourLed({ red: lamp('red'), green: lamp('green'), clock, failed: error => faults.push(error) });
  });
  afterEach(() => files.close());

  const red = (file: string) => files.led('red', file);

  it('flashes slowly by the kernel, as soon as udev permits, so that the flash outlives the process', async () => {
    led.show('red-slow-flash');
    await clock.advance(300);
    files.makeDelays();
    await clock.advance(100);
    assert.match(red('trigger'), /^timer/);
    assert.deepEqual([red('delay_on').trim(), red('delay_off').trim()], ['1000', '1000'].map(String));
    assert.equal(clock.waiting, 0, 'no timer of ours');
    led.close();
    assert.match(red('trigger'), /^timer/);
  });

  it('ends the kernel’s flash when something else is shown', async () => {
    files.makeDelays();
    led.show('red-slow-flash');
    await clock.advance(100);
    led.show('green');
    assert.match(red('trigger'), /^none/);
    assert.equal(files.lamps(), '01');
  });

  it('flashes by itself where the kernel cannot', async () => {
    led.show('red-slow-flash');
    await clock.advance(2000); // nobody makes the files
    const seen = [];
    for (let i = 0; i < 4; i++) {
      await clock.advance(1000);
      seen.push(files.lamps());
    }
    assert.deepEqual(new Set(seen), new Set(['00', '10']));
  });

  it('does not come back to a flash that is over', async () => {
    led.show('red-slow-flash');
    led.show('unlit');
    await clock.advance(10_000);
    assert.equal(files.lamps(), '00');
  });

  it('tries again while udev has still to permit it, with what is wanted by then', async () => {
    files.remove('sys/class/leds/stentor:green:status/brightness');
    led.show('amber');
    await clock.advance(3000);
    led.show('green');
    await clock.advance(3000);
    files.makeLamp('green');
    await clock.advance(500);
    assert.equal(files.lamps(), '01');
    assert.deepEqual(faults, []);
    assert.equal(clock.waiting, 0);
  });

  it('says when a lamp cannot be switched after all, and tries no more', async () => {
    files.remove('sys/class/leds');
    led.show('green');
    await clock.advance(60_000);
    assert.equal(faults.length, 1);
    assert.equal(clock.waiting, 0);
  });
});
