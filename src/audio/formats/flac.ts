import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { type ByteFile, lettersOf, viewOf } from './byte-file.ts';
import {
  checkRate,
  damaged,
  endsEarly,
  type Piece,
  type Probe,
  type RecognisedClip,
  secondsText,
} from './clip-format.ts';
import { WasmDecoding } from './wasm-decoding.ts';

const STREAM_INFO_BYTES = 34;
const MAX_BLOCKS = 1000;
/** Little at a time, and less for more channels: a dozen bytes of FLAC can be a second and a half of silence. */
const CHUNK_BYTES = 2048;

interface FlacStream {
  /** Of the first frame in the file. */
  readonly from: number;
  /** Hz. */
  readonly rate: number;
  readonly channels: number;
  /** Frames; 0 where the file does not say. */
  readonly frames: number;
}

/** FLAC in a container of its own (RFC 9639). */
export async function recogniseFlac({ file, start, head }: Probe): Promise<RecognisedClip | undefined> {
  if (lettersOf(head, 0, 4) !== 'fLaC') return undefined;
  const stream = await streamOf(file, start);
  return { format: 'FLAC', extension: 'flac', decode: () => decodeFlac(file, stream) };
}

/** Reads STREAMINFO and skips the other metadata blocks, which may hold pictures (RFC 9639, 8). */
async function streamOf(file: ByteFile, start: number): Promise<FlacStream> {
  const info = await file.read(start + 8, STREAM_INFO_BYTES);
  if (info.length < STREAM_INFO_BYTES) throw damaged('or ends early');
  const view = viewOf(info);
  const rate = view.getUint32(10) >>> 12;
  const channels = 1 + ((view.getUint8(12) >> 1) & 7);
  checkRate(rate);
  const frames = (view.getUint8(13) & 15) * 2 ** 32 + view.getUint32(14);
  let position = start + 4;
  for (let blocks = 0; blocks < MAX_BLOCKS; blocks++) {
    const header = await file.read(position, 4);
    if (header.length < 4) throw damaged('or ends early');
    const word = viewOf(header).getUint32(0);
    position += 4 + (word & 0xff_ffff);
    if (word >>> 31 === 1) return { from: position, rate, channels, frames };
  }
  throw damaged('in its header');
}

async function* decodeFlac(file: ByteFile, { from, rate, channels, frames }: FlacStream): AsyncGenerator<Piece> {
  if (frames > 0 && from >= file.size) throw endsEarly(0, frames / rate);
  if (from >= file.size) return;
  const decoding = await WasmDecoding.start(new FLACDecoder());
  const bytes = Math.floor(CHUNK_BYTES / channels);
  for await (const { chunk, done } of file.chunks(from, { bytes })) yield* decoding.feed(chunk, done);
  yield* decoding.flush();
  const seconds = frames / rate;
  if (frames === 0 || Math.round(decoding.seconds * rate) >= frames) return;
  // A frame whose checksum is wrong is left out, wherever it is.
  throw damaged(`or ends early: ${secondsText(decoding.seconds)} of ${secondsText(seconds)} are there`);
}
