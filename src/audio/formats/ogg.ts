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
    create: () => new OggVorbisDecoder(),
  },
  {
    begins: 'OpusHead',
    format: 'Opus',
    extension: 'opus',
    channelsAt: 9,
    gainAt: 16,
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
  const firsts = firstPages(head);
  for (const { content } of firsts) {
    const other = OTHERS.find(([begins]) => beginsWith(content, begins));
    if (other !== undefined) throw unsupported(other[1]);
  }
  const codec = CODECS.find(({ begins }) => firsts.some(({ content }) => beginsWith(content, begins)));
  if (codec === undefined)
    throw firsts.length === 0 ? damaged('at its beginning') : unsupported('an Ogg file of a kind we do not know');
  return { format: codec.format, extension: codec.extension, decode: () => decodeOgg(file, codec) };
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

/** Decodes the streams of this codec that follow one another; others, such as a skeleton, are left out. */
async function* decodeOgg(file: ByteFile, codec: OggCodec): AsyncGenerator<Piece> {
  let links = 0;
  let link: OggLink | undefined;
  let seconds = 0;
  try {
    for await (const { page, done } of oggPages(file)) {
      if (page === undefined && link === undefined && links > 0) return; // what comes after the sound is not ours
      if (page === undefined) throw damaged(`after ${secondsText(seconds + (link?.seconds ?? 0))}`);
      if (link === undefined && page.isFirst && beginsWith(page.content, codec.begins)) {
        if (++links > MAX_LINKS) throw unsupported(`an Ogg file of more than ${MAX_LINKS} parts`);
        link = await OggLink.start(codec, page);
      }
      if (page.serial !== link?.serial) continue;
      yield* link.feed(page, done);
      if (!page.isLast) continue;
      yield* link.flush();
      seconds += link.seconds;
      link.close();
      link = undefined;
    }
    if (link === undefined) return;
    yield* link.flush();
    throw endsEarly(seconds + link.seconds, 'without its last page');
  } finally {
    link?.close();
  }
}
