import type { CodecFormat, Decoder } from './codec.ts';
import { createDecoder } from './create-decoder.ts';
import { OggReader } from '../../dsp/ogg-reader.ts';
import { unitBytesOf } from './unit-bytes.ts';

/** The two packets that an Opus stream begins with (RFC 7845, 5). */
const HEADERS = ['OpusHead', 'OpusTags'];

/** Decodes a stream without packets, as a TCP connection brings it, in pieces of any size; Opus comes in Ogg. */
export class StreamDecoder {
  readonly #decoder: Decoder;
  readonly #split: (piece: Uint8Array) => readonly Uint8Array[];

  /** @throws Fault as createDecoder() */
  constructor(format: CodecFormat) {
    this.#decoder = createDecoder(format);
    this.#split = format.codec === 'opus' ? packetsOf(new OggReader()) : unitsOf(unitBytesOf(format));
  }

  /** Hz. */
  get sampleRate(): number {
    return this.#decoder.sampleRate;
  }

  /** Packets so far that were none of this codec. */
  get broken(): number {
    return this.#decoder.broken;
  }

  /**
   * Mono int16, packet by packet as it is asked for: a few bytes can stand for hours of sound. What does not make a whole
   * sample yet waits for the next piece.
   */
  *decode(piece: Uint8Array): Generator<Int16Array, void> {
    for (const packet of this.#split(piece)) yield this.#decoder.decode(packet);
  }

  close(): void {
    this.#decoder.close();
  }
}

function packetsOf(reader: OggReader): (piece: Uint8Array) => readonly Uint8Array[] {
  const isHeader = (packet: Uint8Array) => HEADERS.includes(Buffer.from(packet.subarray(0, 8)).toString('latin1'));
  return piece => reader.read(piece).filter(packet => !isHeader(packet));
}

function unitsOf(unit: number): (piece: Uint8Array) => readonly Uint8Array[] {
  let rest = Buffer.alloc(0);
  return piece => {
    const bytes = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    const whole = bytes.length - (bytes.length % unit);
    rest = Buffer.from(bytes.subarray(whole));
    return whole === 0 ? [] : [bytes.subarray(0, whole)];
  };
}
