/** The checksum of Ogg's pages (RFC 3533, 6): CRC-32 with the polynomial 0x04c11db7, nothing inverted. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte << 24;
  for (let bit = 0; bit < 8; bit++) rest = rest < 0 ? (rest << 1) ^ 0x04c1_1db7 : rest << 1;
  return rest >>> 0;
});

/** Bytes of a page before its table of segments, and where the parts of it are. */
export const OGG_HEADER = 27;
export const OGG_AT = { flags: 5, granule: 6, serial: 14, sequence: 18, checksum: 22, segments: 26 } as const;
export const OGG_CAPTURE = Uint8Array.from([0x4f, 0x67, 0x67, 0x53]);
/** The page begins with the rest of a packet. */
export const OGG_CONTINUED = 1;
export const OGG_FIRST = 2;
export const OGG_LAST = 4;

/** The checksum that belongs into a page; what stands there counts as zero. */
export function oggChecksum(page: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= OGG_AT.checksum && i < OGG_AT.segments ? 0 : page[i]!;
    sum = (sum << 8) ^ TABLE[((sum >>> 24) ^ byte) & 0xff]!;
  }
  return sum >>> 0;
}
