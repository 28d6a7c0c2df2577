import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { Fault, invalid } from '../../core/fault.ts';
import { toInt16 } from '../../dsp/int16.ts';
import { meanOfChannels } from '../../dsp/mean-of-channels.ts';
import { type PcmEncoding, PcmReader } from '../../dsp/pcm.ts';
import { createDecoder } from '../codecs/index.ts';
import { flacFrames } from './flac-frames.ts';
import { BodyReader } from './message.ts';

/** Turns the server's chunks into mono sound. */
export interface ChunkDecoder {
  /** For people: "FLAC, 48 kHz". */
  readonly name: string;
  /** Hz. */
  readonly sampleRate: number;
  decode(chunk: Uint8Array): Promise<Int16Array>;
  close(): void;
}

const [LOWEST_RATE, HIGHEST_RATE] = [8000, 192_000];
const MOST_CHANNELS = 8;
const PCM: Readonly<Record<number, PcmEncoding>> = { 8: 'u8', 16: 's16le', 24: 's24le', 32: 's32le' };
const OPUS_MARK = 0x4f_50_55_53;

/**
 * What a server's codec header asks for.
 * @throws Fault `unsupported` where we do not have the codec, `invalid` where the header makes no sense
 */
export async function createChunkDecoder(body: Uint8Array): Promise<ChunkDecoder> {
  const reader = new BodyReader(body);
  const codec = reader.text();
  const header = reader.bytes();
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  switch (codec) {
    case 'pcm':
      return pcmDecoder(view);
    case 'opus':
      return opusDecoder(view);
    case 'flac':
      return flacDecoder(view);
    default:
      throw new Fault(
        'unsupported',
        `the server sends ${JSON.stringify(codec.slice(0, 20))}; let it send pcm, flac or opus`,
      );
  }
}

/** A WAV header as the server writes it: format at 20, channels at 22, rate at 24, bits at 34. */
function pcmDecoder(view: DataView): ChunkDecoder {
  need(view, 44);
  const channels = view.getUint16(22, true);
  const bits = view.getUint16(34, true);
  const sampleRate = checkRate(view.getUint32(24, true));
  const encoding = PCM[bits];
  if (encoding === undefined || channels < 1 || channels > MOST_CHANNELS) {
    throw invalid(`the server sends PCM of ${bits} bits and ${channels} channels`);
  }
  return {
    name: `PCM, ${kHz(sampleRate)}`,
    sampleRate,
    // A reader for each: a chunk that is cut short must not shift the next one.
    decode: chunk => Promise.resolve(toInt16(new PcmReader(encoding, channels).read(chunk))),
    close: () => undefined,
  };
}

/** Rate and channels behind a mark; what comes is always decoded at 48 kHz. */
function opusDecoder(view: DataView): ChunkDecoder {
  need(view, 12);
  if (view.getUint32(0, true) !== OPUS_MARK) throw invalid('the server sent a header that is not one of Opus');
  const decoder = createDecoder({ codec: 'opus', sampleRate: 48_000, channels: 2 });
  return {
    name: 'Opus, 48 kHz',
    sampleRate: decoder.sampleRate,
    decode: chunk => Promise.resolve(decoder.decode(chunk)),
    close: () => decoder.close(),
  };
}

/** STREAMINFO of RFC 9639, 8.2, behind the four letters and its own four bytes. */
async function flacDecoder(view: DataView): Promise<ChunkDecoder> {
  need(view, 42);
  if (view.getUint32(0) !== 0x66_4c_61_43) throw invalid('the server sent a header that is not one of FLAC');
  const sampleRate = checkRate(view.getUint32(18) >>> 12);
  const decoder = new FLACDecoder();
  await decoder.ready;
  return {
    name: `FLAC, ${kHz(sampleRate)}`,
    sampleRate,
    decode: async chunk => {
      const pieces: Int16Array[] = [];
      for (const frame of flacFrames(chunk)) {
        const { channelData, samplesDecoded, sampleRate: rate } = await decoder.decodeFrames([frame]);
        if (rate !== sampleRate && samplesDecoded > 0)
          throw invalid(`the server said ${sampleRate} Hz and sends ${rate} Hz`);
        pieces.push(toInt16(meanOfChannels(channelData, samplesDecoded)));
      }
      return joinedSamples(pieces);
    },
    close: () => decoder.free(),
  };
}

function joinedSamples(pieces: readonly Int16Array[]): Int16Array {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  const all = new Int16Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function need(view: DataView, bytes: number): void {
  if (view.byteLength < bytes) throw invalid('the server sent a codec header that ends early');
}

function checkRate(rate: number): number {
  if (rate < LOWEST_RATE || rate > HIGHEST_RATE) throw invalid(`the server sends sound at ${rate} Hz`);
  return rate;
}

const kHz = (rate: number) => `${rate / 1000} kHz`;
