import { AdpcmDecoder } from './adpcm-decoder.ts';
import { checkFormat } from './check-format.ts';
import type { CodecFormat, Decoder } from './codec.ts';
import { requireCodecs } from './native.ts';
import { OpusDecoder } from './opus-decoder.ts';
import { SampleDecoder } from './sample-decoder.ts';

/**
 * A decoder for one stream of packets.
 * @throws Fault `invalid` where the codec has no such rate or channels, `unavailable` where the add-on is missing
 */
export function createDecoder(format: CodecFormat): Decoder {
  checkFormat(format);
  switch (format.codec) {
    case 'PCMU':
    case 'PCMA':
    case 'L16':
    case 'L24':
      return new SampleDecoder(format.codec, format);
    case 'G722':
    case 'G726-24':
    case 'G726-32':
      return new AdpcmDecoder(requireCodecs(), format.codec);
    case 'opus':
      return new OpusDecoder(requireCodecs(), format.sampleRate);
  }
}
