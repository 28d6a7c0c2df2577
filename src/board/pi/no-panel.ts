import type { Clock } from '../../core/clock.ts';
import { PanelButton } from './panel-button.ts';
import type { PanelDriver } from './panel-driver.ts';
import { PanelFaults } from './panel-faults.ts';
import { PanelSwitch } from './panel-switch.ts';

interface NoPanelOptions {
  readonly clock: Clock;
  /** Whether the board has a microphone switch, which then cannot be read. */
  readonly fitted: boolean;
  /** Why there is no panel, for people; undefined where the board is meant to have none. */
  readonly fault: string | undefined;
}

/** No button, no LED, no switch that could be read. Where there should be a switch, the microphone is taken for off. */
export function noPanel({ clock, fitted, fault }: NoPanelOptions): PanelDriver {
  const faults = new PanelFaults(fault);
  return {
    driver: 'none',
    fault,
    onFault: faults.onFault,
    button: new PanelButton(false, clock),
    led: { show: () => undefined },
    micSwitch: new PanelSwitch({ fitted, on: !fitted }),
    close: () => undefined,
  };
}
