import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import { PanelButton } from '../../../../src/board/pi/panel-button.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

describe('PanelButton', () => {
  let clock: FakeClock;
  let button: PanelButton;
  let held: (number | undefined)[];
  beforeEach(() => {
    clock = new FakeClock();
    button = new PanelButton(false, clock);
    held = [];
    button.onRelease(ms => held.push(ms));
  });

  it('goes by the kernel’s time where the process was busy', () => {
    button.set(true, 1000);
    button.set(false, 1200);
    assert.deepEqual(held, [200]);
  });

  it('goes by its own time where the kernel’s clock was set meanwhile', async () => {
    for (const jump of [3_600_000, -3_600_000]) {
      button.set(true, 10_000_000);
      await clock.advance(250);
      button.set(false, 10_000_250 + jump);
    }
    assert.deepEqual(held, [250, 250]);
  });

  it('knows no time where a release or a press was not seen', () => {
    button.set(true, undefined);
    button.set(false, 100);
    button.set(true, 200);
    button.set(false, undefined);
    assert.deepEqual(held, [undefined, undefined]);
  });
});
