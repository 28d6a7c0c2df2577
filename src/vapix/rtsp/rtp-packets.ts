import { randomBytes } from 'node:crypto';

/** What the SDP calls the payload. */
const PAYLOAD_TYPE = 98;
/** Ticks of the timestamps in a second. */
const CLOCK_RATE = 90_000;
/** Fits an Ethernet frame, with room for IPv6 and tunnels; bytes. */
const MOST_PAYLOAD = 1400;
const HEAD = 12;
/** Bytes of a sender's report without those of others. */
const REPORT = 28;
/** From the epoch of NTP to that of Unix, s. */
const SINCE_1900_S = 2_208_988_800;
/** What the source calls itself; 9 characters at the most. */
const NAME = 'stentor';

/** Writes XML documents as RTP (RFC 3550, 5.1; ONVIF Streaming specification, 5.1.2.1): the marker is on a document's last packet. */
export class RtpPackets {
  readonly ssrc = randomBytes(4).readUInt32BE();
  readonly #offset = randomBytes(4).readUInt32BE();
  #sequence = randomBytes(2).readUInt16BE();
  #sent = { packets: 0, bytes: 0 };

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
      this.#sent = { packets: this.#sent.packets + 1, bytes: this.#sent.bytes + part.length };
      packets.push(Buffer.concat([this.#head(timestamp, from + part.length === bytes.length), part]));
    }
    return packets;
  }

  /** A sender's report with a name for the source (RFC 3550, 6.4.1 and 6.5): which timestamp is which time. */
  report(at: Date): Buffer {
    const report = Buffer.alloc(REPORT);
    const seconds = at.getTime() / 1000 + SINCE_1900_S;
    report.writeUInt16BE(0x80c8, 0);
    report.writeUInt16BE(REPORT / 4 - 1, 2);
    report.writeUInt32BE(this.ssrc, 4);
    report.writeUInt32BE(Math.floor(seconds) % 2 ** 32, 8);
    report.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), 12);
    report.writeUInt32BE(this.timestamp(at), 16);
    report.writeUInt32BE(this.#sent.packets % 2 ** 32, 20);
    report.writeUInt32BE(this.#sent.bytes % 2 ** 32, 24);
    return Buffer.concat([report, this.#name()]);
  }

  #name(): Buffer {
    const name = Buffer.alloc(20);
    name.writeUInt16BE(0x81ca, 0);
    name.writeUInt16BE(name.length / 4 - 1, 2);
    name.writeUInt32BE(this.ssrc, 4);
    name.writeUInt16BE(0x0100 | NAME.length, 8); // CNAME; zeros end the list
    name.write(NAME, 10, 'latin1');
    return name;
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
