import { readFile } from 'node:fs/promises';
import { invalid } from '../core/fault.ts';
import { fromInt16 } from '../dsp/int16.ts';
import { SAMPLE_RATE } from '../dsp/format.ts';

/** Longer files are no recordings of a test: 60 s. */
const MAX_BYTES = 60 * 2 * SAMPLE_RATE;
const wrong = () => invalid('a recording must be a WAV file: 48 kHz, mono, 16 bit, 60 s at the most', 'recordings');

/** Reads a recording. @throws Fault `invalid` */
export async function readRecording(path: string): Promise<Float32Array> {
  const bytes = await readFile(path).catch(() => {
    throw invalid(`cannot read ${path}`, 'recordings');
  });
  if (bytes.length < 12 || bytes.length > MAX_BYTES || bytes.toString('latin1', 0, 4) !== 'RIFF') throw wrong();
  let format = false;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const body = bytes.subarray(at + 8, at + 8 + bytes.readUInt32LE(at + 4));
    if (name === 'fmt ') format = isOurs(body);
    if (name === 'data' && format) return samplesOf(body);
    at += 8 + body.length + (body.length % 2);
  }
  throw wrong();
}

/** Channels, rate and bits; the tag may be PCM or the extended one. */
function isOurs(body: Buffer): boolean {
  if (body.length < 16 || ![1, 0xfffe].includes(body.readUInt16LE(0))) return false;
  return body.readUInt16LE(2) === 1 && body.readUInt32LE(4) === SAMPLE_RATE && body.readUInt16LE(14) === 16;
}

const samplesOf = (body: Buffer) =>
  fromInt16(Int16Array.from({ length: Math.floor(body.length / 2) }, (_, i) => body.readInt16LE(2 * i)));
