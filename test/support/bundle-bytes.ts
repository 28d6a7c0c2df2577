const SUPERBLOCK = 96;

interface BundleBytes {
  /** Bytes that the image inside says it has. */
  readonly used?: number;
  /** Bytes that are there. */
  readonly image?: number;
  /** Length of the signature; undefined leaves out the signature and its length. */
  readonly signature?: number | undefined;
}

/** The outside of a RAUC bundle: the superblock of a squashfs, some bytes, a signature and its length. */
export function bundleBytes({ used = 5000, image = 8192, signature }: BundleBytes = {}): Buffer {
  const bytes = Buffer.alloc(Math.max(SUPERBLOCK, image), 7);
  bytes.write('hsqs', 'latin1');
  bytes.writeBigUInt64LE(BigInt(used), 40);
  if (signature === undefined) return bytes;
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(signature));
  return Buffer.concat([bytes, Buffer.alloc(signature, 9), length]);
}
