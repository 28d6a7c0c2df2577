import { run } from '../../core/process.ts';
import { Fault } from '../../core/fault.ts';
import { PcmReader } from '../../dsp/pcm.ts';
import { AU_HEADER_BYTES, auLayout } from './au.ts';
import { viewOf } from './byte-file.ts';
import { CLIP_FORMATS, damaged, type Piece, type Probe, type RecognisedClip } from './clip-format.ts';
import { inspectMp4 } from './mp4.ts';

const ADTS_HEADER_BYTES = 7;
const TIMEOUT_MS = 600_000;

/** AAC in ADTS frames (ISO/IEC 13818-7, 6.2). */
export async function recogniseAdts(probe: Probe): Promise<RecognisedClip | undefined> {
  const { head } = probe;
  const second = adtsFrameEnd(head, 0);
  if (second === undefined) return undefined;
  // One header may be chance; the next frame is where the first says.
  if (second < head.length - ADTS_HEADER_BYTES && adtsFrameEnd(head, second) === undefined) return undefined;
  return { format: 'AAC', extension: 'aac', decode: () => decodeWithFfmpeg(probe, 'aac') };
}

/** AAC and the like in MP4 files without a picture (ISO/IEC 14496-12). */
export async function recogniseMp4(probe: Probe): Promise<RecognisedClip | undefined> {
  if (!(await inspectMp4(probe))) return undefined;
  return { format: 'M4A', extension: 'm4a', decode: () => decodeWithFfmpeg(probe, 'mov') };
}

/** Where the frame at `at` ends; undefined where there is none. */
function adtsFrameEnd(bytes: Uint8Array, at: number): number | undefined {
  if (bytes.length < at + ADTS_HEADER_BYTES) return undefined;
  const view = viewOf(bytes.subarray(at));
  const isSynced = (view.getUint16(0) & 0xfff6) === 0xfff0;
  const rateIndex = (view.getUint8(2) >> 2) & 15;
  const length = (view.getUint32(2) >>> 5) & 0x1fff;
  return isSynced && rateIndex < 13 && length > ADTS_HEADER_BYTES ? at + length : undefined;
}

/**
 * ffmpeg is told what the file is, and may open no other (MP4 can name files to read from). It answers with AU, which
 * begins with all we need to know.
 */
async function* decodeWithFfmpeg(probe: Probe, demuxer: 'aac' | 'mov'): AsyncGenerator<Piece> {
  const { clock, signal, ffmpeg, file } = probe;
  const input = ['-protocol_whitelist', 'file', '-f', demuxer, '-i', `file:${file.path}`, '-map', '0:a:0'];
  const output = ['-c:a', 'pcm_f32be', '-f', 'au', 'pipe:1'];
  const args = ['-nostdin', '-hide_banner', '-loglevel', 'error', ...input, ...output];
  try {
    yield* decodeAuStream(run(ffmpeg, args, { clock, timeoutMs: TIMEOUT_MS, signal }));
  } catch (error) {
    throw explained(error);
  }
}

async function* decodeAuStream(stream: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  let header: Buffer = Buffer.alloc(0);
  let sound: { readonly reader: PcmReader; readonly rate: number } | undefined;
  for await (const piece of stream) {
    let samples = piece;
    if (sound === undefined) {
      header = Buffer.concat([header, piece]);
      const offset = header.length < AU_HEADER_BYTES ? Infinity : auLayout(header).offset;
      if (header.length < offset) continue;
      const { encoding, channels, rate } = auLayout(header);
      sound = { reader: new PcmReader(encoding, channels), rate };
      samples = header.subarray(offset);
    }
    yield { samples: sound.reader.read(samples), rate: sound.rate, done: 0 };
  }
}

/** What the person at the page can do about it. */
function explained(error: unknown): unknown {
  if (!(error instanceof Fault)) return error;
  if (error.kind === 'failed') return damaged('or not AAC');
  if (error.kind !== 'unavailable') return error;
  const others = CLIP_FORMATS.filter(format => format !== 'AAC' && format !== 'M4A').join(', ');
  return new Fault('unsupported', `AAC and M4A need ffmpeg, which this speaker does not have; take ${others}`, {
    field: 'file',
    cause: error,
  });
}
