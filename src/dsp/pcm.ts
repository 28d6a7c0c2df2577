import { joined } from '../core/bytes.ts';
import { A_LAW, MU_LAW } from './g711.ts';

/** How one sample is written; `le` and `be` say which byte comes first. */
export type PcmEncoding =
  | 'u8'
  | 's8'
  | 's16le'
  | 's16be'
  | 's24le'
  | 's24be'
  | 's32le'
  | 's32be'
  | 'f32le'
  | 'f32be'
  | 'f64le'
  | 'f64be'
  | 'alaw'
  | 'mulaw';

/** Bytes of one sample, and how to read it; full scale is 1. */
interface Sample {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

const SAMPLES: Readonly<Record<PcmEncoding, Sample>> = {
  u8: { bytes: 1, read: (view, at) => (view.getUint8(at) - 128) / 128 },
  s8: { bytes: 1, read: (view, at) => view.getInt8(at) / 128 },
  s16le: { bytes: 2, read: (view, at) => view.getInt16(at, true) / 32_768 },
  s16be: { bytes: 2, read: (view, at) => view.getInt16(at) / 32_768 },
  s24le: { bytes: 3, read: (view, at) => (view.getInt8(at + 2) * 65_536 + view.getUint16(at, true)) / 8_388_608 },
  s24be: { bytes: 3, read: (view, at) => (view.getInt8(at) * 65_536 + view.getUint16(at + 1)) / 8_388_608 },
  s32le: { bytes: 4, read: (view, at) => view.getInt32(at, true) / 2_147_483_648 },
  s32be: { bytes: 4, read: (view, at) => view.getInt32(at) / 2_147_483_648 },
  f32le: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  f32be: { bytes: 4, read: (view, at) => view.getFloat32(at) },
  f64le: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  f64be: { bytes: 8, read: (view, at) => view.getFloat64(at) },
  alaw: { bytes: 1, read: (view, at) => A_LAW[view.getUint8(at)]! },
  mulaw: { bytes: 1, read: (view, at) => MU_LAW[view.getUint8(at)]! },
};

/** Bytes that one sample of this encoding takes. */
export const bytesOf = (encoding: PcmEncoding) => SAMPLES[encoding].bytes;

/** Reads interleaved samples that come in pieces of any size, and makes them mono: the mean of the channels. */
export class PcmReader {
  readonly #sample: Sample;
  readonly #channels: number;
  #rest = new Uint8Array(0);

  constructor(encoding: PcmEncoding, channels: number) {
    this.#sample = SAMPLES[encoding];
    this.#channels = channels;
  }

  /** The frames that are whole now; full scale is 1, floating-point samples may be anything. The beginning of another waits for its other bytes. */
  read(piece: Uint8Array): Float32Array {
    const bytes = joined(this.#rest, piece);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const frameBytes = this.#sample.bytes * this.#channels;
    const mono = new Float32Array(Math.floor(bytes.length / frameBytes));
    for (let frame = 0; frame < mono.length; frame++) mono[frame] = this.#mean(view, frame * frameBytes);
    this.#rest = bytes.slice(mono.length * frameBytes);
    return mono;
  }

  #mean(view: DataView, at: number): number {
    const { bytes, read } = this.#sample;
    let sum = 0;
    for (let channel = 0; channel < this.#channels; channel++) sum += read(view, at + channel * bytes);
    return sum / this.#channels;
  }
}
