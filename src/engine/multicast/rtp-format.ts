import type { RtpCodec } from './rtp-source.ts';

/** What a decoder or an encoder has to know. */
export interface SoundFormat {
  readonly codec: RtpCodec;
  /** Hz of the samples. */
  readonly sampleRate: number;
  readonly channels: 1;
}

/** How a codec is carried in RTP (RFC 3551, 6; RFC 7587). */
export interface RtpFormat {
  readonly format: SoundFormat;
  /** Hz of the timestamps; G.722's says 8000 by an old mistake. */
  readonly clockRate: number;
  /** The type it has by right; without one, any dynamic type will do. */
  readonly payloadType?: number;
}

export const RTP_FORMATS: Readonly<Record<RtpCodec, RtpFormat>> = {
  PCMU: { format: { codec: 'PCMU', sampleRate: 8000, channels: 1 }, clockRate: 8000, payloadType: 0 },
  PCMA: { format: { codec: 'PCMA', sampleRate: 8000, channels: 1 }, clockRate: 8000, payloadType: 8 },
  G722: { format: { codec: 'G722', sampleRate: 16_000, channels: 1 }, clockRate: 8000, payloadType: 9 },
  L16: { format: { codec: 'L16', sampleRate: 48_000, channels: 1 }, clockRate: 48_000 },
  opus: { format: { codec: 'opus', sampleRate: 48_000, channels: 1 }, clockRate: 48_000 },
};

const DYNAMIC = { first: 96, last: 127 };

/** Whether packets of this type may be of the codec. */
export const carries = ({ payloadType }: RtpFormat, type: number) =>
  payloadType === undefined ? type >= DYNAMIC.first && type <= DYNAMIC.last : type === payloadType;
