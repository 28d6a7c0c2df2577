import type { Button } from '../board/index.ts';
import type { Off } from '../core/clock.ts';
import type { EventBus } from '../events/index.ts';
import { controlButton } from './events.ts';

/**
 * Tells of every press of the control button. (What a hold at power-on does is decided before the supervisor starts;
 * a hold while it runs means nothing, as on the device that the manual describes.)
 */
export const listenToControlButton = (button: Button, events: EventBus): Off =>
  button.onRelease(heldMs => events.emit(controlButton, { heldMs: Math.round(heldMs) }));
