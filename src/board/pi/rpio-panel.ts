import type { Clock } from '../../core/clock.ts';
import { unavailable } from '../../core/fault.ts';
import type { PanelProfile, Pin } from '../profile.ts';
import { PanelButton } from './panel-button.ts';
import type { PanelDriver } from './panel-driver.ts';
import { PanelFaults } from './panel-faults.ts';
import { PanelSwitch } from './panel-switch.ts';
import type { Rpio } from './rpio.ts';
import { TwoColourLed } from './two-colour-led.ts';

interface RpioPanelDeps {
  readonly profile: PanelProfile;
  readonly rpio: Rpio;
  readonly clock: Clock;
}

/** How often the pins are looked at, ms. Two equal looks count, which debounces. rpio's own polling takes 3 % of a core. */
const POLL_MS = 20;

/**
 * The panel through rpio, which writes the registers of a Raspberry Pi up to 4 itself. Only where board.json asks for it.
 * @throws Fault `unavailable`
 */
export function openRpioPanel({ profile, rpio, clock }: RpioPanelDeps): PanelDriver {
  const faults = new PanelFaults();
  const isActive = ({ line, activeLow }: Pin) => (rpio.read(line) === 1) !== activeLow;
  const lamp = ({ line, activeLow }: Pin) => ({ set: (on: boolean) => rpio.write(line, on === activeLow ? 0 : 1) });
  const { button: buttonPin, microphoneSwitch: switchPin, red, green } = profile;
  claimPins(profile, rpio);

  const button = new PanelButton(isActive(buttonPin), clock);
  const micSwitch = new PanelSwitch({ fitted: switchPin !== null, on: switchPin !== null && !isActive(switchPin) });
  const steady = [
    debounced(
      () => isActive(buttonPin),
      pressed => button.set(pressed, clock.monotonic()),
    ),
    debounced(
      () => switchPin !== null && isActive(switchPin),
      muted => micSwitch.set(!muted),
    ),
  ];
  const stop = clock.every(POLL_MS, () => {
    for (const look of steady) look();
  });
  const led = new TwoColourLed({
    red: lamp(red),
    green: lamp(green),
    clock,
    failed: error => faults.report(`the status LED cannot be switched (${String(error)})`),
  });
  return {
    driver: 'rpio',
    fault: undefined,
    onFault: faults.onFault,
    button,
    led,
    micSwitch,
    close: () => {
      stop();
      led.close();
    },
  };
}

function claimPins({ button, microphoneSwitch, red, green }: PanelProfile, rpio: Rpio): void {
  try {
    for (const pin of [button, microphoneSwitch]) {
      if (pin !== null) rpio.open(pin.line, rpio.INPUT, pin.activeLow ? rpio.PULL_UP : rpio.PULL_DOWN);
    }
    for (const { line, activeLow } of [red, green]) rpio.open(line, rpio.OUTPUT, activeLow ? rpio.LOW : rpio.HIGH);
  } catch (error) {
    throw unavailable(`rpio cannot use the panel's pins (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Tells what two looks in a row have seen. */
function debounced(read: () => boolean, tell: (active: boolean) => void): () => void {
  let before = read();
  return () => {
    const now = read();
    if (now === before) tell(now);
    before = now;
  };
}
