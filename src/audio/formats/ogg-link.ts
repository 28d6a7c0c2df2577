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
  readonly create: () => WasmDecoder;
}

/** One stream of an Ogg file, from its first page to its last. */
export class OggLink {
  readonly serial: number;
  readonly #decoding: WasmDecoding;
  readonly #gain: number;
  #packetBytes = 0;

  private constructor(serial: number, decoding: WasmDecoding, gain: number) {
    this.serial = serial;
    this.#decoding = decoding;
    this.#gain = gain;
  }

  /** @throws Fault `unsupported` for too many channels, `invalid` for a first page that is too short */
  static async start(codec: OggCodec, { content, serial }: OggPage): Promise<OggLink> {
    const view = viewOf(content);
    if (content.length < 19) throw damaged('in its header');
    const channels = view.getUint8(codec.channelsAt);
    if (channels > MAX_CHANNELS) throw unsupported(`a file of ${channels} channels`);
    const gain = codec.gainAt === undefined ? 1 : factorOf(view.getInt16(codec.gainAt, true) / 256);
    return new OggLink(serial, await WasmDecoding.start(codec.create()), gain);
  }

  /** s of sound that came out. */
  get seconds(): number {
    return this.#decoding.seconds;
  }

  async *feed({ bytes, content, endsPacket }: OggPage, done: number): AsyncGenerator<Piece> {
    this.#packetBytes = endsPacket ? 0 : this.#packetBytes + content.length;
    if (this.#packetBytes > MAX_PACKET_BYTES) throw damaged(`after ${secondsText(this.seconds)}`);
    // A copy: the decoder keeps what it gets, and the page is part of a larger buffer.
    for await (const piece of this.#decoding.feed(bytes.slice(), done)) yield this.#amplified(piece);
  }

  async *flush(): AsyncGenerator<Piece> {
    for await (const piece of this.#decoding.flush()) yield this.#amplified(piece);
  }

  close(): void {
    this.#decoding.close();
  }

  #amplified(piece: Piece): Piece {
    return this.#gain === 1 ? piece : { ...piece, samples: piece.samples.map(sample => sample * this.#gain) };
  }
}
