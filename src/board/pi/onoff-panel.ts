import type { Clock } from '../../core/clock.ts';
import { unavailable } from '../../core/fault.ts';
import type { PanelProfile, Pin } from '../profile.ts';
import type { GpioClass, GpioPin } from './gpio.ts';
import { PanelButton } from './panel-button.ts';
import type { PanelDriver } from './panel-driver.ts';
import { PanelFaults } from './panel-faults.ts';
import { PanelSwitch } from './panel-switch.ts';
import { TwoColourLed } from './two-colour-led.ts';

interface OnoffPanelDeps {
  readonly profile: PanelProfile;
  /** Number of line 0, as gpioBase() tells it. */
  readonly base: number;
  readonly Gpio: GpioClass;
  readonly clock: Clock;
}

const DEBOUNCE_MS = 30;

/**
 * The panel through onoff: for a system without our overlay. onoff tells "something changed" and no time, so a press that
 * is over while the process is busy may be missed, and how long it was held is measured here. The pull-up has to come
 * from config.txt.
 * @throws Fault `unavailable` where a pin cannot be had
 */
export function openOnoffPanel({ profile, base, Gpio, clock }: OnoffPanelDeps): PanelDriver {
  const faults = new PanelFaults();
  const input = ({ line, activeLow }: Pin) =>
    exported(line, () => new Gpio(base + line, 'in', 'both', { activeLow, debounceTimeout: DEBOUNCE_MS }));
  // Lit from the beginning: the speaker starts.
  const lamp = ({ line, activeLow }: Pin) =>
    exported(line, () => new Gpio(base + line, activeLow ? 'low' : 'high', 'none', { activeLow }));

  const buttonPin = input(profile.button);
  const switchPin = profile.microphoneSwitch === null ? undefined : input(profile.microphoneSwitch);
  const button = new PanelButton(buttonPin.readSync() === 1, clock);
  const micSwitch = new PanelSwitch({ fitted: switchPin !== undefined, on: switchPin?.readSync() === 0 });
  const follow = (pin: GpioPin | undefined, set: (active: boolean) => void) =>
    pin?.watch((error, value) => {
      if (error) faults.report(`a pin of the panel cannot be read (${error.message})`);
      else set(value === 1);
    });
  follow(buttonPin, pressed => button.set(pressed, clock.monotonic()));
  follow(switchPin, muted => micSwitch.set(!muted));
  const [red, green] = [lamp(profile.red), lamp(profile.green)];
  const led = new TwoColourLed({
    red: { set: on => red.writeSync(on ? 1 : 0) },
    green: { set: on => green.writeSync(on ? 1 : 0) },
    clock,
    failed: error => faults.report(`the status LED cannot be switched (${String(error)})`),
  });
  return {
    driver: 'onoff',
    get fault() {
      return faults.fault;
    },
    onFault: faults.onFault,
    button,
    led,
    micSwitch,
    close: () => {
      led.close();
      // The lamps stay exported, because a pin that is given back may go dark.
      for (const pin of [buttonPin, switchPin]) pin?.unexport();
    },
  };
}

function exported(line: number, open: () => GpioPin): GpioPin {
  try {
    return open();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unavailable(`GPIO${line} cannot be used (${reason})`, error);
  }
}
