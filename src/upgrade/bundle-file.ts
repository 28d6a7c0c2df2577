import { open } from 'node:fs/promises';
import { refused } from './refusal.ts';

/** A squashfs image begins with this (its superblock, version 4.0), and so does a RAUC bundle. */
const MAGIC = 'hsqs';
/** Where the superblock keeps the number of bytes in use. */
const BYTES_USED = 40;
const SUPERBLOCK = 96;
/** mksquashfs fills the last block. */
const BLOCK = 4096;
/** The last bytes of a bundle: the length of the signature before them, big-endian. */
const LENGTH_BYTES = 8;

/**
 * Looks whether the file is whole and signed at all, which RAUC tells only in words for its makers; the signature itself
 * is RAUC's matter.
 * @throws Fault whose `refusalReason` is `not-a-release`, `damaged` or `unsigned`
 */
export async function checkBundleFile(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = await bytesAt(file, 0, SUPERBLOCK);
    if (head.toString('latin1', 0, MAGIC.length) !== MAGIC || head.length < SUPERBLOCK) {
      throw refused('not-a-release', 'this is no Stentor OS file; choose one whose name ends in .raucb');
    }
    const used = Number(head.readBigUInt64LE(BYTES_USED));
    if (size < used)
      throw refused('damaged', `the file is cut off: ${size} bytes of at least ${used}; download it again`);
    const length = (await bytesAt(file, size - LENGTH_BYTES, LENGTH_BYTES)).readBigUInt64BE();
    if (isSignature(length, size, used)) return;
    if (size <= Math.ceil(used / BLOCK) * BLOCK)
      throw refused('unsigned', 'the file has no signature; only signed releases are installed');
    throw refused('damaged', 'the end of the file is missing or damaged; download it again');
  } finally {
    await file.close();
  }
}

const isSignature = (length: bigint, size: number, used: number) =>
  length > 0n && used + Number(length) + LENGTH_BYTES <= size;

interface Reader {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
}

async function bytesAt(file: Reader, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, Math.max(0, position));
  return buffer.subarray(0, bytesRead);
}
