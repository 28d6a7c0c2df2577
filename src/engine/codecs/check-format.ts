import { invalid } from '../../core/fault.ts';
import { ADPCM } from './adpcm.ts';
import type { CodecFormat } from './codec.ts';

const OPUS_RATES = [8000, 12_000, 16_000, 24_000, 48_000];
const [LOWEST_RATE, HIGHEST_RATE] = [8000, 192_000];

/**
 * Sees to it that a codec knows a rate and a number of channels.
 * @throws Fault `invalid`
 */
export function checkFormat({ codec, sampleRate, channels }: CodecFormat): void {
  const rates = ratesOf(codec);
  if (rates !== undefined && !rates.includes(sampleRate)) {
    throw invalid(`${codec} is sampled at ${rates.join(', ')} Hz, not at ${sampleRate} Hz`, 'sampleRate');
  }
  if (!Number.isInteger(sampleRate) || sampleRate < LOWEST_RATE || sampleRate > HIGHEST_RATE) {
    throw invalid(`${sampleRate} Hz is no sample rate between ${LOWEST_RATE} and ${HIGHEST_RATE} Hz`, 'sampleRate');
  }
  if (codec in ADPCM && channels !== 1) throw invalid(`${codec} has one channel`, 'channels');
}

function ratesOf(codec: CodecFormat['codec']): readonly number[] | undefined {
  switch (codec) {
    case 'opus':
      return OPUS_RATES;
    case 'G722':
    case 'G726-24':
    case 'G726-32':
      return [ADPCM[codec].sampleRate];
    case 'PCMU':
    case 'PCMA':
    case 'L16':
    case 'L24':
      return undefined;
  }
}
