import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { OGG_AT, OGG_CAPTURE, OGG_HEADER } from '../dsp/ogg-page.ts';

/** Opus counts 48 000 frames a second whatever it encodes (RFC 7845, 4). */
const RATE = 48_000;
/** Our pages are far shorter, so that a whole one is within the end of the file. */
const TAIL_BYTES = 8192;

/** How long an Ogg file of Opus is, by its last page; also of a file that a loss of power cut off. */
export async function oggSeconds(path: string): Promise<number> {
  // No link of a medium that somebody put in may lead us elsewhere.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    await file.read(tail, 0, tail.length, size - tail.length);
    return secondsIn(tail);
  } finally {
    await file.close();
  }
}

function secondsIn(tail: Buffer): number {
  const room = tail.length - OGG_HEADER;
  if (room < 0) return 0;
  const at = tail.lastIndexOf(OGG_CAPTURE, room);
  if (at < 0) return 0;
  return Number(tail.readBigUInt64LE(at + OGG_AT.granule)) / RATE;
}
