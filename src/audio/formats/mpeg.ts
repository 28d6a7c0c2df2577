import { MPEGDecoder } from 'mpg123-decoder';
import { type ByteFile, lettersOf, viewOf } from './byte-file.ts';
import { endsEarly, type Piece, type Probe, type RecognisedClip } from './clip-format.ts';
import { type MpegHeader, mpegHeaderAt } from './mpeg-header.ts';
import { WasmDecoding } from './wasm-decoding.ts';

/** Three headers in a row, each where the last says, are no chance. */
const FRAMES_IN_A_ROW = 3;
/** What a decoder may lose at the ends, in frames, before we say that something is missing. */
const TOLERANCE = 3;

/** MPEG audio of the layers 1 to 3. */
export async function recogniseMpeg({ file, start, head }: Probe): Promise<RecognisedClip | undefined> {
  const first = firstMpegFrame(head, start + head.length >= file.size);
  if (first === undefined) return undefined;
  const { at, header } = first;
  const frames = framesPromised(head.subarray(at, at + header.bytes), header);
  const seconds = frames === undefined ? undefined : (frames * header.samples) / header.rate;
  return {
    format: `MP${header.layer}`,
    extension: `mp${header.layer}`,
    decode: () => decodeMpeg(file, { from: start + at, header, seconds }),
  };
}

/** The first frame of MPEG audio. @param whole whether there is nothing behind `head` */
export function firstMpegFrame(head: Uint8Array, whole: boolean): { at: number; header: MpegHeader } | undefined {
  for (let at = head.indexOf(0xff); at !== -1; at = head.indexOf(0xff, at + 1)) {
    const header = mpegHeaderAt(head, at);
    if (header !== undefined && followed(head, at, whole)) return { at, header };
  }
  return undefined;
}

/** Whether enough frames of one kind follow one another from `at`, or up to the end of a `whole` file. */
function followed(head: Uint8Array, at: number, whole: boolean): boolean {
  let kind: string | undefined;
  for (let count = 0; count < FRAMES_IN_A_ROW; count++) {
    const header = mpegHeaderAt(head, at);
    const over = whole && count > 0 && (at >= head.length || lettersOf(head, at, 3) === 'TAG');
    if (header === undefined) return over;
    kind ??= kindOf(header);
    if (kindOf(header) !== kind) return false;
    at += header.bytes;
  }
  return true;
}

const kindOf = ({ version, layer, rate }: MpegHeader) => `${version}/${layer}/${rate}`;

/** The number of frames that encoders write into the first one: a Xing, Info or VBRI tag. */
function framesPromised(frame: Uint8Array, { version, mono }: MpegHeader): number | undefined {
  const side = version === 1 ? (mono ? 17 : 32) : mono ? 9 : 17;
  const xing = 4 + side;
  const view = viewOf(frame);
  if (['Xing', 'Info'].includes(lettersOf(frame, xing, 4)) && frame.length >= xing + 12) {
    return (view.getUint32(xing + 4) & 1) === 1 ? view.getUint32(xing + 8) : undefined;
  }
  return lettersOf(frame, 36, 4) === 'VBRI' && frame.length >= 54 ? view.getUint32(50) : undefined;
}

interface MpegStream {
  /** Of the first frame in the file. */
  readonly from: number;
  readonly header: MpegHeader;
  /** What its tag says, encoder's delay and padding included. */
  readonly seconds: number | undefined;
}

async function* decodeMpeg(file: ByteFile, { from, header, seconds }: MpegStream): AsyncGenerator<Piece> {
  const decoding = await WasmDecoding.start(new MPEGDecoder());
  for await (const { chunk, done } of file.chunks(from)) yield* decoding.feed(chunk, done);
  // The encoder's delay and padding, up to two frames, were promised too, and are cut off.
  const gaps = (TOLERANCE * header.samples) / header.rate;
  if (seconds !== undefined && decoding.seconds + gaps < seconds) throw endsEarly(decoding.seconds, seconds);
}
