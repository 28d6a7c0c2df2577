import type { Led } from '../board/index.ts';
import type { Clock, Off } from '../core/clock.ts';

/** How long the LED stays green after the start before it goes out (manual: unlit or steady green in normal operation). */
const GREEN_MS = 10_000;

/** What the status LED shows when: see LED Indicators in the manual. */
export class StatusLight {
  readonly #led: Led;
  readonly #clock: Clock;
  #cancel: Off = () => undefined;

  constructor({ led, clock }: { led: Led; clock: Clock }) {
    this.#led = led;
    this.#clock = clock;
  }

  /** Start-up: amber until `ready`. */
  starting(): void {
    this.#led.show('amber');
  }

  /** Normal operation: green for ten seconds, then unlit. */
  ready(): void {
    this.#led.show('green');
    this.#cancel = this.#clock.after(GREEN_MS, () => this.#led.show('unlit'));
  }

  /** Going down or restarting: amber again. */
  stop(): void {
    this.#cancel();
    this.#led.show('amber');
  }
}
