import { isIP } from 'node:net';
import { Fault } from '../../core/fault.ts';
import { STATIC_RTPMAPS } from './call-codecs.ts';
import type { Attributes } from './attributes.ts';
import type { MediaSection } from './contract.ts';
import { type DtlsOfSection, dtlsOf } from './dtls-lines.ts';
import { type IceOfSection, iceOf } from './ice-lines.ts';

/** More of anything is not read: no honest description has as many. */
const MAX_BYTES = 32_768;
export const MAX_LINES = 300;
const MAX_FORMATS = 64;
const MAX_CRYPTO = 16;
const LAST_PORT = 65_535;

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** A payload type and what it stands for. */
export interface SectionFormat {
  readonly payloadType: number;
  readonly rtpmap: string;
}

/** An `a=crypto:` (RFC 4568). */
export interface CryptoLine {
  readonly tag: number;
  readonly suite: string;
  /** Of the first key, base64. */
  readonly key: string;
}

/** What an `m=` section of a peer says (RFC 8866), as far as we care. */
export interface Section {
  readonly port: number;
  readonly rtcpPort: number;
  readonly protocol: string;
  readonly address: string;
  readonly formats: readonly SectionFormat[];
  readonly direction: Direction;
  readonly crypto: readonly CryptoLine[];
  /** RTCP may come with RTP (RFC 5761). */
  readonly rtcpMux: boolean;
  /** undefined where the peer has none, or nothing of it makes sense. */
  readonly ice: IceOfSection | undefined;
  readonly dtls: DtlsOfSection | undefined;
}

const unreadable = (what: string) => new Fault('unsupported', `the description of the sound has ${what}`);

/**
 * Reads a section.
 * @throws Fault `unsupported` where it is none of sound, or makes no sense
 */
export function parseSection(text: MediaSection): Section {
  if (text.length > MAX_BYTES) throw unreadable('too many bytes');
  const lines = text.split(/\r?\n/).slice(0, MAX_LINES);
  const { port, protocol, types } = headOf(lines[0] ?? '');
  const attributes = attributesOf(lines);
  const address = /^c=IN IP[46] ([^\s/]{1,255})/.exec(lines.find(line => line.startsWith('c=')) ?? '')?.[1];
  // A name would have to be looked up for every packet.
  if (address === undefined || isIP(address) === 0 || port > LAST_PORT) throw unreadable('no address');
  const rtcpMux = lines.includes('a=rtcp-mux');
  return {
    port,
    rtcpPort: rtcpPortOf(attributes.one('rtcp'), port),
    rtcpMux,
    dtls: dtlsOf(attributes),
    ice: iceOf(attributes, lines.includes('a=ice-lite'), { address, port }),
    protocol,
    address,
    formats: formatsOf(types, attributes.all('rtpmap')),
    direction: directionOf(lines),
    crypto: attributes.all('crypto').slice(0, MAX_CRYPTO).flatMap(cryptoOf),
  };
}

function headOf(line: string) {
  const head = /^m=audio (\d{1,5})(?:\/\d+)? (\S{1,40}) ([\d ]+)$/.exec(line.trim());
  if (head === null) throw unreadable('no line m=audio that can be read');
  const [, port, protocol = '', types = ''] = head;
  return { port: Number(port), protocol, types };
}

export function attributesOf(lines: readonly string[]): Attributes {
  const all = (name: string) =>
    lines.filter(line => line.startsWith(`a=${name}:`)).map(line => line.slice(name.length + 3).trim());
  return { all, one: (name: string): string | undefined => all(name)[0] };
}

function formatsOf(types: string, rtpmaps: readonly string[]): SectionFormat[] {
  const told = new Map<number, string>();
  for (const line of rtpmaps) {
    const found = /^(\d{1,3}) (\S{1,64})$/.exec(line);
    if (found?.[2] !== undefined) told.set(Number(found[1]), found[2]);
  }
  return types
    .split(' ')
    .slice(0, MAX_FORMATS)
    .map(Number)
    .flatMap(payloadType => {
      const rtpmap = told.get(payloadType) ?? STATIC_RTPMAPS[payloadType];
      return rtpmap === undefined || payloadType > 127 ? [] : [{ payloadType, rtpmap }];
    });
}

function cryptoOf(line: string): CryptoLine[] {
  const found = /^(\d{1,9}) (\w{1,64}) inline:([\w+/=]{1,128})/.exec(line);
  const [, tag, suite, key] = found ?? [];
  return suite === undefined || key === undefined ? [] : [{ tag: Number(tag), suite, key }];
}

const DIRECTIONS: readonly Direction[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

const directionOf = (lines: readonly string[]): Direction =>
  DIRECTIONS.find(direction => lines.includes(`a=${direction}`)) ?? 'sendrecv';

/** RFC 3605; 0 where there can be none. */
function rtcpPortOf(told: string | undefined, port: number): number {
  const found = Number(told?.split(' ')[0]);
  if (Number.isInteger(found) && found > 0 && found <= LAST_PORT) return found;
  return port < LAST_PORT ? port + 1 : 0;
}
