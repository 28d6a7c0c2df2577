import { joined } from '../../core/bytes.ts';

/** The bytes of a stream, which can be looked at before they are taken. */
export class Bytes {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #ahead: Uint8Array = new Uint8Array(0);

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next `length` bytes, or fewer where the stream ends; they stay. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#ahead.length < length && (await this.#read()));
    return this.#ahead.subarray(0, length);
  }

  async skip(length: number): Promise<void> {
    let left = length;
    while (left > this.#ahead.length) {
      left -= this.#ahead.length;
      this.#ahead = new Uint8Array(0);
      if (!(await this.#read())) return;
    }
    this.#ahead = this.#ahead.subarray(left);
  }

  /** All that comes, in pieces of at most `length` bytes, each an array of its own. */
  async *rest(length: number): AsyncGenerator<{ readonly chunk: Uint8Array; readonly done: number }> {
    while (this.#ahead.length > 0 || (await this.#read())) {
      const chunk = this.#ahead.slice(0, length);
      this.#ahead = this.#ahead.subarray(chunk.length);
      yield { chunk, done: 0 };
    }
  }

  /** Takes no more of the stream. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #read(): Promise<boolean> {
    const next = await this.#pieces.next();
    if (next.done === true) return false;
    this.#ahead = joined(this.#ahead, next.value);
    return true;
  }
}
