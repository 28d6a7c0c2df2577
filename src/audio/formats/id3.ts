import { lettersOf } from './byte-file.ts';

/** Bytes of the header of an ID3v2 tag. */
export const ID3_BYTES = 10;

/**
 * How long the ID3v2 tag is that begins with this header; 0 where none does (id3.org, "ID3 tag version 2.4.0", 3.1: the
 * size has 7 bits a byte).
 */
export function id3Bytes(header: Uint8Array): number {
  if (header.length < ID3_BYTES || lettersOf(header, 0, 3) !== 'ID3') return 0;
  const size = header.subarray(6, ID3_BYTES).reduce((total, byte) => total * 128 + (byte & 127), 0);
  const footer = ((header[5] ?? 0) & 0x10) === 0 ? 0 : ID3_BYTES;
  return ID3_BYTES + size + footer;
}
