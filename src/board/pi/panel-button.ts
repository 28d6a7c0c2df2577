import type { Clock } from '../../core/clock.ts';
import type { Button } from '../board.ts';
import { Listeners } from '../../core/listeners.ts';

interface Press {
  /** On the kernel's clock, ms. */
  readonly kernelMs: number;
  /** On ours, when we learnt of it, ms. */
  readonly seenMs: number;
}

/** More than this the kernel's clock and ours differ only when somebody set the kernel's, ms. */
const TRUSTED_MS = 3000;

/** The control button of a board, told by a driver how it stands. */
export class PanelButton implements Button {
  readonly #clock: Clock;
  readonly #presses = new Listeners<[]>();
  readonly #releases = new Listeners<[heldMs: number | undefined]>();
  readonly onPress = this.#presses.add;
  readonly onRelease = this.#releases.add;
  #pressed: boolean;
  /** Undefined where nobody saw it go down. */
  #press: Press | undefined;

  constructor(pressed: boolean, clock: Clock) {
    this.#pressed = pressed;
    this.#clock = clock;
  }

  get pressed(): boolean {
    return this.#pressed;
  }

  /** @param kernelMs when it happened, by the kernel's clock; undefined where that is not known */
  set(pressed: boolean, kernelMs: number | undefined): void {
    if (pressed === this.#pressed) return;
    this.#pressed = pressed;
    if (pressed) {
      this.#press = kernelMs === undefined ? undefined : { kernelMs, seenMs: this.#clock.monotonic() };
      this.#presses.tell();
      return;
    }
    const held = this.#held(kernelMs);
    this.#press = undefined;
    this.#releases.tell(held);
  }

  /** By the kernel's clock, which a busy process does not stretch; by ours where somebody set the kernel's meanwhile. */
  #held(kernelMs: number | undefined): number | undefined {
    if (this.#press === undefined || kernelMs === undefined) return undefined;
    const kernel = kernelMs - this.#press.kernelMs;
    const seen = this.#clock.monotonic() - this.#press.seenMs;
    return kernel >= 0 && kernel <= seen + TRUSTED_MS ? kernel : seen;
  }
}
