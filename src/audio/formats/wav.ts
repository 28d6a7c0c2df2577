import { invalid } from '../../core/fault.ts';
import { bytesOf, type PcmEncoding } from '../../dsp/pcm.ts';
import { type ByteFile, lettersOf, viewOf } from './byte-file.ts';
import { type Probe, type RecognisedClip, unsupportedInside } from './clip-format.ts';
import { decodePcm, type PcmLayout } from './pcm-clip.ts';

const MAX_CHUNKS = 1000;
/** Programs that write to a pipe cannot know the size, and put 0 or about the largest there is. */
const UNKNOWN_SIZE = 0x7fff_0000;
const EXTENSIBLE = 0xfffe;

/** Encodings by format tag and container bits (mmreg.h; WAVE_FORMAT_EXTENSIBLE has the tag in its GUID). */
const ENCODINGS: Readonly<Record<string, PcmEncoding>> = {
  '1/8': 'u8',
  '1/16': 's16le',
  '1/24': 's24le',
  '1/32': 's32le',
  '3/32': 'f32le',
  '3/64': 'f64le',
  '6/8': 'alaw',
  '7/8': 'mulaw',
};

/** What else people keep in WAV files. */
const OTHERS: Readonly<Record<number, string>> = {
  2: 'Microsoft ADPCM',
  0x11: 'IMA ADPCM',
  0x31: 'GSM 6.10',
  0x50: 'MPEG audio',
  0x55: 'MP3',
  0xff: 'AAC',
};

/** RIFF WAVE and RF64 files of PCM, floating-point and G.711 samples. */
export async function recogniseWav({ file, head }: Probe): Promise<RecognisedClip | undefined> {
  const isRiff = ['RIFF', 'RF64'].includes(lettersOf(head, 0, 4));
  if (!isRiff || lettersOf(head, 8, 4) !== 'WAVE') return undefined;
  const layout = await layoutOf(file);
  return { format: 'WAV', extension: 'wav', decode: () => decodePcm(file, layout) };
}

async function layoutOf(file: ByteFile): Promise<PcmLayout> {
  let format: Omit<PcmLayout, 'offset' | 'bytes'> | undefined;
  let position = 12;
  for (let chunks = 0; chunks < MAX_CHUNKS; chunks++) {
    const header = await file.read(position, 8);
    if (header.length < 8) break;
    const size = viewOf(header).getUint32(4, true);
    const body = position + 8;
    const name = lettersOf(header, 0, 4);
    if (name === 'fmt ') format = formatOf(await file.read(body, Math.min(size, 40)));
    if (name === 'data' && format !== undefined) {
      const known = size > 0 && size < UNKNOWN_SIZE;
      return { ...format, offset: body, bytes: known ? size : undefined };
    }
    position = body + size + (size % 2); // chunks begin at even positions
  }
  throw invalid('the WAV file has no samples in it, it ends early or is damaged; upload it again', 'file');
}

function formatOf(chunk: Uint8Array): Omit<PcmLayout, 'offset' | 'bytes'> {
  if (chunk.length < 16) throw invalid('the WAV file ends in its header; upload it again', 'file');
  const view = viewOf(chunk);
  const outer = view.getUint16(0, true);
  const tag = outer === EXTENSIBLE && chunk.length >= 26 ? view.getUint16(24, true) : outer;
  const channels = view.getUint16(2, true);
  const blockBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  // 20 valid bits lie in 24: what counts is the room that a sample takes.
  const container = channels > 0 && blockBytes % channels === 0 && tag <= 7 ? (8 * blockBytes) / channels : bits;
  const encoding = ENCODINGS[`${tag}/${container}`];
  if (encoding === undefined)
    throw unsupportedInside(`a WAV file of ${OTHERS[tag] ?? `${bits}-bit samples of kind ${tag}`}`);
  if (blockBytes !== channels * bytesOf(encoding)) throw invalid('the WAV file’s header is damaged', 'file');
  return { encoding, channels, rate: view.getUint32(4, true) };
}
