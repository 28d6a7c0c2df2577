import { rtpHeaderBytes } from '../rtp-packet.ts';
import { ReplayWindow } from './replay-window.ts';
import type { SrtpSuite } from './suites.ts';
import { SrtpTransform } from './transform.ts';

/** Senders that are remembered, so that what they sent cannot be played once more; the oldest is forgotten. */
const MAX_SENDERS = 16;
/** Turns of the sequence number that are tried for a sender who was there before us: almost a day of 20-ms packets. */
const MAX_TURNS = 64;
const TURN = 0x1_0000;

/** Takes SRTP packets and gives RTP packets, or nothing for what is not authentic or was there before (RFC 3711). */
export class SrtpReceiver {
  readonly #transform: SrtpTransform;
  readonly #senders = new Map<number, ReplayWindow>();
  #guess = 0;

  /** @param master key and salt, one behind the other */
  constructor(suite: SrtpSuite, master: Uint8Array) {
    this.#transform = new SrtpTransform(suite, master);
  }

  unprotect(datagram: Uint8Array): Uint8Array | undefined {
    const end = datagram.length - this.#transform.tagBytes;
    const header = end < 0 ? undefined : rtpHeaderBytes(datagram.subarray(0, end));
    if (header === undefined) return undefined;
    const view = new DataView(datagram.buffer, datagram.byteOffset);
    const ssrc = view.getUint32(8);
    const window = this.#senders.get(ssrc);
    const index = window === undefined ? this.#find(datagram, view.getUint16(2)) : this.#next(window, datagram);
    if (index === undefined) return undefined;
    this.#remember(ssrc, window ?? new ReplayWindow()).note(index);
    const packet = Uint8Array.from(datagram.subarray(0, end));
    packet.set(this.#transform.crypt(packet.subarray(header), ssrc, index), header);
    return packet;
  }

  /** The index of a packet from a sender we know (RFC 3711, 3.3.1 and appendix A). */
  #next(window: ReplayWindow, datagram: Uint8Array): number | undefined {
    const sequence = (datagram[2]! << 8) | datagram[3]!;
    const step = ((sequence - (window.highest % TURN)) << 16) >> 16;
    const index = window.highest + step;
    if (index < 0 || !window.fresh(index)) return undefined;
    return this.#transform.authentic(datagram, Math.floor(index / TURN)) ? index : undefined;
  }

  /**
   * The index of the first packet from a sender: its sequence numbers may have turned over before we joined, and nobody
   * tells how often. Each packet is tried with none and with one other count, so that a flood costs no more than that.
   */
  #find(datagram: Uint8Array, sequence: number): number | undefined {
    if (this.#transform.authentic(datagram, 0)) return sequence;
    this.#guess = (this.#guess % MAX_TURNS) + 1;
    return this.#transform.authentic(datagram, this.#guess) ? this.#guess * TURN + sequence : undefined;
  }

  #remember(ssrc: number, window: ReplayWindow): ReplayWindow {
    this.#senders.delete(ssrc);
    this.#senders.set(ssrc, window);
    const [oldest] = this.#senders.keys();
    if (this.#senders.size > MAX_SENDERS && oldest !== undefined) this.#senders.delete(oldest);
    return window;
  }
}
