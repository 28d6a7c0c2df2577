import { ADPCM } from './adpcm.ts';
import type { CodecFormat } from './codec.ts';
import { SAMPLE_CODECS } from './sample-codec.ts';

/** The fewest bytes of a stream that are whole samples of all channels; 1 for Opus, which has packets. */
export function unitBytesOf({ codec, channels }: CodecFormat): number {
  switch (codec) {
    case 'PCMU':
    case 'PCMA':
    case 'L16':
    case 'L24':
      return SAMPLE_CODECS[codec].bytes * channels;
    case 'G722':
    case 'G726-24':
    case 'G726-32':
      return ADPCM[codec].unitBytes;
    case 'opus':
      return 1;
  }
}
