import type { PcmEncoding } from '../../dsp/pcm.ts';
import { lettersOf, viewOf } from './byte-file.ts';
import { damaged, type Probe, type RecognisedClip, unsupportedInside } from './clip-format.ts';
import { decodePcm, type PcmLayout } from './pcm-clip.ts';

export const AU_HEADER_BYTES = 24;
const UNKNOWN_SIZE = 0xffff_ffff;

/** Encodings by the number in the header. */
const ENCODINGS: Readonly<Record<number, PcmEncoding>> = {
  1: 'mulaw',
  2: 's8',
  3: 's16be',
  4: 's24be',
  5: 's32be',
  6: 'f32be',
  7: 'f64be',
  27: 'alaw',
};

/** Sun's AU files (`audio/basic`): G.711, PCM and floating point. */
export async function recogniseAu({ file, head }: Probe): Promise<RecognisedClip | undefined> {
  if (lettersOf(head, 0, 4) !== '.snd') return undefined;
  const layout = auLayout(head);
  return { format: 'AU', extension: 'au', decode: () => decodePcm(file, layout) };
}

/**
 * What the header of an AU file says.
 * @throws Fault `invalid` for a damaged one, `unsupported` for an encoding that we do not know
 */
export function auLayout(header: Uint8Array): PcmLayout {
  if (header.length < AU_HEADER_BYTES) throw damaged('in its header');
  const view = viewOf(header);
  const offset = view.getUint32(4);
  const size = view.getUint32(8);
  const number = view.getUint32(12);
  const encoding = ENCODINGS[number];
  if (encoding === undefined) throw unsupportedInside(`an AU file of encoding ${number}`);
  if (offset < AU_HEADER_BYTES) throw damaged('in its header');
  const bytes = size === UNKNOWN_SIZE || size === 0 ? undefined : size;
  return { encoding, channels: view.getUint32(20), rate: view.getUint32(16), offset, bytes };
}
