import { A_LAW, MU_LAW, toALaw, toMuLaw } from '../../dsp/g711.ts';
import { toInt16 } from '../../dsp/int16.ts';
import type { CodecName } from './codec.ts';

/** Codecs that write every sample by itself, as RFC 3551 (4.5.11, 4.5.14) and RFC 3190 (4) do: the high byte first. */
export type SampleCodecName = Extract<CodecName, 'PCMU' | 'PCMA' | 'L16' | 'L24'>;

export interface SampleCodec {
  /** Of one sample. */
  readonly bytes: number;
  /** The int16 sample that begins at `at`. */
  readonly read: (view: DataView, at: number) => number;
  readonly write: (view: DataView, at: number, sample: number) => void;
}

const MU_LAW_INT16 = toInt16(MU_LAW);
const A_LAW_INT16 = toInt16(A_LAW);

export const SAMPLE_CODECS: Readonly<Record<SampleCodecName, SampleCodec>> = {
  PCMU: {
    bytes: 1,
    read: (view, at) => MU_LAW_INT16[view.getUint8(at)]!,
    write: (view, at, sample) => view.setUint8(at, toMuLaw(sample)),
  },
  PCMA: {
    bytes: 1,
    read: (view, at) => A_LAW_INT16[view.getUint8(at)]!,
    write: (view, at, sample) => view.setUint8(at, toALaw(sample)),
  },
  L16: {
    bytes: 2,
    read: (view, at) => view.getInt16(at),
    write: (view, at, sample) => view.setInt16(at, sample),
  },
  L24: {
    bytes: 3,
    // The lowest byte is below what 16 bits can tell.
    read: (view, at) => view.getInt16(at),
    write(view, at, sample) {
      view.setInt16(at, sample);
      view.setUint8(at + 2, 0);
    },
  },
};
