import { invalid } from '../../core/fault.ts';
import { bytesOf, type PcmEncoding, PcmReader } from '../../dsp/pcm.ts';
import type { ByteFile } from './byte-file.ts';
import { checkRate, endsEarly, type Piece } from './clip-format.ts';

const MAX_CHANNELS = 64;

/** Where and how the samples lie in a file that is not compressed. */
export interface PcmLayout {
  readonly encoding: PcmEncoding;
  readonly channels: number;
  /** Hz. */
  readonly rate: number;
  /** Of the first sample in the file. */
  readonly offset: number;
  /** Of all samples; undefined where the file does not say. */
  readonly bytes: number | undefined;
}

/**
 * Decodes samples that are not compressed, or only by G.711.
 * @throws Fault `invalid` where there is less than the file says
 */
export async function* decodePcm(file: ByteFile, layout: PcmLayout): AsyncGenerator<Piece> {
  const { encoding, channels, rate, offset } = layout;
  if (channels < 1 || channels > MAX_CHANNELS) throw invalid(`the file says that it has ${channels} channels`, 'file');
  checkRate(rate);
  const present = Math.max(0, file.size - offset);
  const frameBytes = bytesOf(encoding) * channels;
  const bytes = layout.bytes ?? present;
  if (present + frameBytes <= bytes) {
    throw endsEarly(present / frameBytes / rate, bytes / frameBytes / rate);
  }
  const reader = new PcmReader(encoding, channels);
  for await (const { chunk, done } of file.chunks(offset, { to: Math.min(file.size, offset + bytes) })) {
    yield { samples: reader.read(chunk), rate, done };
  }
}
