import { factorOf } from '../../dsp/format.ts';
import { viewOf } from './byte-file.ts';
import { damaged, type Piece, secondsText, unsupported } from './clip-format.ts';
import type { OggPage } from './ogg-pages.ts';
import { type WasmDecoder, WasmDecoding } from './wasm-decoding.ts';

/** More channels would let a small page become too much sound at once. */
const MAX_CHANNELS = 8;
/** A packet that goes on for longer is none: comments with a picture are a few megabytes. */
const MAX_PACKET_BYTES = 16_777_216;

/** A codec in Ogg. */
export interface OggCodec {
  /** How its first packet begins. */
  readonly begins: string;
  readonly format: string;
  readonly extension: string;
  /** Where the first packet has the number of channels, and where a gain that is to be applied (dB, Q7.8). */
  readonly channelsAt: number;
  readonly gainAt: number | undefined;
  /** How its comments begin, where the decoder does not know that they may go on over several pages. */
  readonly comments: string | undefined;
  readonly create: () => WasmDecoder;
}

/** One stream of an Ogg file, from its first page to its last. */
export class OggLink {
  readonly serial: number;
  readonly #decoding: WasmDecoding;
  readonly #gain: number;
  #packetBytes = 0;
  /** Comments to leave out; undefined behind them. */
  #comments: string | undefined;

  private constructor(codec: OggCodec, { content, serial }: OggPage, decoding: WasmDecoding) {
    this.serial = serial;
    this.#decoding = decoding;
    this.#gain = codec.gainAt === undefined ? 1 : factorOf(viewOf(content).getInt16(codec.gainAt, true) / 256);
    this.#comments = codec.comments;
  }

  /** @throws Fault `unsupported` for too many channels, `invalid` for a first page that is too short */
  static async start(codec: OggCodec, first: OggPage): Promise<OggLink> {
    if (first.content.length < 19) throw damaged('in its header');
    const channels = viewOf(first.content).getUint8(codec.channelsAt);
    if (channels > MAX_CHANNELS) throw unsupported(`a file of ${channels} channels`);
    return new OggLink(codec, first, await WasmDecoding.start(codec.create()));
  }

  /** s of sound that came out. */
  get seconds(): number {
    return this.#decoding.seconds;
  }

  async *feed(page: OggPage, done: number): AsyncGenerator<Piece> {
    this.#packetBytes = page.endsPacket ? 0 : this.#packetBytes + page.content.length;
    if (this.#packetBytes > MAX_PACKET_BYTES) throw damaged(`after ${secondsText(this.seconds)}`);
    const bytes = this.#toDecode(page);
    if (bytes === undefined) return;
    for await (const piece of this.#decoding.feed(bytes, done)) yield this.#amplified(piece);
  }

  async *flush(): AsyncGenerator<Piece> {
    for await (const piece of this.#decoding.flush()) yield this.#amplified(piece);
  }

  /** A copy, because the decoder keeps what it gets, and the page is part of a larger buffer. */
  #toDecode({ bytes, serial, isFirst, endsPacket }: OggPage): Uint8Array | undefined {
    if (isFirst || this.#comments === undefined) return bytes.slice();
    if (!endsPacket) return undefined;
    const empty = emptyComments(this.#comments, serial);
    this.#comments = undefined;
    return empty;
  }

  #amplified(piece: Piece): Piece {
    return this.#gain === 1 ? piece : { ...piece, samples: piece.samples.map(sample => sample * this.#gain) };
  }
}

/** The second page of a stream, with comments of no vendor and no entries; the decoder does not look at its checksum. */
function emptyComments(begins: string, serial: number): Uint8Array {
  const content = new Uint8Array(begins.length + 8);
  content.set(Buffer.from(begins, 'latin1'));
  const page = new Uint8Array(28 + content.length);
  page.set(Buffer.from('OggS', 'latin1'));
  const view = viewOf(page);
  view.setUint32(14, serial, true);
  view.setUint32(18, 1, true); // number of the page
  page.set([1, content.length], 26); // one segment
  page.set(content, 28);
  return page;
}
