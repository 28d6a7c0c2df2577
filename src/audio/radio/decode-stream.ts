import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { MPEGDecoder } from 'mpg123-decoder';
import { Fault } from '../../core/fault.ts';
import { lettersOf, viewOf } from '../formats/byte-file.ts';
import type { Piece } from '../formats/clip-format.ts';
import { ID3_BYTES, id3Bytes } from '../formats/id3.ts';
import { firstMpegFrame } from '../formats/mpeg.ts';
import { oggPages } from '../formats/ogg-pages.ts';
import { oggCodecOf, OggDecoding } from '../formats/ogg.ts';
import { WasmDecoding } from '../formats/wasm-decoding.ts';
import { Bytes } from './bytes.ts';

/** What is looked at to know what a stream is. */
const HEAD_BYTES = 16_384;
/** What is decoded at a time. */
const PIECE_BYTES = 4096;
/** A tag with a picture may be some megabytes. */
const MAX_TAG_BYTES = 16_777_216;
const MAX_BLOCKS = 1000;

/**
 * Decodes a stream as it comes: MP3, Ogg Vorbis, Opus, FLAC.
 * @param type the media type that the server says, for the message
 * @throws Fault `unsupported` where it is something else, `failed` where it is damaged
 */
export async function* decodeStream(sound: AsyncIterable<Uint8Array>, type: string): AsyncGenerator<Piece> {
  const bytes = new Bytes(sound);
  try {
    await skipTags(bytes);
    const head = await bytes.peek(HEAD_BYTES);
    const begin = lettersOf(head, 0, 4);
    if (begin === 'OggS') yield* decodeOgg(bytes, head);
    else if (begin === 'fLaC') yield* decodeFlac(bytes);
    else if (firstMpegFrame(head, head.length < HEAD_BYTES) !== undefined) yield* decodeMpeg(bytes);
    else throw new Fault('unsupported', 'nothing that we know');
  } catch (error) {
    throw error instanceof Fault ? inWordsOfStations(error, type) : error;
  } finally {
    await bytes.close();
  }
}

/** The formats speak of files that people upload. */
function inWordsOfStations({ kind, message }: Fault, type: string): Fault {
  if (kind === 'unsupported')
    return new Fault('unsupported', `the station sends ${type || 'what is no sound that we know'}`);
  return kind === 'invalid' ? damaged() : new Fault(kind, message);
}

const damaged = () => new Fault('failed', 'what the station sends is damaged');

async function skipTags(bytes: Bytes): Promise<void> {
  for (;;) {
    const tag = id3Bytes(await bytes.peek(ID3_BYTES));
    if (tag === 0) return;
    if (tag > MAX_TAG_BYTES) throw new Fault('failed', 'what the station sends begins with a tag that is too long');
    await bytes.skip(tag);
  }
}

async function* decodeMpeg(bytes: Bytes): AsyncGenerator<Piece> {
  const decoding = await WasmDecoding.start(new MPEGDecoder());
  for await (const { chunk } of bytes.rest(PIECE_BYTES)) yield* decoding.feed(chunk, 0);
}

/** A station begins a new stream with every song. */
async function* decodeOgg(bytes: Bytes, head: Uint8Array): AsyncGenerator<Piece> {
  const decoding = new OggDecoding(oggCodecOf(head), Infinity);
  for await (const { page } of oggPages(bytes.rest(PIECE_BYTES))) {
    if (page === undefined) throw damaged();
    yield* decoding.take(page, 0);
  }
  yield* decoding.finish();
}

/** The blocks of metadata may hold pictures, which the decoder does not need (RFC 9639, 8). */
async function* decodeFlac(bytes: Bytes): AsyncGenerator<Piece> {
  const decoding = await WasmDecoding.start(new FLACDecoder());
  await bytes.skip(4);
  for (let blocks = 0, isLast = false; !isLast; blocks++) {
    const header = await bytes.peek(4);
    if (header.length < 4 || blocks > MAX_BLOCKS) throw damaged();
    const word = viewOf(header).getUint32(0);
    isLast = word >>> 31 === 1;
    await bytes.skip(4 + (word & 0xff_ffff));
  }
  for await (const { chunk } of bytes.rest(PIECE_BYTES)) yield* decoding.feed(chunk, 0);
  yield* decoding.flush();
}
