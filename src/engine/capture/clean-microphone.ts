import { BLOCK_FRAMES } from '../../dsp/format.ts';
import type { DeviceRingEnd } from '../device-ring-end.ts';
import type { Canceller, CaptureSwitches } from '../contract.ts';
import type { Capture } from './capture.ts';
import { EchoReference } from './echo-reference.ts';

/**
 * The microphone of an open card, with what the card plays taken out of it where that is wished. All that this needs is
 * there before it is wished: loading a library or touching new memory when a call begins would make the mixer late.
 */
export class CleanMicrophone {
  readonly #open: (canceller: Canceller) => Capture | undefined;
  readonly #beside = new Float32Array(BLOCK_FRAMES);
  readonly #reference = new EchoReference({ given: 0, taken: 0 }, 0);
  #capture: Capture | undefined;
  #canceller: Canceller | undefined;
  #wanted = false;
  #card: DeviceRingEnd | undefined;
  #works = false;

  /** @param open makes a canceller when it is chosen; undefined where it is not built */
  constructor(open: (canceller: Canceller) => Capture | undefined) {
    this.#open = open;
  }

  /** Another card, or none. */
  attach(card: DeviceRingEnd | undefined): void {
    this.#card = card;
    this.#begin();
  }

  set(switches: CaptureSwitches): void {
    this.#wanted = switches.echo || switches.noiseDb > 0 || switches.gainDb > 0;
    this.#choose(switches.canceller);
    this.#capture?.set(switches);
    this.#begin();
  }

  /** To be told before the mixer writes more. */
  follow(card: DeviceRingEnd): void {
    if (this.#works) this.#reference.follow(card.position);
  }

  mixed(block: Float32Array, frames: number, position: number): void {
    if (this.#works) this.#reference.mixed(block, frames, position);
  }

  /** Works on frames that were just read, in place. */
  clean(block: Float32Array, frames: number): void {
    if (!this.#works || this.#card === undefined) return;
    this.#reference.follow(this.#card.position);
    this.#reference.take(this.#beside, frames);
    this.#capture?.process(block, this.#beside, frames);
  }

  #choose(canceller: Canceller): void {
    if (this.#canceller === canceller) return;
    this.#canceller = canceller;
    this.#capture?.close();
    this.#capture = this.#open(canceller);
  }

  #begin(): void {
    const card = this.#wanted && this.#capture !== undefined ? this.#card : undefined;
    this.#works = card !== undefined;
    if (card !== undefined) this.#reference.restart(card.position, card.recorded);
  }
}
