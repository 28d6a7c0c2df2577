/** More than is ever mixed ahead, or waits to be compared; a power of two. */
const KEPT = 65_536;
const MASK = KEPT - 1;

/** Where the card stands; positions wrap at 2^32. */
export interface CardPosition {
  /** Frames that it was given since it was opened, silence included. */
  readonly given: number;
  /** Frames that it took out of the mixer's ring. Read after `given`: then it is never behind it. */
  readonly taken: number;
}

/**
 * What the card plays, frame beside frame with what it records: the card gives and takes as many frames with every
 * callback, and puts silence between where nothing sounds. Allocates nothing after its construction.
 */
export class EchoReference {
  readonly #mixed = new Float32Array(KEPT);
  /** What the card was given, in its order, from the frame `#next` on that is compared next. */
  readonly #played = new Float32Array(KEPT);
  #end = 0;
  #next = 0;
  #taken = 0;

  /** @param recorded frames of the microphone that were read before */
  constructor(position: CardPosition, recorded: number) {
    this.restart(position, recorded);
  }

  /** Forgets all, and begins here; see the constructor. */
  restart({ given, taken }: CardPosition, recorded: number): void {
    this.#mixed.fill(0);
    this.#played.fill(0);
    this.#end = given;
    this.#next = recorded;
    this.#taken = taken;
  }

  /** The mixer has put a block into its ring, from this position on. */
  mixed(block: Float32Array, frames: number, position: number): void {
    for (let i = 0; i < frames; i++) this.#mixed[(position + i) & MASK] = block[i]!;
  }

  /** The card has got this far. To be told before more is mixed, and before a `take`. */
  follow({ given, taken }: CardPosition): void {
    for (; this.#taken !== taken; this.#taken = (this.#taken + 1) >>> 0) this.#append(this.#mixed[this.#taken & MASK]!);
    while (((given - this.#end) | 0) > 0) this.#append(0);
  }

  /** Takes `frames` frames beside as many of the microphone's. */
  take(target: Float32Array, frames: number): void {
    for (let i = 0; i < frames; i++) {
      const at = this.#next & MASK;
      target[i] = this.#played[at]!;
      this.#played[at] = 0;
      this.#next = (this.#next + 1) >>> 0;
    }
  }

  #append(sample: number): void {
    this.#played[this.#end & MASK] = sample;
    this.#end = (this.#end + 1) >>> 0;
  }
}
