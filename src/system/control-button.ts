import type { Button } from '../board/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { EventBus } from '../events/index.ts';
import { controlButton, controlButtonStuck, type Gesture } from './events.ts';

/** A shorter press is a contact that bounced, ms. */
const MIN_PRESS_MS = 40;
/** A longer one is no press and release, ms. */
const MAX_PRESS_MS = 3000;
/** How long a second press is waited for, ms. */
const TWICE_MS = 600;
/** Nobody holds a button this long: it is wedged, or its cable is pinched, ms. */
const STUCK_MS = 60_000;

interface ControlButtonDeps {
  readonly button: Button;
  readonly events: EventBus;
  readonly clock: Clock;
  /** What must not be disturbed, in words. */
  readonly busyWith: () => string | undefined;
  /** Whether a double press means something, so that the meaning of a first one has to wait for the second. */
  readonly twice: () => boolean;
}

/**
 * What the control button means while the speaker runs: press and release is "calibrate the speaker test", told as an
 * event, and twice in a row "say who and where you are". (What a hold at power-on does is decided before the supervisor
 * starts, see early-reset; a hold while it runs means nothing, as on the device that the manual describes.)
 */
export class ControlButton {
  readonly #deps: ControlButtonDeps;
  #cancel: Off = () => undefined;
  #stuck = false;
  /** A press that may be the first of two. */
  #first: { readonly gesture: Gesture; readonly cancel: Off } | undefined;

  constructor(deps: ControlButtonDeps) {
    this.#deps = deps;
  }

  start(): Off {
    const { button } = this.#deps;
    if (button.pressed) this.#watch();
    const offs = [button.onPress(() => this.#watch()), button.onRelease(heldMs => this.#released(heldMs))];
    return () => {
      this.#cancel();
      this.#first?.cancel();
      for (const off of offs) off();
    };
  }

  #watch(): void {
    this.#cancel();
    this.#first?.cancel();
    this.#cancel = this.#deps.clock.after(STUCK_MS, () => this.#setStuck(true));
  }

  #released(heldMs: number | undefined): void {
    this.#cancel();
    this.#setStuck(false);
    const { events, clock, busyWith, twice } = this.#deps;
    const gesture = gestureOf(heldMs, busyWith());
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined && gesture.gesture === 'calibrate') {
      events.emit(controlButton, { ...gesture, gesture: 'announce' });
    } else if (first === undefined && gesture.gesture === 'calibrate' && twice()) {
      this.#first = { gesture, cancel: clock.after(TWICE_MS, () => this.#onlyOnce()) };
    } else {
      if (first !== undefined) events.emit(controlButton, first.gesture);
      events.emit(controlButton, gesture);
    }
  }

  #onlyOnce(): void {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined) this.#deps.events.emit(controlButton, first.gesture);
  }

  #setStuck(stuck: boolean): void {
    if (stuck === this.#stuck) return;
    this.#stuck = stuck;
    this.#deps.events.emit(controlButtonStuck, { stuck });
  }
}

/** @param heldMs undefined where nobody saw the button go down */
function gestureOf(heldMs: number | undefined, busyWith: string | undefined): Gesture {
  if (heldMs === undefined) return ignored(0, 'it was down before the speaker looked');
  const rounded = Math.round(heldMs);
  if (heldMs < MIN_PRESS_MS) return ignored(rounded, `shorter than ${MIN_PRESS_MS} ms`);
  if (heldMs > MAX_PRESS_MS) return ignored(rounded, `longer than ${MAX_PRESS_MS / 1000} s`);
  if (busyWith !== undefined)
    return { heldMs: rounded, gesture: 'refused', reason: `the speaker is busy: ${busyWith}` };
  return { heldMs: rounded, gesture: 'calibrate' };
}

const ignored = (heldMs: number, reason: string): Gesture => ({ heldMs, gesture: 'ignored', reason });
