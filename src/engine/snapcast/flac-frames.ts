/** CRC-16 of FLAC (RFC 9639, 9.3): x^16 + x^15 + x^2 + 1. */
const CRC = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x8005;
  return crc & 0xffff;
});

/**
 * Cuts bytes that begin with a FLAC frame into their frames: one ends where its checksum is right and another, or nothing,
 * follows. What belongs to no whole frame is left out.
 */
export function flacFrames(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  let crc = 0;
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    crc = ((crc << 8) ^ CRC[(crc >> 8) ^ bytes[at]!]!) & 0xffff;
    if (crc !== 0 || at - from < 8 || !isEdge(bytes, at + 1)) continue;
    frames.push(bytes.subarray(from, at + 1));
    from = at + 1;
  }
  return frames;
}

const isEdge = (bytes: Uint8Array, at: number) =>
  at === bytes.length || (bytes[at] === 0xff && (bytes[at + 1]! & 0xfe) === 0xf8);
