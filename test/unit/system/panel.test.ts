import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { EVENTS } from '../../../src/catalog.ts';
import { createLog } from '../../../src/core/log.ts';
import { EventBus, type Happening } from '../../../src/events/index.ts';
import {
  controlButton,
  controlButtonStuck,
  identifying,
  microphoneSwitch,
  panelFault,
} from '../../../src/system/events.ts';
import { createPanel } from '../../../src/system/panel.ts';
import { announceOnDoublePress, microphoneSwitchState, steadyGreen } from '../../../src/system/panel-params.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakePanel } from '../../support/fake-panel.ts';
import { fakeSettings } from '../../support/settings.ts';

function start(options: Parameters<typeof fakePanel>[0] = {}) {
  const clock = new FakeClock();
  const { params } = fakeSettings({ clock });
  const events = new EventBus({ catalog: EVENTS, clock, log: createLog(() => undefined) });
  const heard: Happening[] = [];
  events.onAny(happening => heard.push(happening));
  const fake = fakePanel(options);
  const panel = createPanel({ board: fake.board, events, params, clock });
  const stop = panel.start();
  const told = (def: unknown) => heard.filter(happening => happening.def === def).map(({ data }) => data);
  return { clock, params, fake, panel, stop, told };
}

describe('the control button', () => {
  for (const [heldMs, meaning] of [
    [39, { heldMs: 39, gesture: 'ignored', reason: 'shorter than 40 ms' }],
    [40, { heldMs: 40, gesture: 'calibrate' }],
    [199.6, { heldMs: 200, gesture: 'calibrate' }],
    [3000, { heldMs: 3000, gesture: 'calibrate' }],
    [3001, { heldMs: 3001, gesture: 'ignored', reason: 'longer than 3 s' }],
    [10_000, { heldMs: 10_000, gesture: 'ignored', reason: 'longer than 3 s' }],
  ] as const) {
    it(`means ${meaning.gesture} when it was held for ${heldMs} ms`, async () => {
      const { clock, fake, told } = start();
      fake.press();
      fake.release(heldMs);
      await clock.advance(600);
      assert.deepEqual(told(controlButton), [meaning]);
    });
  }

  it('means nothing until it was seen released, where it was down at the start', async () => {
    const { clock, fake, told } = start({ pressed: true });
    fake.release(undefined);
    fake.press();
    fake.release(200);
    await clock.advance(600);
    assert.deepEqual(told(controlButton), [
      { heldMs: 0, gesture: 'ignored', reason: 'it was down before the speaker looked' },
      { heldMs: 200, gesture: 'calibrate' },
    ]);
  });

  it('is refused while the speaker is busy, and says with what', async () => {
    const { clock, fake, panel, told } = start();
    const done = panel.occupation.claim('an upgrade runs');
    fake.release(200);
    done();
    fake.release(200);
    await clock.advance(600);
    assert.deepEqual(told(controlButton), [
      { heldMs: 200, gesture: 'refused', reason: 'the speaker is busy: an upgrade runs' },
      { heldMs: 200, gesture: 'calibrate' },
    ]);
  });

  it('means name and address when it was pressed twice', async () => {
    const { clock, fake, told } = start();
    for (const wait of [300, 1000]) {
      fake.press();
      fake.release(150);
      await clock.advance(wait);
    }
    assert.deepEqual(told(controlButton), [{ heldMs: 150, gesture: 'announce' }]);
  });

  it('means a calibration each time when it was pressed twice slowly, or held the second time', async () => {
    const { clock, fake, told } = start();
    const gestures = () => told(controlButton).map(data => (data as { gesture: string }).gesture);
    for (const heldMs of [150, 150]) {
      fake.press();
      fake.release(heldMs);
      await clock.advance(601);
    }
    assert.deepEqual(gestures(), ['calibrate', 'calibrate']);
    fake.press();
    fake.release(150);
    fake.press();
    await clock.advance(5000);
    fake.release(5000);
    assert.deepEqual(gestures().slice(2), ['calibrate', 'ignored']);
  });

  it('means a calibration at once where a double press means nothing', async () => {
    const { params, fake, told } = start();
    await params.update({ [announceOnDoublePress.path]: false });
    fake.release(150);
    assert.deepEqual(told(controlButton), [{ heldMs: 150, gesture: 'calibrate' }]);
  });

  for (const pressed of [true, false]) {
    it(`is told as stuck when it stays down, ${pressed ? 'from the start on' : 'pressed later'}`, async () => {
      const { clock, fake, told } = start({ pressed });
      if (!pressed) fake.press();
      await clock.advance(59_999);
      assert.deepEqual(told(controlButtonStuck), []);
      await clock.advance(600_000);
      assert.deepEqual(told(controlButtonStuck), [{ stuck: true }]);
      assert.deepEqual(told(controlButton), []);
      fake.release(pressed ? undefined : 660_000);
      assert.deepEqual(told(controlButtonStuck).at(-1), { stuck: false });
      assert.equal((told(controlButton)[0] as { gesture: string }).gesture, 'ignored');
    });
  }
});

describe('the microphone switch', () => {
  it('is told at the start and when somebody moves it', () => {
    const { params, fake, told } = start({ micOn: false });
    assert.equal(params.get(microphoneSwitchState), 'off');
    fake.flip(true);
    assert.deepEqual(told(microphoneSwitch), [{ on: false }, { on: true }]);
    assert.equal(params.get(microphoneSwitchState), 'on');
  });

  it('is no switch where the board has none', () => {
    assert.equal(start({ fitted: false }).params.get(microphoneSwitchState), 'none');
  });
});

describe('the panel', () => {
  it('tells when it cannot be reached', () => {
    const { fake, told } = start();
    fake.fail('it is gone');
    assert.deepEqual(told(panelFault), [{ failed: false }, { failed: true, reason: 'it is gone' }]);
  });

  it('follows the setting of the LED', async () => {
    const { clock, params, panel, fake } = start();
    panel.light.ready();
    await clock.advance(20_000);
    assert.equal(fake.shown.at(-1), 'unlit');
    await params.update({ [steadyGreen.path]: true });
    assert.equal(fake.shown.at(-1), 'green');
  });

  it('flashes to identify the speaker for as long as asked, and no longer', async () => {
    const { clock, panel, fake, told } = start();
    panel.light.ready();
    const [identify] = panel.actions;
    identify?.run({ seconds: 30 });
    await clock.advance(20_000);
    identify?.run({ seconds: 30 });
    await clock.advance(29_999);
    assert.equal(fake.shown.at(-1), 'red-green-fast-flash');
    await clock.advance(1);
    assert.equal(fake.shown.at(-1), 'unlit');
    assert.deepEqual(told(identifying), [{ on: true }, { on: false }]);
    identify?.run({});
    identify?.run({ seconds: 0 });
    assert.deepEqual(told(identifying).at(-1), { on: false });
    assert.throws(() => identify?.run({ seconds: -1 }), { field: 'seconds' });
  });

  it('leaves nothing running when it stops', () => {
    const { clock, panel, fake, stop } = start({ pressed: true });
    panel.light.ready();
    panel.actions[0]?.run({});
    stop();
    assert.equal(fake.listening(), 0);
    assert.equal(clock.waiting, 0);
    assert.equal(fake.shown.at(-1), 'amber');
  });
});
