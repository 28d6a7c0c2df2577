import { AdpcmEncoder } from './adpcm-encoder.ts';
import { checkFormat } from './check-format.ts';
import type { CodecFormat, Encoder, EncoderOptions } from './codec.ts';
import { requireCodecs } from './native.ts';
import { OpusEncoder } from './opus-encoder.ts';
import { SampleEncoder } from './sample-encoder.ts';

/**
 * An encoder for one stream of packets.
 * @throws Fault `invalid` where the codec has no such rate or channels, `unavailable` where the add-on is missing
 */
export function createEncoder(format: CodecFormat, options: EncoderOptions = {}): Encoder {
  checkFormat(format);
  switch (format.codec) {
    case 'PCMU':
    case 'PCMA':
    case 'L16':
    case 'L24':
      return new SampleEncoder(format.codec, format);
    case 'G722':
    case 'G726-24':
    case 'G726-32':
      return new AdpcmEncoder(requireCodecs(), format.codec);
    case 'opus':
      return new OpusEncoder(requireCodecs(), format.sampleRate, options);
  }
}
