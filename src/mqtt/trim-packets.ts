import { Duplex } from 'node:stream';

/** The type of the packet that carries a message, in the high bits of its first byte (MQTT 3.1.1, 2.2.1). */
const PUBLISH = 3;
const LENGTH_BYTES = 4;

/**
 * Cuts messages of a broker that are too long, before anybody keeps them whole: a packet may have 256 MB (MQTT 3.1.1,
 * 2.2.3). What is cut stays a sound packet, so that it is confirmed and the broker does not send it for ever.
 */
export class PacketTrimmer {
  readonly #most: number;
  /** Of a fixed header that has begun. */
  #head: number[] = [];
  #pass = 0;
  #skip = 0;

  /** @param most bytes behind a packet's fixed header; must hold the longest topic and more payload than is taken */
  constructor(most: number) {
    this.#most = most;
  }

  /** What of the piece goes on. @throws Error where it is not MQTT, or too long and no message */
  take(piece: Buffer): Buffer {
    const kept: Buffer[] = [];
    let at = 0;
    while (at < piece.length) {
      if (this.#pass > 0) {
        const part = piece.subarray(at, at + this.#pass);
        kept.push(part);
        this.#pass -= part.length;
        at += part.length;
      } else if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, piece.length - at);
        this.#skip -= skipped;
        at += skipped;
      } else {
        const head = this.#header(piece[at] ?? 0);
        if (head !== undefined) kept.push(head);
        at += 1;
      }
    }
    return kept.length === 1 ? (kept[0] ?? piece) : Buffer.concat(kept);
  }

  /** Takes one byte of the fixed header. @returns it, whole */
  #header(byte: number): Buffer | undefined {
    this.#head.push(byte);
    const digits = this.#head.slice(1);
    if (digits.length === 0 || byte > 0x7f) {
      if (digits.length === LENGTH_BYTES) throw new Error('what came is not MQTT');
      return undefined;
    }
    const [type = 0] = this.#head;
    const length = digits.reduceRight((sum, digit) => sum * 128 + (digit & 0x7f), 0);
    this.#head = [];
    if (length > this.#most && type >> 4 !== PUBLISH) throw new Error('a packet was too long');
    this.#pass = Math.min(length, this.#most);
    this.#skip = length - this.#pass;
    return Buffer.from([type, ...lengthDigits(this.#pass)]);
  }
}

function lengthDigits(length: number): number[] {
  const rest = Math.floor(length / 128);
  return rest === 0 ? [length] : [(length % 128) | 0x80, ...lengthDigits(rest)];
}

/** The stream with what comes in trimmed; what goes out waits until the stream has taken it. */
export class TrimmedStream extends Duplex {
  readonly #stream: Duplex;

  constructor(stream: Duplex, most: number) {
    super();
    this.#stream = stream;
    const trimmer = new PacketTrimmer(most);
    stream.on('data', (piece: Buffer) => {
      try {
        const kept = trimmer.take(piece);
        if (kept.length > 0 && !this.push(kept)) stream.pause();
      } catch (error) {
        this.destroy(error as Error);
      }
    });
    stream.on('end', () => this.push(null));
    stream.on('error', error => this.destroy(error));
    stream.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#stream.resume();
  }

  override _write(piece: Buffer, _encoding: BufferEncoding, taken: (error?: Error | null) => void): void {
    this.#stream.write(piece, taken);
  }

  override _final(done: () => void): void {
    this.#stream.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#stream.destroy();
    done(error);
  }
}
