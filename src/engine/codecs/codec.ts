/** As RTP names them; G.726 with RFC 3551's order of bits. */
export type CodecName = 'PCMU' | 'PCMA' | 'G722' | 'G726-24' | 'G726-32' | 'L16' | 'L24' | 'opus';

export interface CodecFormat {
  readonly codec: CodecName;
  /** Of the samples, Hz: 16000 with G722, whose RTP clock says 8000; axis-mulaw-128 is PCMU at 16000. */
  readonly sampleRate: number;
  readonly channels: 1 | 2;
}

export interface Decoder {
  /** Hz. */
  readonly sampleRate: number;
  /** Packets so far that were none of this codec; each was played as if it had been lost. */
  readonly broken: number;
  /** A whole packet as mono int16 at `sampleRate`. Bytes that are left behind its last whole sample are dropped. */
  decode(bytes: Uint8Array): Int16Array;
  /**
   * What to play for a lost packet of this many frames, a second's at the most: what was heard last goes on, and dies away.
   * @param next the packet after it, where it has come already: Opus may have packed the lost one into it as well
   */
  conceal(frames: number, next?: Uint8Array): Int16Array;
  /** It can be used no more. */
  close(): void;
}

export interface Encoder {
  /** Hz. */
  readonly sampleRate: number;
  /**
   * One packet of mono samples; two channels get the same.
   * @throws Fault `invalid` where they make no whole packet: Opus takes 2.5, 5, 10, 20, 40 or 60 ms, G722 and G726-32 an
   * even number, G726-24 a multiple of eight
   */
  encode(samples: Int16Array): Uint8Array;
  /** It can be used no more. */
  close(): void;
}

export interface EncoderOptions {
  /** Opus only, bit/s; it chooses for itself where none is told. */
  readonly bitrate?: number;
  /** Opus only: percent of the packets that may be lost; from 1 on they are for speech and repeat each other. */
  readonly loss?: number;
}
