import type { Duplex } from 'node:stream';

const HEADER = 4;
/** A message longer than this is a broken peer, not a message. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Set in the length of a message of bytes. */
const BYTES = 0x8000_0000;

interface Listener<In> {
  readonly heard: (message: In) => void;
  /** Bytes, and the channel they were sent on; they are only lent. */
  readonly bytes?: ((channel: number, bytes: Uint8Array) => void) | undefined;
  /** Once, when the stream ends or breaks. */
  readonly closed: (why: string) => void;
}

/**
 * Sends and receives JSON messages over a byte stream, each behind its length in bytes (uint32, little-endian), and
 * between them plain bytes (sound), behind their length with the highest bit set and the number of a channel (uint32).
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

  sendBytes(channel: number, bytes: Uint8Array): void {
    if (!this.#stream.writable) return;
    const head = Buffer.allocUnsafe(2 * HEADER);
    head.writeUInt32LE((BYTES | (HEADER + bytes.length)) >>> 0);
    head.writeUInt32LE(channel, HEADER);
    this.#stream.write(Buffer.concat([head, bytes]));
  }

  /** Calls back with everything that comes, in the order in which it was sent. */
  receive({ heard, bytes: heardBytes, closed }: Listener<In>): void {
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
        const word = pending.readUInt32LE();
        const length = word & ~BYTES;
        if (length > MAX_BYTES) {
          close(`a message of ${length} bytes`);
          return;
        }
        if (pending.length < HEADER + length) return;
        const body = pending.subarray(HEADER, HEADER + length);
        pending = pending.subarray(HEADER + length);
        if (word === length) heard(JSON.parse(body.toString('utf8')) as In);
        else heardBytes?.(body.readUInt32LE(), body.subarray(HEADER));
      }
    });
    this.#stream.on('error', error => close(error.message));
    this.#stream.on('close', () => close('closed'));
    this.#stream.on('end', () => close('ended'));
  }
}
