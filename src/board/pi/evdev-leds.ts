import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import { LedFile } from './led-file.ts';
import { PanelButton } from './panel-button.ts';
import type { PanelDriver } from './panel-driver.ts';
import { PanelFaults } from './panel-faults.ts';
import { PanelInput, type QueryPanel } from './panel-input.ts';
import { PanelSwitch } from './panel-switch.ts';
import { TwoColourLed } from './two-colour-led.ts';
import type { WatchReadable } from './watch-readable.ts';

export interface EvdevLedsDeps {
  /** The panel's input device, as findPanel() tells it. */
  readonly device: string;
  /** /sys/class/leds. */
  readonly leds: string;
  /** Whether the board has a microphone switch. */
  readonly fitted: boolean;
  readonly query: QueryPanel;
  readonly watch: WatchReadable;
  readonly clock: Clock;
}

/**
 * The panel that the kernel drives: gpio-keys through its input device, gpio-leds through sysfs (overlays/stentor-panel).
 * Works on every Raspberry Pi and kernel, debounced, with the kernel's times, without root.
 * @throws Fault `unavailable` where the input device cannot be opened or asked
 */
export async function openEvdevLeds({
  device,
  leds,
  fitted,
  query,
  watch,
  clock,
}: EvdevLedsDeps): Promise<PanelDriver> {
  const input = await PanelInput.open({ device, hasSwitch: fitted, query, watch });
  const faults = new PanelFaults();
  const button = new PanelButton(input.pressed, clock);
  const micSwitch = new PanelSwitch({ fitted, on: !input.muted });
  const lamp = (colour: string) => new LedFile(join(leds, `stentor:${colour}:status`), clock);
  const led = new TwoColourLed({
    red: lamp('red'),
    green: lamp('green'),
    clock,
    failed: error => faults.report(`the status LED cannot be switched (${reasonOf(error)})`),
  });
  const stop = input.start({
    button: (pressed, timeMs) => button.set(pressed, timeMs),
    muted: muted => micSwitch.set(!muted),
    lost: reason => {
      micSwitch.set(false);
      faults.report(`the panel is gone (${reason}); the microphone is muted until the speaker is restarted`);
    },
  });
  return {
    driver: 'evdev-leds',
    get fault() {
      return faults.fault;
    },
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

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
