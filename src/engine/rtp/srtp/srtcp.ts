import { ReplayWindow } from './replay-window.ts';
import type { SrtpSuite } from './suites.ts';
import { SrtpTransform } from './transform.ts';

/** What is not encrypted: the first packet's head and the sender's number. */
const CLEAR_BYTES = 8;
const INDEX_BYTES = 4;
const ENCRYPTED = 0x8000_0000;

/** Makes SRTCP out of one sender's RTCP (RFC 3711, 3.4). */
export class SrtcpSender {
  readonly #transform: SrtpTransform;
  #index = 0;

  /** @param master key and salt, one behind the other */
  constructor(suite: SrtpSuite, master: Uint8Array) {
    this.#transform = new SrtpTransform(suite, master, 'rtcp');
  }

  protect(packet: Uint8Array): Uint8Array {
    const index = this.#index++;
    const ssrc = new DataView(packet.buffer, packet.byteOffset).getUint32(4);
    const { tagBytes } = this.#transform;
    const datagram = new Uint8Array(packet.length + INDEX_BYTES + tagBytes);
    datagram.set(packet.subarray(0, CLEAR_BYTES));
    datagram.set(this.#transform.crypt(packet.subarray(CLEAR_BYTES), ssrc, index), CLEAR_BYTES);
    const word = (ENCRYPTED | index) >>> 0;
    new DataView(datagram.buffer).setUint32(packet.length, word);
    datagram.set(this.#transform.tag(datagram.subarray(0, packet.length), word), packet.length + INDEX_BYTES);
    return datagram;
  }
}

/** Takes SRTCP of one peer and gives RTCP, or nothing for what is not authentic or was there before. */
export class SrtcpReceiver {
  readonly #transform: SrtpTransform;
  #window = new ReplayWindow();
  #ssrc: number | undefined;

  /** @param master key and salt, one behind the other */
  constructor(suite: SrtpSuite, master: Uint8Array) {
    this.#transform = new SrtpTransform(suite, master, 'rtcp');
  }

  unprotect(datagram: Uint8Array): Uint8Array | undefined {
    const { tagBytes } = this.#transform;
    const end = datagram.length - tagBytes - INDEX_BYTES;
    if (end < CLEAR_BYTES) return undefined;
    const view = new DataView(datagram.buffer, datagram.byteOffset);
    const [ssrc, word] = [view.getUint32(4), view.getUint32(end)];
    const signed = new Uint8Array(end + tagBytes);
    signed.set(datagram.subarray(0, end));
    signed.set(datagram.subarray(end + INDEX_BYTES), end);
    if (!this.#transform.authentic(signed, word) || !this.#fresh(ssrc, word & ~ENCRYPTED)) return undefined;
    const packet = signed.slice(0, end);
    if ((word & ENCRYPTED) !== 0) {
      packet.set(this.#transform.crypt(packet.subarray(CLEAR_BYTES), ssrc, word & ~ENCRYPTED), CLEAR_BYTES);
    }
    return packet;
  }

  #fresh(ssrc: number, index: number): boolean {
    if (ssrc !== this.#ssrc) this.#window = new ReplayWindow();
    this.#ssrc = ssrc;
    if (!this.#window.fresh(index)) return false;
    this.#window.note(index);
    return true;
  }
}
