import { BLOCK_FRAMES } from '../../dsp/format.ts';
import type { DeviceRingEnd } from '../device-ring-end.ts';
import type { Canceller, CaptureSwitches } from '../contract.ts';
import type { Capture } from './capture.ts';
import { EchoReference } from './echo-reference.ts';

/** The microphone of an open card, with what the card plays taken out of it where that is wished. */
export class CleanMicrophone {
  readonly #open: (canceller: Canceller) => Capture | undefined;
  readonly #beside = new Float32Array(BLOCK_FRAMES);
  #capture: Capture | undefined;
  #canceller: Canceller | undefined;
  #wanted = false;
  #card: DeviceRingEnd | undefined;
  #reference: EchoReference | undefined;

  /** @param open makes the canceller when it is first wanted; undefined where it is not built */
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
    if (this.#wanted) this.#choose(switches.canceller);
    this.#capture?.set(switches);
    this.#begin();
  }

  /** To be told before the mixer writes more. */
  follow(card: DeviceRingEnd): void {
    this.#reference?.follow(card.position);
  }

  mixed(block: Float32Array, frames: number, position: number): void {
    this.#reference?.mixed(block, frames, position);
  }

  /** Works on frames that were just read, in place. */
  clean(block: Float32Array, frames: number): void {
    if (this.#reference === undefined || this.#card === undefined) return;
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
    this.#reference = card === undefined ? undefined : new EchoReference(card.position, card.recorded);
  }
}
