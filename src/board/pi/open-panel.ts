import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, pause } from '../../core/clock.ts';
import { Fault, unavailable } from '../../core/fault.ts';
import type { Log } from '../../core/log.ts';
import type { PanelDriver as DriverName, PanelProfile } from '../profile.ts';
import { openEvdevLeds } from './evdev-leds.ts';
import { findPanel } from './find-panel.ts';
import type { GpioClass } from './gpio.ts';
import { gpioBase } from './gpio-base.ts';
import { noPanel } from './no-panel.ts';
import { openOnoffPanel } from './onoff-panel.ts';
import type { PanelDriver } from './panel-driver.ts';
import type { QueryPanel } from './panel-input.ts';
import type { Rpio } from './rpio.ts';
import { openRpioPanel } from './rpio-panel.ts';
import type { WatchReadable } from './watch-readable.ts';

export interface OpenPanelDeps {
  readonly profile: PanelProfile;
  /** Stands for `/`. */
  readonly root: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly query: QueryPanel;
  readonly watch: WatchReadable;
  readonly loadGpio: () => Promise<GpioClass>;
  readonly loadRpio: () => Rpio;
}

/** While the system starts, the kernel's drivers may come after us, and udev's permissions later still, ms. */
const PATIENCE_MS = 20_000;
const RETRY_MS = 250;

type Opener = (deps: OpenPanelDeps) => PanelDriver | Promise<PanelDriver>;

/** rpio is never tried unless it is asked for: it writes behind the kernel's back. */
const OPENERS: Readonly<Record<DriverName, readonly Opener[]>> = {
  auto: [evdevLeds, onoff],
  'evdev-leds': [evdevLeds],
  onoff: [onoff],
  rpio: [({ profile, clock, loadRpio }) => openRpioPanel({ profile, clock, rpio: loadRpio() })],
  none: [],
};

/** Opens the panel in the way that the board asks for. Where that fails there is no panel, and it says why. */
export async function openPanel(deps: OpenPanelDeps): Promise<PanelDriver> {
  const { profile, clock, log } = deps;
  const reasons: string[] = [];
  for (const open of OPENERS[profile.driver]) {
    try {
      const panel = await open(deps);
      log.info('panel', { driver: panel.driver });
      return panel;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      reasons.push(error.message);
    }
  }
  const fitted = profile.microphoneSwitch !== null;
  if (reasons.length === 0) return noPanel({ clock, fitted, fault: undefined });
  const muted = fitted ? '; the microphone is muted, because its switch cannot be read' : '';
  const fault = `the control button and the status LED do not work: ${reasons.join('; ')}${muted}`;
  log.error(fault);
  return noPanel({ clock, fitted, fault });
}

async function evdevLeds({ profile, root, clock, query, watch }: OpenPanelDeps): Promise<PanelDriver> {
  if (!existsSync(join(root, 'proc/device-tree/stentor-panel')))
    throw unavailable('the device tree has no stentor-panel (its overlay is not applied)');
  let reason = unavailable('the kernel has no input device named stentor-panel (is gpio_keys loaded?)');
  for (let waited = 0; waited <= PATIENCE_MS; waited += RETRY_MS) {
    if (waited > 0) await pause(clock, RETRY_MS);
    const device = findPanel(root);
    if (device === undefined) continue;
    try {
      const fitted = profile.microphoneSwitch !== null;
      return await openEvdevLeds({ device, leds: join(root, 'sys/class/leds'), fitted, query, watch, clock });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      reason = error; // udev may still have to give us the device
    }
  }
  throw reason;
}

async function onoff({ profile, root, clock, loadGpio }: OpenPanelDeps): Promise<PanelDriver> {
  const base = gpioBase(profile.chips, root);
  if (base === undefined) throw unavailable(`no GPIO chip is named ${profile.chips.join(' or ')}`);
  return openOnoffPanel({ profile, base, clock, Gpio: await loadGpio() });
}
