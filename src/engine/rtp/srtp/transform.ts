import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { type SessionKeys, sessionKeys } from './session-keys.ts';
import { SRTP_SUITES, type SrtpSuite } from './suites.ts';

/** RFC 4568, 6.2: with short tags on RTP, too. */
const RTCP_TAG_BYTES = 10;

/** Encrypts and authenticates single packets whose index is known (RFC 3711, 4.1.1 and 4.2). */
export class SrtpTransform {
  readonly tagBytes: number;
  readonly #keys: SessionKeys;

  /** @param master key and salt, one behind the other */
  constructor(suite: SrtpSuite, master: Uint8Array, kind: 'rtp' | 'rtcp' = 'rtp') {
    this.#keys = sessionKeys(suite, master, kind);
    this.tagBytes = kind === 'rtp' ? SRTP_SUITES[suite].tagBytes : RTCP_TAG_BYTES;
  }

  /** Encrypts, or decrypts, a payload. @param index roll-over counter times 2^16 and sequence number */
  crypt(payload: Uint8Array, ssrc: number, index: number): Uint8Array {
    const { cipher, encryption, salt } = this.#keys;
    const counter = new Uint8Array(16);
    counter.set(salt);
    const view = new DataView(counter.buffer);
    view.setUint32(4, view.getUint32(4) ^ ssrc);
    view.setUint32(8, view.getUint32(8) ^ Math.floor(index / 0x1_0000));
    view.setUint16(12, view.getUint16(12) ^ (index % 0x1_0000));
    return createCipheriv(cipher, encryption, counter).update(payload);
  }

  /** The tag of a packet whose payload is encrypted. */
  tag(packet: Uint8Array, rollOver: number): Uint8Array {
    const counter = new Uint8Array(4);
    new DataView(counter.buffer).setUint32(0, rollOver);
    return createHmac('sha1', this.#keys.authentication)
      .update(packet)
      .update(counter)
      .digest()
      .subarray(0, this.tagBytes);
  }

  /** Whether the last bytes of the datagram are the tag of those before. */
  authentic(datagram: Uint8Array, rollOver: number): boolean {
    const end = datagram.length - this.tagBytes;
    return timingSafeEqual(this.tag(datagram.subarray(0, end), rollOver), datagram.subarray(end));
  }
}
