import type { CodecName } from './codec.ts';

export type AdpcmName = Extract<CodecName, 'G722' | 'G726-24' | 'G726-32'>;

interface Adpcm {
  readonly family: 'g722' | 'g726';
  /** Hz, the only one it knows. */
  readonly sampleRate: number;
  /** bit/s. */
  readonly bitrate: number;
  /** The fewest bytes that are whole samples, and those samples. */
  readonly unitBytes: number;
  readonly unitSamples: number;
}

/** Codecs that write differences, which takes a memory of what was. */
export const ADPCM: Readonly<Record<AdpcmName, Adpcm>> = {
  G722: { family: 'g722', sampleRate: 16_000, bitrate: 64_000, unitBytes: 1, unitSamples: 2 },
  'G726-24': { family: 'g726', sampleRate: 8000, bitrate: 24_000, unitBytes: 3, unitSamples: 8 },
  'G726-32': { family: 'g726', sampleRate: 8000, bitrate: 32_000, unitBytes: 1, unitSamples: 2 },
};
