import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { type WriteLimits, type ClipMeasures, ClipWriter } from './clip-writer.ts';
import { ByteFile } from './formats/byte-file.ts';
import { checkRate, damaged } from './formats/clip-format.ts';
import { recognise } from './formats/recognise.ts';

export interface DecodeJob extends WriteLimits {
  /** Path of the file to decode. */
  readonly source: string;
  /** Path of the file to write: mono int16 at 48 kHz, without a header. */
  readonly target: string;
  /** The program for AAC. */
  readonly ffmpeg?: string;
}

export interface DecodedClip extends ClipMeasures {
  /** For people: "MP3". */
  readonly format: string;
  /** What a file of this format is called, without the dot. */
  readonly extension: string;
}

interface DecodeOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called with the part of the file that was read, 0..1. */
  readonly progress: (done: number) => void;
}

/**
 * Decodes an audio clip of any format that we take, a little at a time whatever its length. When it fails, what was
 * written of the target is left for the caller to remove.
 * @throws Fault `unsupported`, `invalid` (damaged, incomplete), `too-large`, `full`, or `failed` when aborted
 */
export async function decodeClip(job: DecodeJob, options: DecodeOptions): Promise<DecodedClip> {
  const file = await ByteFile.open(job.source);
  try {
    const writer = await ClipWriter.create(job.target, job);
    try {
      return await decodeInto(writer, file, { ...options, ffmpeg: job.ffmpeg ?? 'ffmpeg' });
    } finally {
      await writer.close();
    }
  } catch (error) {
    throw isDiskFull(error) ? new Fault('full', 'the storage is full; remove audio clips first') : error;
  } finally {
    await file.close();
  }
}

async function decodeInto(writer: ClipWriter, file: ByteFile, tools: DecodeOptions & { ffmpeg: string }) {
  const clip = await recognise(file, tools);
  for await (const { samples, rate, done } of clip.decode()) {
    if (tools.signal.aborted) throw new Fault('failed', 'decoding was stopped');
    checkRate(rate);
    await writer.write(samples, rate);
    tools.progress(done);
  }
  const measures = await writer.finish();
  if (measures.frames === 0) throw damaged('or has no sound in it');
  return { ...measures, format: clip.format, extension: clip.extension };
}

const isDiskFull = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOSPC';
