import type { Off } from '../../core/clock.ts';
import type { Button, Led, PanelState, Switch } from '../board.ts';

/** One way to reach button, LED and microphone switch. */
export interface PanelDriver extends PanelState {
  readonly button: Button;
  readonly led: Led;
  readonly micSwitch: Switch;
  /** Lets go of the hardware; the LED stays as it is. */
  readonly close: Off;
}
