/** A packet that waits to be played. */
export interface Held {
  /** RTP timestamp and sequence number, counted on over their 32 and 16 bits. */
  readonly timestamp: number;
  readonly number: number;
  readonly payload: Uint8Array;
}

/** Packets that have come too early, in the order of their time. Holds a fixed number of them. */
export class PacketQueue {
  readonly #most: number;
  readonly #held: Held[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  get first(): Held | undefined {
    return this.#held[0];
  }

  get count(): number {
    return this.#held.length;
  }

  /** Returns false where there is no room. */
  add(packet: Held): boolean {
    if (this.#held.length >= this.#most) return false;
    let at = this.#held.length;
    while (at > 0 && this.#held[at - 1]!.timestamp > packet.timestamp) at--;
    this.#held.splice(at, 0, packet);
    return true;
  }

  shift(): Held | undefined {
    return this.#held.shift();
  }

  clear(): void {
    this.#held.length = 0;
  }
}
