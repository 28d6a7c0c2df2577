/** The shortest header, and where its length field ends (ISO/IEC 13818-7, 6.2). */
const HEADER = 7;

/** Cuts a stream of AAC in ADTS that comes in pieces of any size into its frames. */
export class AdtsSplitter {
  #pending = Buffer.alloc(0);

  /** The frames that are whole now. */
  split(piece: Uint8Array): Uint8Array[] {
    this.#pending = Buffer.concat([this.#pending, piece]);
    const frames: Uint8Array[] = [];
    for (let length = this.#frameLength(); length !== undefined; length = this.#frameLength()) {
      frames.push(this.#pending.subarray(0, length));
      this.#pending = this.#pending.subarray(length);
    }
    return frames;
  }

  /** Of the frame that the pending bytes begin with, when it is there as a whole; skips what is none. */
  #frameLength(): number | undefined {
    for (let at = 0; at + HEADER <= this.#pending.length; at++) {
      const isFrame = this.#pending[at] === 0xff && (this.#pending.readUInt8(at + 1) & 0xf6) === 0xf0;
      const length = (this.#pending.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
      if (!isFrame || length < HEADER) continue;
      this.#pending = this.#pending.subarray(at);
      return length <= this.#pending.length ? length : undefined;
    }
    this.#pending = this.#pending.subarray(Math.max(0, this.#pending.length - HEADER + 1));
    return undefined;
  }
}
