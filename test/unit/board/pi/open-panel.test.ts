import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, it } from 'mocha';
import { amplifierOn } from '../../../../src/board/pi/amplifier.ts';
import { loadGpio } from '../../../../src/board/pi/gpio.ts';
import { gpioBase } from '../../../../src/board/pi/gpio-base.ts';
import { openPanel, type OpenPanelDeps } from '../../../../src/board/pi/open-panel.ts';
import type { PanelDriver } from '../../../../src/board/pi/panel-driver.ts';
import { loadRpio } from '../../../../src/board/pi/rpio.ts';
import { type PanelDriver as DriverName, parseProfile } from '../../../../src/board/profile.ts';
import { unavailable } from '../../../../src/core/fault.ts';
import { createLog } from '../../../../src/core/log.ts';
import { boardJson } from '../../../support/boards.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { FakeGpio } from '../../../support/fake-gpio.ts';
import { PanelFiles } from '../../../support/panel-files.ts';

const log = createLog(() => undefined);
const { panel: profile } = parseProfile(boardJson('pi4'));

describe('the choice of a panel driver', () => {
  let files: PanelFiles;
  let clock: FakeClock;
  let gpio: FakeGpio;
  let panel: PanelDriver | undefined;
  beforeEach(() => {
    files = new PanelFiles();
    clock = new FakeClock();
    gpio = new FakeGpio();
    panel = undefined;
  });
  afterEach(() => {
    panel?.close();
    files.close();
  });

  const chip = (name: string, label: string, base: number) => {
    const folder = join(files.root, 'sys/class/gpio', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'label'), `${label}\n`);
    writeFileSync(join(folder, 'base'), `${base}\n`);
  };
  const open = async (driver: DriverName, changes: Partial<OpenPanelDeps> = {}) => {
    const opening = openPanel({
      profile: { ...profile, driver },
      root: files.root,
      clock,
      log,
      query: async () => false,
      watch: (_, readable) => clock.every(50, readable),
      loadGpio: async () => gpio.Gpio,
      loadRpio: () => {
        throw unavailable('rpio needs /dev/gpiomem');
      },
      ...changes,
    });
    await clock.advance(30_000);
    panel = await opening;
    return panel;
  };

  it('is the kernel’s drivers where they are there', async () => {
    chip('gpiochip512', 'pinctrl-bcm2711', 512);
    assert.equal((await open('auto')).driver, 'evdev-leds');
    assert.equal(gpio.exported.size, 0, 'no pin was touched');
  });

  it('waits a little for the kernel’s drivers', async () => {
    const name = join(files.root, 'sys/class/input/event3/device/name');
    writeFileSync(name, 'not yet');
    const opening = open('evdev-leds', { loadGpio: async () => gpio.Gpio });
    clock.after(1000, () => writeFileSync(name, 'stentor-panel'));
    assert.equal((await opening).driver, 'evdev-leds');
  });

  it('is onoff where the overlay is missing, with the numbers of the right chip', async () => {
    files.remove('proc/device-tree/stentor-panel');
    chip('gpiochip570', 'raspberrypi-exp-gpio', 570);
    chip('gpiochip512', 'pinctrl-bcm2711', 512);
    assert.equal((await open('auto')).driver, 'onoff');
    assert.deepEqual([...gpio.exported.keys()].sort(), [518, 535, 536, 539]);
  });

  it('is none, with the reasons and a muted microphone, where nothing works; never a pretence', async () => {
    files.remove('sys/class/input');
    const { driver, fault, micSwitch } = await open('auto');
    assert.equal(driver, 'none');
    assert.match(fault ?? '', /no input device named stentor-panel.*no GPIO chip is named pinctrl-bcm2711.*is muted/);
    assert.deepEqual([micSwitch.fitted, micSwitch.on], [true, false]);
  });

  it('is none where another driver has the pins', async () => {
    files.remove('sys/class/input');
    chip('gpiochip512', 'pinctrl-bcm2711', 512);
    gpio.busy.add(539);
    assert.match((await open('auto')).fault ?? '', /GPIO27 cannot be used \(EBUSY/);
  });

  it('is rpio only where that is asked for, and then no other', async () => {
    chip('gpiochip512', 'pinctrl-bcm2711', 512);
    const { driver, fault } = await open('rpio');
    assert.equal(driver, 'none');
    assert.match(fault ?? '', /rpio needs \/dev\/gpiomem/);
  });

  it('is none without a fault where the board has no panel', async () => {
    const { driver, fault, micSwitch } = await open('none', {
      profile: { ...profile, driver: 'none', microphoneSwitch: null },
    });
    assert.deepEqual([driver, fault, micSwitch.fitted, micSwitch.on], ['none', undefined, false, true]);
  });

  it('says once when the LED is gone', async () => {
    const faults: string[] = [];
    const opened = await open('auto');
    opened.onFault(fault => faults.push(fault));
    opened.led.show('green');
    files.remove('sys/class/leds');
    opened.led.show('amber');
    await clock.advance(30_000);
    assert.match(opened.fault ?? '', /^the status LED cannot be switched/);
    assert.equal(faults.length, 1, 'told once');
  });
});

describe('gpioBase', () => {
  it('is undefined where the kernel has no GPIO in sysfs', () => {
    assert.equal(gpioBase(['pinctrl-bcm2711'], '/nowhere'), undefined);
  });
});

describe('the amplifier', () => {
  const files = new PanelFiles();
  after(() => files.close());
  const { panel, amplifier } = parseProfile(boardJson('miniamp'));
  const deps = (gpio: FakeGpio) => ({
    profile: { panel, amplifier },
    root: files.root,
    log,
    loadGpio: async () => gpio.Gpio,
  });

  it('is enabled and unmuted while the speaker runs', async () => {
    mkdirSync(join(files.root, 'sys/class/gpio/gpiochip0'), { recursive: true });
    writeFileSync(join(files.root, 'sys/class/gpio/gpiochip0/label'), 'pinctrl-bcm2835\n');
    writeFileSync(join(files.root, 'sys/class/gpio/gpiochip0/base'), '512\n');
    const gpio = new FakeGpio();
    const { fault, off } = await amplifierOn(deps(gpio));
    assert.equal(fault, undefined);
    assert.deepEqual([gpio.levels.get(528), gpio.levels.get(538)], [1, 1]);
    off();
    assert.deepEqual([gpio.levels.get(528), gpio.levels.get(538)], [0, 0]);
  });

  it('says where it may be muted', async () => {
    const gpio = new FakeGpio();
    gpio.busy.add(528);
    assert.match((await amplifierOn(deps(gpio))).fault ?? '', /^the amplifier may be muted: GPIO16 cannot be used/);
  });

  it('needs nothing where it has no pins', async () => {
    const refused = () => Promise.reject(unavailable('onoff is not there'));
    const { fault, off } = await amplifierOn({
      ...deps(new FakeGpio()),
      profile: { panel, amplifier: [] },
      loadGpio: refused,
    });
    assert.equal(fault, undefined);
    off();
  });
});

describe('the packages for pins', () => {
  it('are there or say what to do', async () => {
    try {
      assert.equal(typeof (await loadGpio()), 'function');
    } catch (error) {
      assert.match(String(error), /make optional/);
    }
  });

  it('make no mock of themselves: rpio is refused without /dev/gpiomem', () => {
    assert.throws(() => loadRpio('/nowhere/gpiomem'), { kind: 'unavailable', message: /needs \/nowhere\/gpiomem/ });
  });
});
