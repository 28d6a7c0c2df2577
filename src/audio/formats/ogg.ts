import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { type ByteFile, lettersOf } from './byte-file.ts';
import {
  damaged,
  endsEarly,
  type Piece,
  type Probe,
  type RecognisedClip,
  secondsText,
  unsupported,
} from './clip-format.ts';
import { type OggCodec, OggLink } from './ogg-link.ts';
import { type OggPage, oggPageAt, oggPages } from './ogg-pages.ts';

/** Streams one after the other in one file (RFC 3533, 4). */
const MAX_LINKS = 32;
const CODECS: readonly OggCodec[] = [
  {
    begins: '\x01vorbis',
    format: 'Ogg Vorbis',
    extension: 'ogg',
    channelsAt: 11,
    gainAt: undefined,
    comments: undefined,
    create: () => new OggVorbisDecoder(),
  },
  {
    begins: 'OpusHead',
    format: 'Opus',
    extension: 'opus',
    channelsAt: 9,
    gainAt: 16,
    comments: 'OpusTags',
    create: () => new OggOpusDecoder(),
  },
];

/** Other streams, and what the file is with them. */
const OTHERS: readonly (readonly [begins: string, what: string])[] = [
  ['\x80theora', 'an Ogg video'],
  ['BBCD', 'an Ogg video'],
  ['Speex   ', 'a Speex file'],
  ['\x7fFLAC', 'FLAC inside Ogg'],
];

/** Ogg files with Vorbis (the Vorbis I specification) or Opus (RFC 7845). */
export async function recogniseOgg({ file, head }: Probe): Promise<RecognisedClip | undefined> {
  if (lettersOf(head, 0, 4) !== 'OggS') return undefined;
  const codec = oggCodecOf(head);
  return { format: codec.format, extension: codec.extension, decode: () => decodeOgg(file, codec) };
}

/**
 * What the first pages of an Ogg file or stream say that it holds.
 * @throws Fault `unsupported` where that is nothing of ours, `invalid` where there is no page
 */
export function oggCodecOf(head: Uint8Array): OggCodec {
  const firsts = firstPages(head);
  for (const { content } of firsts) {
    const other = OTHERS.find(([begins]) => beginsWith(content, begins));
    if (other !== undefined) throw unsupported(other[1]);
  }
  const codec = CODECS.find(({ begins }) => firsts.some(({ content }) => beginsWith(content, begins)));
  if (codec === undefined)
    throw firsts.length === 0 ? damaged('at its beginning') : unsupported('an Ogg file of a kind we do not know');
  return codec;
}

/** The first pages of all streams come before all others. */
function firstPages(head: Uint8Array): OggPage[] {
  const pages: OggPage[] = [];
  for (let at = 0; at < head.length;) {
    const page = oggPageAt(head, at);
    if (typeof page === 'string' || !page.isFirst) break;
    pages.push(page);
    at += page.bytes.length;
  }
  return pages;
}

const beginsWith = (content: Uint8Array, word: string) => lettersOf(content, 0, word.length) === word;

async function* decodeOgg(file: ByteFile, codec: OggCodec): AsyncGenerator<Piece> {
  const decoding = new OggDecoding(codec, MAX_LINKS);
  for await (const { page, done } of oggPages(file.chunks(0))) {
    if (page === undefined && decoding.isBetween) return; // what comes after the sound is not ours
    if (page === undefined) throw damaged(`after ${secondsText(decoding.seconds)}`);
    yield* decoding.take(page, done);
  }
  if (decoding.isBetween) return;
  yield* decoding.finish();
  throw endsEarly(decoding.seconds, 'without its last page');
}

/** Decodes the streams of one codec that follow one another; others, such as a skeleton, are left out. */
export class OggDecoding {
  readonly #codec: OggCodec;
  readonly #maxLinks: number;
  #link: OggLink | undefined;
  #links = 0;
  #finished = 0;

  /** @param maxLinks how many streams may follow one another */
  constructor(codec: OggCodec, maxLinks: number) {
    this.#codec = codec;
    this.#maxLinks = maxLinks;
  }

  /** s of sound that came out. */
  get seconds(): number {
    return this.#finished + (this.#link?.seconds ?? 0);
  }

  /** Whether the last stream is whole. */
  get isBetween(): boolean {
    return this.#links > 0 && this.#link === undefined;
  }

  async *take(page: OggPage, done: number): AsyncGenerator<Piece> {
    this.#link ??= await this.#begin(page);
    if (page.serial !== this.#link?.serial) return;
    yield* this.#link.feed(page, done);
    if (page.isLast) yield* this.finish();
  }

  async *finish(): AsyncGenerator<Piece> {
    if (this.#link === undefined) return;
    yield* this.#link.flush();
    this.#finished += this.#link.seconds;
    this.#link = undefined;
  }

  async #begin(page: OggPage): Promise<OggLink | undefined> {
    if (!page.isFirst || !beginsWith(page.content, this.#codec.begins)) return undefined;
    if (++this.#links > this.#maxLinks) throw unsupported(`an Ogg file of more than ${this.#maxLinks} parts`);
    return OggLink.start(this.#codec, page);
  }
}
