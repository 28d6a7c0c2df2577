import { invalid } from '../../core/fault.ts';
import { recogniseAdts, recogniseMp4 } from './aac.ts';
import { recogniseAu } from './au.ts';
import type { ByteFile } from './byte-file.ts';
import { endsEarly, type Probe, type RecognisedClip, type Recogniser, unsupported } from './clip-format.ts';
import { ID3_BYTES, id3Bytes } from './id3.ts';
import { recogniseFlac } from './flac.ts';
import { foreignFile, textFile } from './foreign.ts';
import { recogniseMpeg } from './mpeg.ts';
import { recogniseOgg } from './ogg.ts';
import { recogniseWav } from './wav.ts';

const HEAD_BYTES = 65_536;
const MAX_TAGS = 8;

/** Formats with a clear beginning first; MPEG audio has to be searched for. */
const RECOGNISERS: readonly Recogniser[] = [
  recogniseWav,
  recogniseAu,
  recogniseFlac,
  recogniseOgg,
  recogniseMp4,
  recogniseAdts,
  recogniseMpeg,
];

/**
 * Finds out what a file is from its content: neither its name nor the type that came with it counts.
 * @throws Fault `unsupported` that says what it is and what we take; `invalid` where it is empty, damaged or ends early
 */
export async function recognise(
  file: ByteFile,
  tools: Pick<Probe, 'clock' | 'signal' | 'ffmpeg'>,
): Promise<RecognisedClip> {
  if (file.size === 0) throw invalid('the file is empty', 'file');
  const start = await behindTags(file);
  if (start >= file.size) throw endsEarly(0, 'inside its tags');
  const head = await file.read(start, HEAD_BYTES);
  const foreign = foreignFile(head);
  if (foreign !== undefined) throw unsupported(foreign);
  for (const recogniser of RECOGNISERS) {
    const recognised = await recogniser({ ...tools, file, start, head });
    if (recognised !== undefined) return recognised;
  }
  throw unsupported(textFile(head) ?? 'a file of a kind we do not know');
}

/** Where the content begins, behind ID3v2 tags. */
async function behindTags(file: ByteFile): Promise<number> {
  let start = 0;
  for (let tags = 0; tags < MAX_TAGS; tags++) {
    const header = await file.read(start, ID3_BYTES);
    const bytes = id3Bytes(header);
    if (bytes === 0) break;
    start += bytes;
  }
  return start;
}
