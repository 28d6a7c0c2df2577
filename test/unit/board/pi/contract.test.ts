import { strict as assert } from 'node:assert';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openEvdevLeds } from '../../../../src/board/pi/evdev-leds.ts';
import { openOnoffPanel } from '../../../../src/board/pi/onoff-panel.ts';
import type { PanelDriver } from '../../../../src/board/pi/panel-driver.ts';
import type { Rpio } from '../../../../src/board/pi/rpio.ts';
import { openRpioPanel } from '../../../../src/board/pi/rpio-panel.ts';
import { parseProfile } from '../../../../src/board/profile.ts';
import { boardJson } from '../../../support/boards.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { FakeGpio } from '../../../support/fake-gpio.ts';
import { PanelFiles } from '../../../support/panel-files.ts';

interface Stand {
  readonly pressed?: boolean;
  readonly muted?: boolean;
}

/** The hardware of a driver, as a hand and an eye have it. */
interface Bench {
  readonly clock: FakeClock;
  open(stand: Stand): Promise<PanelDriver>;
  press(): Promise<void>;
  release(): Promise<void>;
  mute(muted: boolean): Promise<void>;
  /** Both lamps, red first: `10` is red. */
  lamps(): string;
  close(): void;
}

const { panel: profile } = parseProfile(boardJson('pi4'));
const BASE = 512;
/** Levels of the reference build: button and switch are active low. */
const low = (active: boolean) => (active ? 0 : 1);

function evdevBench(): Bench {
  const clock = new FakeClock();
  const files = new PanelFiles();
  let stand: Stand = {};
  let readable: () => void = () => undefined;
  const happen = async (act: () => void) => {
    act();
    readable();
  };
  // The kernel's clock is another one than ours.
  const kernelMs = () => 1_700_000_000_000 + clock.monotonic();
  return {
    clock,
    open: given => {
      stand = given;
      return openEvdevLeds({
        device: files.device,
        leds: files.leds,
        fitted: true,
        query: async (_, what) => (what === 'button' ? stand.pressed : stand.muted) ?? false,
        watch: (_, callback) => {
          readable = callback;
          return () => (readable = () => undefined);
        },
        clock,
      });
    },
    press: () => happen(() => files.button(true, kernelMs())),
    release: () => happen(() => files.button(false, kernelMs())),
    mute: muted => happen(() => files.muted(muted)),
    lamps: () => files.lamps(),
    close: () => files.close(),
  };
}

function onoffBench(): Bench {
  const clock = new FakeClock();
  const gpio = new FakeGpio();
  return {
    clock,
    open: async ({ pressed = false, muted = false }) => {
      gpio.levels.set(BASE + 27, low(pressed)).set(BASE + 6, low(muted));
      return openOnoffPanel({ profile, base: BASE, Gpio: gpio.Gpio, clock });
    },
    press: async () => gpio.set(BASE + 27, 0),
    release: async () => gpio.set(BASE + 27, 1),
    mute: async muted => gpio.set(BASE + 6, low(muted)),
    lamps: () => [24, 23].map(line => gpio.levels.get(BASE + line)).join(''),
    close: () => undefined,
  };
}

/** rpio itself, in the mock that it brings; undefined where it is not built. */
function mockedRpio(): Rpio | undefined {
  try {
    return createRequire(import.meta.url)('rpio') as Rpio;
  } catch {
    return undefined;
  }
}

function rpioBench(rpio: Rpio): Bench {
  const clock = new FakeClock();
  const set = async (line: number, level: number) => {
    rpio.write(line, level);
    await clock.advance(40);
  };
  return {
    clock,
    open: async ({ pressed = false, muted = false }) => {
      rpio.init({ mock: 'raspi-3', mapping: 'gpio' });
      const panel = openRpioPanel({ profile, clock, rpio: withLevels(rpio, { 27: low(pressed), 6: low(muted) }) });
      return panel;
    },
    press: () => set(27, 0),
    release: () => set(27, 1),
    mute: muted => set(6, low(muted)),
    lamps: () => [24, 23].map(line => rpio.read(line)).join(''),
    close: () => undefined,
  };
}

/** The mock has no pull-ups: inputs have these levels from when they are opened. */
const withLevels = (rpio: Rpio, levels: Readonly<Record<number, number>>): Rpio =>
  Object.assign(Object.create(rpio) as Rpio, {
    open: (pin: number, mode: number, init?: number) => {
      rpio.open(pin, mode, init);
      const level = levels[pin];
      if (level !== undefined) rpio.write(pin, level);
    },
  });

const rpio = mockedRpio();
const BENCHES: readonly (readonly [string, (() => Bench) | undefined])[] = [
  ['evdev-leds', evdevBench],
  ['onoff', onoffBench],
  ['rpio', rpio && (() => rpioBench(rpio))],
];

for (const [name, make] of BENCHES) {
  describe(`the panel driver ${name}`, function () {
    if (make === undefined) {
      it.skip('is skipped: rpio is not built (make optional)');
      return;
    }
    let bench: Bench;
    let panel: PanelDriver | undefined;
    beforeEach(() => {
      bench = make();
    });
    afterEach(() => {
      panel?.close();
      bench.close();
    });

    const open = async (stand: Stand = {}) => {
      panel = await bench.open(stand);
      const told: (string | number | boolean | undefined)[] = [];
      panel.button.onPress(() => told.push('press'));
      panel.button.onRelease(heldMs => told.push(heldMs));
      panel.micSwitch.onChange(on => told.push(on));
      return { panel, told };
    };
    const assertNear = (value: unknown, wanted: number) =>
      assert.ok(typeof value === 'number' && Math.abs(value - wanted) <= 50, `${String(value)}, not ${wanted}`);

    it('says its name and has no fault', async () => {
      const { panel } = await open();
      assert.deepEqual([panel.driver, panel.fault], [name, undefined]);
    });

    it('tells presses and releases with the time between', async () => {
      const { panel, told } = await open();
      assert.equal(panel.button.pressed, false);
      await bench.press();
      assert.equal(panel.button.pressed, true);
      await bench.clock.advance(200);
      await bench.release();
      assert.equal(panel.button.pressed, false);
      assert.equal(told[0], 'press');
      assertNear(told[1], 200);
      await bench.press();
      await bench.clock.advance(5000);
      await bench.release();
      assertNear(told[3], 5000);
    });

    it('knows no time of a button that was down before', async () => {
      const { panel, told } = await open({ pressed: true });
      assert.equal(panel.button.pressed, true);
      await bench.clock.advance(100);
      await bench.release();
      assert.deepEqual(told, [undefined]);
    });

    it('tells a thing once', async () => {
      const { told } = await open();
      await bench.press();
      await bench.press();
      await bench.mute(false);
      assert.deepEqual(told, ['press']);
    });

    for (const muted of [false, true]) {
      it(`knows at the start that the microphone is ${muted ? 'off' : 'on'}, and hears when that changes`, async () => {
        const { panel, told } = await open({ muted });
        assert.equal(panel.micSwitch.fitted, true);
        assert.equal(panel.micSwitch.on, !muted);
        await bench.mute(!muted);
        assert.equal(panel.micSwitch.on, muted);
        await bench.mute(muted);
        assert.deepEqual(told, [muted, !muted]);
      });
    }

    it('shows what is asked', async () => {
      const { panel } = await open();
      for (const [show, lamps] of [
        ['amber', '11'],
        ['green', '01'],
        ['unlit', '00'],
      ] as const) {
        panel.led.show(show);
        assert.equal(bench.lamps(), lamps, show);
      }
    });

    for (const [show, phaseMs, phases] of [
      ['red-green-fast-flash', 125, ['10', '01', '10', '01']],
      ['red-slow-flash', 1000, ['10', '00', '10', '00']],
    ] as const) {
      // The kernel may do it; then there is nothing to see here.
      const byKernel = name === 'evdev-leds' && show === 'red-slow-flash';
      it(`shows ${show} until something else is asked`, async () => {
        const { panel } = await open();
        panel.led.show('green');
        panel.led.show(show);
        if (byKernel) await bench.clock.advance(2500);
        const seen = [bench.lamps()];
        for (let i = 1; i < phases.length; i++) {
          await bench.clock.advance(phaseMs);
          seen.push(bench.lamps());
        }
        assert.ok(
          [phases, [...phases.slice(1), phases[0]]].some(each => String(each) === String(seen)),
          String(seen),
        );
        panel.led.show('amber');
        await bench.clock.advance(5000);
        assert.equal(bench.lamps(), '11');
      });
    }

    it('tells nothing when it is closed, leaves the LED as it is and no timer', async () => {
      const { panel: opened, told } = await open();
      opened.led.show('green');
      opened.led.show('red-green-fast-flash');
      opened.close();
      panel = undefined;
      assert.equal(bench.clock.waiting, 0);
      await bench.press();
      assert.deepEqual(told, []);
      assert.equal(bench.lamps(), '10');
    });
  });
}
