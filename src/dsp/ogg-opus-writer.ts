import { OGG_AT, OGG_CAPTURE, OGG_FIRST, OGG_HEADER, OGG_LAST, oggChecksum } from './ogg-page.ts';

/** The sound that the encoder puts in front, in frames at 48 kHz: libopus looks ahead by 6.5 ms (RFC 7845, 4.2). */
const PRE_SKIP = 312;
const VENDOR = 'Stentor';
const SEGMENT = 255;

/** Packs Opus packets of one channel into Ogg (RFC 7845), a page for each, so that none waits. */
export class OggOpusWriter {
  readonly #serial: number;
  #sequence = 0;
  /** Frames at 48 kHz, those of the pages so far. */
  #frames = 0n;

  /** @param serial tells streams apart, 32 bits */
  constructor(serial: number) {
    this.#serial = serial;
  }

  /** What a stream begins with. */
  head(): Uint8Array {
    const head = Buffer.from('OpusHead\x01\x01\0\0\0\0\0\0\0\0\0', 'latin1');
    head.writeUInt16LE(PRE_SKIP, 10);
    head.writeUInt32LE(48_000, 12);
    const tags = Buffer.from(`OpusTags\0\0\0\0${VENDOR}\0\0\0\0`, 'latin1');
    tags.writeUInt32LE(VENDOR.length, 8);
    return Buffer.concat([this.#page(head), this.#page(tags)]);
  }

  /** @param frames of the packet, at 48 kHz */
  packet(bytes: Uint8Array, frames: number): Uint8Array {
    this.#frames += BigInt(frames);
    return this.#page(bytes);
  }

  /** What a stream ends with: a page without a packet (RFC 3533, 6), so that nobody takes it for one that was cut off. */
  tail(): Uint8Array {
    const page = Buffer.alloc(OGG_HEADER, 0);
    this.#fillHead(page, OGG_LAST);
    return page;
  }

  #page(packet: Uint8Array): Uint8Array {
    const segments = Math.floor(packet.length / SEGMENT) + 1;
    const page = Buffer.alloc(OGG_HEADER + segments + packet.length, 0);
    page[OGG_AT.segments] = segments;
    page.fill(SEGMENT, OGG_HEADER, OGG_HEADER + segments - 1);
    page[OGG_HEADER + segments - 1] = packet.length % SEGMENT;
    page.set(packet, OGG_HEADER + segments);
    this.#fillHead(page, this.#sequence === 0 ? OGG_FIRST : 0);
    return page;
  }

  #fillHead(page: Buffer, flags: number): void {
    page.set(OGG_CAPTURE);
    page[OGG_AT.flags] = flags;
    page.writeBigUInt64LE(this.#frames, OGG_AT.granule);
    page.writeUInt32LE(this.#serial, OGG_AT.serial);
    page.writeUInt32LE(this.#sequence++, OGG_AT.sequence);
    page.writeUInt32LE(oggChecksum(page), OGG_AT.checksum);
  }
}
