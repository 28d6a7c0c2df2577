import { isIPv6 } from 'node:net';
import type { CallCodec, MediaSection } from './contract.ts';
import { SDP_CODECS } from './call-codecs.ts';
import type { Fingerprint, IceCandidate, IceLogin } from '../../engine/contract.ts';
import { dtlsLines, type Setup } from './dtls-lines.ts';
import { iceLines } from './ice-lines.ts';
import type { CryptoLine, Direction } from './section.ts';

/** Ours, to be written. */
interface OwnSection {
  readonly port: number;
  readonly rtcpPort: number;
  readonly protocol: string;
  readonly address: string;
  readonly codecs: readonly { readonly codec: CallCodec; readonly payloadType: number }[];
  /** `telephone-event`s: a type for each clock. */
  readonly events: readonly { readonly payloadType: number; readonly clockRate: number }[];
  readonly direction: Direction;
  readonly crypto: readonly CryptoLine[];
  readonly rtcpMux?: boolean;
  readonly dtls?: { readonly fingerprint: Fingerprint; readonly setup: Setup } | undefined;
  /** What came says that somebody on the way changed it (RFC 8839, 5.3). */
  readonly iceMismatch?: boolean;
  readonly ice?: { readonly login: IceLogin; readonly candidates: readonly IceCandidate[] } | undefined;
}

/** Writes an `m=` section. */
export function writeSection(own: OwnSection): MediaSection {
  const { port, rtcpPort, protocol, address, codecs, events } = own;
  const types = [...codecs, ...events].map(({ payloadType }) => payloadType);
  const lines = [
    `m=audio ${port} ${protocol} ${types.join(' ')}`,
    `c=IN ${isIPv6(address) ? 'IP6' : 'IP4'} ${address}`,
    ...(rtcpPort === port + 1 || own.rtcpMux === true ? [] : [`a=rtcp:${rtcpPort}`]),
    ...codecs.flatMap(({ codec, payloadType }) => {
      const { rtpmap, fmtp } = SDP_CODECS[codec];
      return [`a=rtpmap:${payloadType} ${rtpmap}`, ...(fmtp === undefined ? [] : [`a=fmtp:${payloadType} ${fmtp}`])];
    }),
    ...events.flatMap(({ payloadType, clockRate }) => [
      `a=rtpmap:${payloadType} telephone-event/${clockRate}`,
      `a=fmtp:${payloadType} 0-15`,
    ]),
    'a=ptime:20',
    ...(own.rtcpMux === true ? ['a=rtcp-mux'] : []),
    ...(own.iceMismatch === true ? ['a=ice-mismatch'] : []),
    ...(own.ice === undefined ? [] : iceLines(own.ice)),
    ...(own.dtls === undefined ? [] : dtlsLines(own.dtls)),
    ...own.crypto.map(({ tag, suite, key }) => `a=crypto:${tag} ${suite} inline:${key}`),
    `a=${own.direction}`,
  ];
  return lines.map(line => `${line}\r\n`).join('');
}
