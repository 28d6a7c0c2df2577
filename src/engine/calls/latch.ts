/** Where datagrams come from or go to. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A peer that moved is silent where it was for so long. */
const MOVE_MS = 500;

export const sameEndpoint = (a: Endpoint, b: Endpoint) => a.port === b.port && a.address === b.address;

/**
 * Whom the sound of a call is sent to and taken from: symmetric RTP (RFC 4961) that nobody can steal. The address of SDP is
 * the peer's by right. Another one, which a router made out of it, is believed once, with the first good packet after each
 * description, and only as long as no better one speaks: one of the same host, or that of SDP. With keys whoever has them
 * is the peer, wherever he is, once he has fallen silent where he was.
 */
export class Latch {
  #described: Endpoint;
  #current: Endpoint;
  /** How well the present one fits: 0 nobody has spoken, 1 anybody, 2 the host of SDP, 3 host and port. */
  #fit = 0;
  #heardAt = -Infinity;

  constructor(described: Endpoint) {
    this.#described = this.#current = described;
  }

  /** Where to send to. */
  get endpoint(): Endpoint {
    return this.#current;
  }

  /** A new description; the same one again changes nothing. */
  describe(described: Endpoint): void {
    if (sameEndpoint(described, this.#described)) return;
    this.#described = this.#current = described;
    this.#fit = 0;
  }

  /** Whether it is the one we listen to. */
  knows(from: Endpoint): boolean {
    return this.#fit > 0 && sameEndpoint(from, this.#current);
  }

  /**
   * Whether a good packet from there is the peer's.
   * @param authentic a key proved it
   * @param now ms
   */
  admits(from: Endpoint, authentic: boolean, now: number): boolean {
    if (this.knows(from)) {
      this.#heardAt = now;
      return true;
    }
    const fit = sameEndpoint(from, this.#described) ? 3 : from.address === this.#described.address ? 2 : 1;
    if (fit <= this.#fit && !authentic) return false;
    // A copy of the peer's packet that is quicker than the packet itself is played, but not followed.
    if (fit <= this.#fit && now - this.#heardAt < MOVE_MS) return true;
    this.#heardAt = now;
    this.#fit = authentic ? Math.max(fit, this.#fit) : fit;
    this.#current = { address: from.address, port: from.port };
    return true;
  }
}
