import { isIPv6 } from 'node:net';
import type { CallIce } from '../../engine/contract.ts';
import type { CallCodec, MediaSection } from './contract.ts';
import { SDP_CODECS } from './call-codecs.ts';
import type { CryptoLine, Direction } from './section.ts';

/** Ours, to be written. */
export interface OwnSection {
  readonly port: number;
  readonly rtcpPort: number;
  readonly protocol: string;
  readonly address: string;
  readonly codecs: readonly { readonly codec: CallCodec; readonly payloadType: number }[];
  /** `telephone-event`s: a type for each clock. */
  readonly events: readonly { readonly payloadType: number; readonly clockRate: number }[];
  readonly direction: Direction;
  readonly crypto: readonly CryptoLine[];
  readonly fingerprint?: string;
  readonly setup?: string;
  readonly ice?: CallIce;
  readonly rtcpMux: boolean;
}

/** Writes an `m=` section. */
export function writeSection(own: OwnSection): MediaSection {
  const { port, rtcpPort, protocol, address, codecs, events, ice } = own;
  const types = [...codecs, ...events].map(({ payloadType }) => payloadType);
  const lines = [
    `m=audio ${port} ${protocol} ${types.join(' ')}`,
    `c=IN ${isIPv6(address) ? 'IP6' : 'IP4'} ${address}`,
    ...(rtcpPort === port + 1 ? [] : [`a=rtcp:${rtcpPort}`]),
    ...codecs.flatMap(({ codec, payloadType }) => {
      const { rtpmap, fmtp } = SDP_CODECS[codec];
      return [`a=rtpmap:${payloadType} ${rtpmap}`, ...(fmtp === undefined ? [] : [`a=fmtp:${payloadType} ${fmtp}`])];
    }),
    ...events.flatMap(({ payloadType, clockRate }) => [
      `a=rtpmap:${payloadType} telephone-event/${clockRate}`,
      `a=fmtp:${payloadType} 0-15`,
    ]),
    'a=ptime:20',
    ...own.crypto.map(({ tag, suite, key }) => `a=crypto:${tag} ${suite} inline:${key}`),
    ...(own.fingerprint === undefined ? [] : [`a=fingerprint:${own.fingerprint}`]),
    ...(own.setup === undefined ? [] : [`a=setup:${own.setup}`]),
    ...(ice === undefined ? [] : [`a=ice-ufrag:${ice.ufrag}`, `a=ice-pwd:${ice.pwd}`]),
    ...(ice?.candidates ?? []).map(candidate => `a=candidate:${candidate}`),
    ...(own.rtcpMux ? ['a=rtcp-mux'] : []),
    `a=${own.direction}`,
  ];
  return lines.map(line => `${line}\r\n`).join('');
}
