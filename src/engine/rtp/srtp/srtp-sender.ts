import { rtpHeaderBytes } from '../rtp-packet.ts';
import type { SrtpSuite } from './suites.ts';
import { SrtpTransform } from './transform.ts';

/** Makes SRTP packets out of one sender's RTP packets, which come in order (RFC 3711, 3.3). */
export class SrtpSender {
  readonly #transform: SrtpTransform;
  #rollOver = 0;
  #last = -1;

  /** @param master key and salt, one behind the other */
  constructor(suite: SrtpSuite, master: Uint8Array) {
    this.#transform = new SrtpTransform(suite, master);
  }

  /** @param packet as our own builder makes it */
  protect(packet: Uint8Array): Uint8Array {
    const view = new DataView(packet.buffer, packet.byteOffset);
    const sequence = view.getUint16(2);
    if (sequence < this.#last) this.#rollOver++;
    this.#last = sequence;
    const header = rtpHeaderBytes(packet) ?? 0;
    const datagram = new Uint8Array(packet.length + this.#transform.tagBytes);
    const payload = packet.subarray(header);
    datagram.set(packet.subarray(0, header));
    datagram.set(this.#transform.crypt(payload, view.getUint32(8), this.#rollOver * 0x1_0000 + sequence), header);
    datagram.set(this.#transform.tag(datagram.subarray(0, packet.length), this.#rollOver), packet.length);
    return datagram;
  }
}
