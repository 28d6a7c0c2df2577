import { viewOf } from './byte-file.ts';

/** What the header of one MPEG audio frame says (ISO/IEC 11172-3, 2.4.1.3; 13818-3; "MPEG 2.5" halves the rates again). */
export interface MpegHeader {
  readonly version: 1 | 2 | 2.5;
  readonly layer: 1 | 2 | 3;
  /** Hz. */
  readonly rate: number;
  readonly mono: boolean;
  /** Samples of a frame, for each channel. */
  readonly samples: number;
  /** Of the frame with its header. */
  readonly bytes: number;
}

const VERSIONS = [2.5, undefined, 2, 1] as const;
const LAYERS = [undefined, 3, 2, 1] as const;
const RATES = [44_100, 48_000, 32_000] as const;
const RATE_DIVISORS = { 1: 1, 2: 2, 2.5: 4 } as const;
const HEADER_BYTES = 4;
/** The first eleven bits. */
const SYNC = 0x7ff;

/** kbit/s by index, for MPEG 1 by layer, and for the others: layer 1, layers 2 and 3. */
const BITRATES_1 = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
] as const;
const BITRATES_2 = [
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;

/** The header at `at`; undefined where there is none. Free-format frames count as none. */
export function mpegHeaderAt(bytes: Uint8Array, at: number): MpegHeader | undefined {
  const word = wordAt(bytes, at);
  const version = VERSIONS[(word >> 19) & 3];
  const layer = LAYERS[(word >> 17) & 3];
  if (word >>> 21 !== SYNC || version === undefined || layer === undefined) return undefined;
  const kbps = (version === 1 ? BITRATES_1 : BITRATES_2)[layer - 1]?.[(word >> 12) & 15] ?? 0;
  const fullRate = RATES[(word >> 10) & 3];
  if (kbps === 0 || fullRate === undefined) return undefined;
  const rate = fullRate / RATE_DIVISORS[version];
  const samples = samplesOf(version, layer);
  const slot = layer === 1 ? 4 : 1; // bytes
  const slots = Math.floor((samples * kbps * 125) / (rate * slot)) + ((word >> 9) & 1);
  return { version, layer, rate, mono: ((word >> 6) & 3) === 3, samples, bytes: slots * slot };
}

const wordAt = (bytes: Uint8Array, at: number) =>
  bytes.length < at + HEADER_BYTES ? 0 : viewOf(bytes.subarray(at)).getUint32(0);

function samplesOf(version: MpegHeader['version'], layer: MpegHeader['layer']): number {
  if (layer === 1) return 384;
  return layer === 3 && version !== 1 ? 576 : 1152;
}
