import { joined } from '../../core/bytes.ts';
import { Fault } from '../../core/fault.ts';

/** What a message is about (Snapcast, doc/binary_protocol.md). */
export const MESSAGE = { codecHeader: 1, chunk: 2, settings: 3, time: 4, hello: 5 } as const;

const HEADER_BYTES = 26;
/** A second of stereo float sound at 96 kHz has 768,000 bytes; nobody sends that much at a time. */
const LARGEST_BYTES = 1_000_000;

/** One message; times are ms of the clock of whoever wrote them. */
export interface Message {
  readonly type: number;
  readonly sentMs: number;
  readonly body: Uint8Array;
}

/** Reads the fields of a body one after the other. Throws Fault `invalid` where it ends early. */
export class BodyReader {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }

  /** Seconds and microseconds, as ms. */
  time(): number {
    const at = this.#step(8);
    return this.#view.getInt32(at, true) * 1000 + this.#view.getInt32(at + 4, true) / 1000;
  }

  /** Bytes behind their number. */
  bytes(): Uint8Array {
    const count = this.u32();
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#step(count), count);
  }

  text(): string {
    return Buffer.from(this.bytes()).toString();
  }

  #step(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#view.byteLength) throw new Fault('invalid', 'the server sent a message that ends early');
    this.#at += bytes;
    return at;
  }
}

function putTime(view: DataView, at: number, ms: number): void {
  const seconds = Math.floor(ms / 1000);
  view.setInt32(at, seconds, true);
  view.setInt32(at + 4, Math.floor((ms - seconds * 1000) * 1000), true);
}

/** @param sentMs ms of our own clock */
export function buildMessage({ type, sentMs, body }: Message, id: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, type, true);
  view.setUint16(2, id & 0xffff, true);
  putTime(view, 6, sentMs);
  view.setUint32(22, body.length, true);
  bytes.set(body, HEADER_BYTES);
  return bytes;
}

/** A text behind its length. */
export function textBody(text: string): Uint8Array {
  const words = Buffer.from(text);
  const body = new Uint8Array(4 + words.length);
  new DataView(body.buffer).setUint32(0, words.length, true);
  body.set(words, 4);
  return body;
}

/** Cuts what comes over a connection into messages. */
export class MessageSplitter {
  #rest: Uint8Array = new Uint8Array(0);

  /**
   * The messages that are whole now.
   * @throws Fault `too-large` where one says that it is longer than any is
   */
  *take(piece: Uint8Array): Generator<Message> {
    this.#rest = joined(this.#rest, piece);
    while (this.#rest.length >= HEADER_BYTES) {
      const view = new DataView(this.#rest.buffer, this.#rest.byteOffset, HEADER_BYTES);
      const size = view.getUint32(22, true);
      if (size > LARGEST_BYTES) throw new Fault('too-large', `the server sent a message of ${size} bytes`);
      const end = HEADER_BYTES + size;
      if (this.#rest.length < end) return;
      const body = this.#rest.slice(HEADER_BYTES, end);
      const type = view.getUint16(0, true);
      const sentMs = new BodyReader(this.#rest.subarray(6, 14)).time();
      this.#rest = this.#rest.slice(end);
      yield { type, sentMs, body };
    }
  }
}
