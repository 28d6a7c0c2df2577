import type { CodecFormat } from '../../engine/contract.ts';
import type { CallCodec } from './contract.ts';

/** How a codec stands in SDP (RFC 3551, 6; RFC 7587; RFC 3551, 4.5.4 for G.726). */
export interface SdpCodec {
  /** `name/rate`, with the channels where SDP tells them. */
  readonly rtpmap: string;
  /** Hz of the timestamps; G.722's says 8000 by an old mistake. */
  readonly clockRate: number;
  readonly format: CodecFormat;
  /** The type it has by right; others get one of their own in each description. */
  readonly payloadType?: number;
  readonly fmtp?: string;
}

export const SDP_CODECS: Readonly<Record<CallCodec, SdpCodec>> = {
  opus: {
    rtpmap: 'opus/48000/2',
    clockRate: 48_000,
    format: { codec: 'opus', sampleRate: 48_000, channels: 1 },
    fmtp: 'useinbandfec=1',
  },
  G722: {
    rtpmap: 'G722/8000',
    clockRate: 8000,
    format: { codec: 'G722', sampleRate: 16_000, channels: 1 },
    payloadType: 9,
  },
  'L16/16000': {
    rtpmap: 'L16/16000',
    clockRate: 16_000,
    format: { codec: 'L16', sampleRate: 16_000, channels: 1 },
  },
  'L16/8000': { rtpmap: 'L16/8000', clockRate: 8000, format: { codec: 'L16', sampleRate: 8000, channels: 1 } },
  PCMU: {
    rtpmap: 'PCMU/8000',
    clockRate: 8000,
    format: { codec: 'PCMU', sampleRate: 8000, channels: 1 },
    payloadType: 0,
  },
  PCMA: {
    rtpmap: 'PCMA/8000',
    clockRate: 8000,
    format: { codec: 'PCMA', sampleRate: 8000, channels: 1 },
    payloadType: 8,
  },
  'G726-32': { rtpmap: 'G726-32/8000', clockRate: 8000, format: { codec: 'G726-32', sampleRate: 8000, channels: 1 } },
};

/** What a payload type means without an `rtpmap` (RFC 3551, table 4). */
export const STATIC_RTPMAPS: Readonly<Record<number, string>> = { 0: 'PCMU/8000', 8: 'PCMA/8000', 9: 'G722/8000' };

/** Rates and channels aside, one name in another case: SDP does not mind. */
const plain = (rtpmap: string) => rtpmap.toLowerCase().replace(/\/1$/, '');

/** Whether an `rtpmap` is this codec. */
export const isCodec = (rtpmap: string, codec: CallCodec) => plain(rtpmap) === plain(SDP_CODECS[codec].rtpmap);
