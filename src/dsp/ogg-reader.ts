import { OGG_AT, OGG_CAPTURE, OGG_CONTINUED, OGG_HEADER, oggChecksum } from './ogg-page.ts';

/** No packet of sound is longer. */
const MOST_BYTES = 256 * 1024;
const FULL_SEGMENT = 255;

/**
 * Takes the packets out of an Ogg stream (RFC 3533) that comes in pieces of any size. What is no page is skipped, and so is
 * a page with a wrong checksum, as a whole: then nobody can make us sum the same bytes again and again.
 */
export class OggReader {
  #pending = Buffer.alloc(0);
  /** The beginning of a packet whose rest is on the next page; undefined where it was lost. */
  #begun: Uint8Array[] | undefined;
  #begunBytes = 0;

  /** The packets that are whole now. */
  read(piece: Uint8Array): Uint8Array[] {
    this.#pending = Buffer.concat([this.#pending, piece]);
    const packets: Uint8Array[] = [];
    for (let length = this.#pageLength(); length !== undefined; length = this.#pageLength()) {
      const page = this.#pending.subarray(0, length);
      if (page.readUInt32LE(OGG_AT.checksum) === oggChecksum(page)) this.#unpack(page, packets);
      else this.#begun = undefined;
      this.#pending = this.#pending.subarray(length);
    }
    return packets;
  }

  /** Of the page that the pending bytes begin with, when it is there as a whole; skips what is none. */
  #pageLength(): number | undefined {
    const starts = this.#pending.indexOf(OGG_CAPTURE);
    if (starts === -1)
      this.#pending = this.#pending.subarray(Math.max(0, this.#pending.length - OGG_CAPTURE.length + 1));
    else if (starts > 0) this.#pending = this.#pending.subarray(starts);
    if (starts === -1 || this.#pending.length < OGG_HEADER) return undefined;
    const segments = this.#pending[OGG_AT.segments]!;
    const table = this.#pending.subarray(OGG_HEADER, OGG_HEADER + segments);
    if (table.length < segments) return undefined;
    const length = table.reduce((sum, bytes) => sum + bytes, OGG_HEADER + segments);
    return length <= this.#pending.length ? length : undefined;
  }

  #unpack(page: Uint8Array, packets: Uint8Array[]): void {
    const segments = page[OGG_AT.segments]!;
    if ((page[OGG_AT.flags]! & OGG_CONTINUED) === 0) this.#begin();
    let at = OGG_HEADER + segments;
    for (const length of page.subarray(OGG_HEADER, OGG_HEADER + segments)) {
      this.#add(page.subarray(at, at + length));
      at += length;
      if (length < FULL_SEGMENT) this.#finish(packets);
    }
  }

  #begin(): void {
    this.#begun = [];
    this.#begunBytes = 0;
  }

  #add(segment: Uint8Array): void {
    if (this.#begun === undefined) return;
    this.#begun.push(segment);
    this.#begunBytes += segment.length;
    if (this.#begunBytes > MOST_BYTES) this.#begun = undefined;
  }

  #finish(packets: Uint8Array[]): void {
    if (this.#begun !== undefined) packets.push(Buffer.concat(this.#begun));
    this.#begin();
  }
}
