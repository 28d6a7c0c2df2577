import { randomBytes } from 'node:crypto';

/** What the SDP calls the payload. */
export const PAYLOAD_TYPE = 98;
/** Ticks of the timestamps in a second. */
const CLOCK_RATE = 90_000;
/** Fits an Ethernet frame, with room for IPv6 and tunnels; bytes. */
const MOST_PAYLOAD = 1400;
const HEAD = 12;

/** Writes XML documents as RTP (RFC 3550, 5.1; ONVIF Streaming specification, 5.1.2.1): the marker is on a document's last packet. */
export class RtpPackets {
  readonly ssrc = randomBytes(4).readUInt32BE();
  readonly #offset = randomBytes(4).readUInt32BE();
  #sequence = randomBytes(2).readUInt16BE();

  /** Of the next packet. */
  get sequence(): number {
    return this.#sequence;
  }

  timestamp(at: Date): number {
    return Math.floor((at.getTime() * (CLOCK_RATE / 1000) + this.#offset) % 2 ** 32);
  }

  of(document: string, at: Date): Buffer[] {
    const bytes = Buffer.from(document);
    const timestamp = this.timestamp(at);
    const packets: Buffer[] = [];
    for (let from = 0; from < bytes.length; from += MOST_PAYLOAD) {
      const part = bytes.subarray(from, from + MOST_PAYLOAD);
      packets.push(Buffer.concat([this.#head(timestamp, from + part.length === bytes.length), part]));
    }
    return packets;
  }

  #head(timestamp: number, isLast: boolean): Buffer {
    const head = Buffer.alloc(HEAD);
    head.writeUInt8(0x80, 0);
    head.writeUInt8((isLast ? 0x80 : 0) | PAYLOAD_TYPE, 1);
    head.writeUInt16BE(this.#sequence, 2);
    head.writeUInt32BE(timestamp, 4);
    head.writeUInt32BE(this.ssrc, 8);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    return head;
  }
}
