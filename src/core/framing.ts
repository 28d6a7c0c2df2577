import type { Duplex } from 'node:stream';

const HEADER = 4;
/** A message longer than this is a broken peer, not a message. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Sends and receives JSON messages over a byte stream, each behind its length in bytes (uint32, little-endian).
 * Both ends are ours, so the messages are trusted to be of their types.
 */
export class MessageLink<In, Out> {
  readonly #stream: Duplex;

  constructor(stream: Duplex) {
    this.#stream = stream;
  }

  send(message: Out): void {
    if (!this.#stream.writable) return; // the peer is gone; whoever watches it acts
    const body = Buffer.from(JSON.stringify(message));
    const head = Buffer.allocUnsafe(HEADER);
    head.writeUInt32LE(body.length);
    this.#stream.write(Buffer.concat([head, body]));
  }

  /** Calls back with every message; `closed` once, when the stream ends or breaks. */
  receive(heard: (message: In) => void, closed: (why: string) => void): void {
    let pending: Buffer = Buffer.alloc(0);
    let open = true;
    const close = (why: string) => {
      if (!open) return;
      open = false;
      closed(why);
    };
    this.#stream.on('data', (bytes: Buffer) => {
      pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
      while (open && pending.length >= HEADER) {
        const length = pending.readUInt32LE();
        if (length > MAX_BYTES) {
          close(`a message of ${length} bytes`);
          return;
        }
        if (pending.length < HEADER + length) return;
        const text = pending.toString('utf8', HEADER, HEADER + length);
        pending = pending.subarray(HEADER + length);
        heard(JSON.parse(text) as In);
      }
    });
    this.#stream.on('error', error => close(error.message));
    this.#stream.on('close', () => close('closed'));
    this.#stream.on('end', () => close('ended'));
  }
}
