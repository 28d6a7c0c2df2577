import { joined } from '../../core/bytes.ts';
import { lettersOf, viewOf } from './byte-file.ts';

const HEADER_BYTES = 27;

/** One page of an Ogg file (RFC 3533, 6). */
export interface OggPage {
  /** The whole page. */
  readonly bytes: Uint8Array;
  /** What it carries. */
  readonly content: Uint8Array;
  /** The stream it belongs to. */
  readonly serial: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether a packet ends on this page. */
  readonly endsPacket: boolean;
}

/** `short`: more bytes are needed; `broken`: there is no page here, or its checksum is wrong. */
export type OggPageResult = OggPage | 'short' | 'broken';

/** The page that begins at `at`. */
export function oggPageAt(bytes: Uint8Array, at: number): OggPageResult {
  const header = bytes.subarray(at, at + HEADER_BYTES);
  if (!'OggS'.startsWith(lettersOf(header, 0, 4))) return 'broken';
  if (header.length < HEADER_BYTES) return 'short';
  const view = viewOf(header);
  const segments = view.getUint8(26);
  const lacing = bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + segments);
  const headerBytes = HEADER_BYTES + segments;
  const pageBytes = headerBytes + lacing.reduce((total, length) => total + length, 0);
  if (lacing.length < segments || at + pageBytes > bytes.length) return 'short';
  const page = bytes.subarray(at, at + pageBytes);
  if (checksumOf(page) !== view.getUint32(22, true)) return 'broken';
  const flags = view.getUint8(5);
  return {
    bytes: page,
    content: page.subarray(headerBytes),
    serial: view.getUint32(14, true),
    isFirst: (flags & 2) !== 0,
    isLast: (flags & 4) !== 0,
    endsPacket: lacing.some(length => length < 255),
  };
}

/**
 * All pages of a file or a stream up to its end; `page` is undefined, and the last, where there is none but should be.
 * @param chunks its bytes in a row; `done` is handed through
 */
export async function* oggPages(
  chunks: AsyncIterable<{ readonly chunk: Uint8Array; readonly done: number }>,
): AsyncGenerator<{ readonly page: OggPage | undefined; readonly done: number }> {
  let bytes: Uint8Array = new Uint8Array(0);
  for await (const { chunk, done } of chunks) {
    bytes = joined(bytes, chunk);
    let at = 0;
    while (at < bytes.length) {
      const page = oggPageAt(bytes, at);
      if (page === 'short') break;
      if (page === 'broken') {
        yield { page: undefined, done };
        return;
      }
      yield { page, done };
      at += page.bytes.length;
    }
    bytes = bytes.subarray(at);
  }
}

/** CRC-32 with the polynomial 0x04c11db7, neither reflected nor inverted; the field itself counts as zero. */
function checksumOf(page: Uint8Array): number {
  let crc = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= 22 && i < 26 ? 0 : (page[i] ?? 0);
    crc = (crc << 8) ^ (TABLE[(crc >>> 24) ^ byte] ?? 0);
  }
  return crc >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
  return crc >>> 0;
});
