import { type FileHandle, open } from 'node:fs/promises';

const CHUNK_BYTES = 65_536;

/** A file to read from, anywhere or in a row. */
export class ByteFile {
  readonly path: string;
  readonly size: number;
  readonly #handle: FileHandle;

  private constructor(path: string, size: number, handle: FileHandle) {
    this.path = path;
    this.size = size;
    this.#handle = handle;
  }

  static async open(path: string): Promise<ByteFile> {
    const handle = await open(path);
    const { size } = await handle.stat();
    return new ByteFile(path, size, handle);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  /** `length` bytes from `position`; fewer where the file ends. */
  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - position)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, bytes.length - filled, position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  /** The bytes from `from` up to `to`, in pieces; `done` is the part of the file that is behind a piece. */
  async *chunks(
    from: number,
    { to = this.size, bytes = CHUNK_BYTES }: { to?: number; bytes?: number } = {},
  ): AsyncGenerator<{ readonly chunk: Uint8Array; readonly done: number }> {
    for (let at = from; at < to; at += bytes) {
      const chunk = await this.read(at, Math.min(bytes, to - at));
      if (chunk.length === 0) return;
      yield { chunk, done: Math.min(1, (at + chunk.length) / this.size) };
    }
  }
}

/** `bytes` as numbers of any width. */
export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** `length` bytes from `at` as the letters they stand for (Latin-1). */
export const lettersOf = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length));
