import { RTP_HEADER_BYTES } from './rtp-packet.ts';

/** A sender that came back at the same address with another SSRC waits so long, ms; anybody else twice as long and more. */
const SAME_ADDRESS_MS = 200;
const STRANGER_MS = 500;

interface Owner {
  readonly ssrc: number;
  readonly from: string;
}

/**
 * Whose packets are played: the first sender's, until it falls silent. Remembers no other one, so that thousands of them
 * cost nothing.
 */
export class StreamOwner {
  #owner: Owner | undefined;
  #heardAt = -Infinity;

  /**
   * Whether this packet is the owner's, or makes its sender the owner.
   * @param from address and port
   * @param now ms
   */
  admit(ssrc: number, from: string, now: number): 'owner' | 'new' | 'stranger' {
    const owner = this.#owner;
    if (owner?.ssrc === ssrc && owner.from === from) {
      this.#heardAt = now;
      return 'owner';
    }
    const silence = now - this.#heardAt;
    if (owner !== undefined && silence < (owner.from === from ? SAME_ADDRESS_MS : STRANGER_MS)) return 'stranger';
    this.#owner = { ssrc, from };
    this.#heardAt = now;
    return 'new';
  }

  /** Whether a datagram has the owner's SSRC where RTP has it, and came from its address; cheap. */
  looksLike(datagram: Uint8Array, from: string): boolean {
    if (this.#owner === undefined || this.#owner.from !== from || datagram.length < RTP_HEADER_BYTES) return false;
    return new DataView(datagram.buffer, datagram.byteOffset).getUint32(8) === this.#owner.ssrc;
  }

  forget(): void {
    this.#owner = undefined;
    this.#heardAt = -Infinity;
  }
}
