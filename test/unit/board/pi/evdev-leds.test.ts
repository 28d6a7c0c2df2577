import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import { describe, it } from 'mocha';
import { openEvdevLeds } from '../../../../src/board/pi/evdev-leds.ts';
import { polled } from '../../../../src/board/pi/watch-readable.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { PanelFiles } from '../../../support/panel-files.ts';

describe('the panel driver evdev-leds', () => {
  it('takes the microphone for off when the panel is gone, and says so', async () => {
    const clock = new FakeClock();
    const files = new PanelFiles();
    // A folder opens like a device and fails when it is read.
    files.remove('dev/input/event3');
    mkdirSync(files.device);
    const panel = await openEvdevLeds({
      device: files.device,
      leds: files.leds,
      fitted: true,
      query: async () => false,
      watch: polled(clock),
      clock,
    });
    const told: unknown[] = [];
    panel.onFault(fault => told.push(fault));
    panel.micSwitch.onChange(on => told.push(on));
    assert.equal(panel.micSwitch.on, true);
    await clock.advance(100);
    assert.deepEqual([told[0], panel.micSwitch.on], [false, false]);
    assert.match(String(told[1]), /^the panel is gone .*the microphone is muted/);
    assert.equal(panel.fault, told[1]);
    panel.close();
    files.close();
  });
});
