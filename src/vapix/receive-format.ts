import { invalid } from '../core/fault.ts';
import type { ListenWish } from '../audio/index.ts';

/** As VAPIX names them; `g711a` is ours. */
export const RECEIVE_CODECS = ['g711', 'g711a', 'g726', 'aac', 'opus', 'lpcm'] as const;

export type ReceiveCodec = (typeof RECEIVE_CODECS)[number];

/** What may be asked for: the first rate, and the first bit rate of a rate, are what nobody has to name. Hz and bit/s. */
export const RECEIVE_RATES: Readonly<Record<ReceiveCodec, ReadonlyMap<number, readonly number[]>>> = {
  g711: new Map([
    [8000, [64_000]],
    [16_000, [128_000]],
  ]),
  g711a: new Map([[8000, [64_000]]]),
  g726: new Map([[8000, [32_000, 24_000]]]),
  aac: new Map([
    [16_000, [32_000, 16_000, 24_000, 48_000, 64_000]],
    [8000, [16_000, 24_000, 32_000]],
    [32_000, [64_000, 32_000, 48_000, 96_000, 128_000]],
    [48_000, [96_000, 64_000, 128_000, 192_000]],
  ]),
  opus: new Map(
    [48_000, 8000, 12_000, 16_000, 24_000].map(rate => [
      rate,
      [32_000, 8000, 12_000, 16_000, 24_000, 48_000, 64_000, 96_000, 128_000].filter(
        bits => bits >= rate / 6 && bits <= 4 * rate,
      ),
    ]),
  ),
  lpcm: new Map([48_000, 8000, 16_000, 24_000, 32_000].map(rate => [rate, [rate * 16]])),
};

/** How the microphone is to be heard, and what to call it. */
export interface ReceiveFormat {
  readonly codec: ReceiveCodec;
  readonly wish: ListenWish;
  /** Content type of one packet. */
  readonly type: string;
}

interface Wishes {
  readonly codec: string;
  readonly sampleRate: number | undefined;
  readonly bitrate: number | undefined;
}

const G711_FRAMES = 512;

/**
 * What a request for the microphone means.
 * @throws Fault `invalid` that names what may be asked for
 */
export function receiveFormat({ codec, sampleRate, bitrate }: Wishes): ReceiveFormat {
  if (!isReceiveCodec(codec)) throw invalid(`audiocodec must be one of ${RECEIVE_CODECS.join(', ')}`, 'audiocodec');
  const rates = RECEIVE_RATES[codec];
  const rate = oneOf([...rates.keys()], sampleRate, 'audiosamplerate');
  const bits = oneOf(rates.get(rate) ?? [], bitrate, 'audiobitrate');
  return { codec, ...FORMATS[codec](rate, bits) };
}

const isReceiveCodec = (name: string): name is ReceiveCodec => RECEIVE_CODECS.some(known => known === name);

function oneOf(allowed: readonly number[], wish: number | undefined, field: string): number {
  const value = wish ?? allowed[0];
  if (value === undefined || !allowed.includes(value)) {
    throw invalid(`${field} must be one of ${allowed.join(', ')}`, field);
  }
  return value;
}

/** 20 ms. */
const shortly = (rate: number) => rate / 50;

const FORMATS: Readonly<Record<ReceiveCodec, (rate: number, bits: number) => Pick<ReceiveFormat, 'wish' | 'type'>>> = {
  g711: rate => ({
    wish: { format: { codec: 'PCMU', sampleRate: rate, channels: 1 }, packetFrames: G711_FRAMES },
    type: rate === 8000 ? 'audio/basic' : 'audio/axis-mulaw-128',
  }),
  g711a: rate => ({
    wish: { format: { codec: 'PCMA', sampleRate: rate, channels: 1 }, packetFrames: G711_FRAMES },
    type: 'audio/x-alaw-basic',
  }),
  g726: (rate, bits) => {
    const codec = bits === 24_000 ? 'G726-24' : 'G726-32';
    return {
      wish: { format: { codec, sampleRate: rate, channels: 1 }, packetFrames: G711_FRAMES },
      type: `audio/${codec}`,
    };
  },
  aac: (rate, bits) => ({
    wish: { format: { codec: 'aac', sampleRate: rate }, bitrate: bits },
    type: 'audio/mpeg4-generic',
  }),
  opus: (rate, bits) => ({
    wish: { format: { codec: 'opus', sampleRate: rate, channels: 1 }, packetFrames: shortly(rate), bitrate: bits },
    type: 'audio/opus',
  }),
  lpcm: rate => ({
    wish: { format: { codec: 'L16', sampleRate: rate, channels: 1 }, packetFrames: shortly(rate) },
    type: `audio/L16;rate=${rate};channels=1`,
  }),
};
