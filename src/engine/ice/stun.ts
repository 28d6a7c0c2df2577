import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Endpoint } from '../calls/latch.ts';
import { readAddress, writeAddress } from './stun-address.ts';

/** STUN (RFC 8489) as far as ICE (RFC 8445) and TURN (RFC 8656) need it. */

export const METHOD = { binding: 1, allocate: 3, refresh: 4, send: 6, data: 7, createPermission: 8, channelBind: 9 };

export const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
  xorMappedAddress: 0x0020,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  iceControlled: 0x8029,
  iceControlling: 0x802a,
} as const;

export type StunClass = 'request' | 'indication' | 'success' | 'error';
const CLASSES: readonly StunClass[] = ['request', 'indication', 'success', 'error'];

const HEADER_BYTES = 20;
const COOKIE = 0x2112_a442;
const INTEGRITY_BYTES = 20;
const FINGERPRINT_MASK = 0x5354_554e;
/** More is not read: no honest message has as many. */
const MAX_ATTRIBUTES = 32;
const MAX_BYTES = 2048;

export interface StunMessage {
  readonly method: number;
  readonly kind: StunClass;
  /** Twelve bytes in hex. */
  readonly transaction: string;
  /** The first of each kind counts (RFC 8489, 14). */
  readonly attributes: ReadonlyMap<number, Buffer>;
  /** What is signed and with what; undefined where nobody signed. */
  readonly signed: { readonly bytes: Buffer; readonly tag: Buffer } | undefined;
}

export const newTransaction = () => randomBytes(12).toString('hex');

/** Whether a datagram on a shared port is STUN (RFC 7983). */
export const isStun = (datagram: Uint8Array) => datagram.length >= HEADER_BYTES && datagram[0]! < 4;

/** undefined where it is no STUN, or its checksum is wrong. */
export function parseStun(datagram: Uint8Array): StunMessage | undefined {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  const read = isWhole(bytes) ? readAttributes(bytes) : undefined;
  if (read === undefined) return undefined;
  const type = bytes.readUInt16BE(0);
  return {
    method: (type & 0x000f) | ((type & 0x00e0) >> 1) | ((type & 0x3e00) >> 2),
    kind: CLASSES[((type & 0x0010) >> 4) | ((type & 0x0100) >> 7)]!,
    transaction: bytes.toString('hex', 8, HEADER_BYTES),
    ...read,
  };
}

const isWhole = (bytes: Buffer) =>
  isStun(bytes) &&
  bytes.length <= MAX_BYTES &&
  bytes.length % 4 === 0 &&
  bytes.readUInt32BE(4) === COOKIE &&
  bytes.readUInt16BE(2) === bytes.length - HEADER_BYTES;

function readAttributes(bytes: Buffer): Pick<StunMessage, 'attributes' | 'signed'> | undefined {
  const attributes = new Map<number, Buffer>();
  let signed: StunMessage['signed'];
  for (let at = HEADER_BYTES, count = 0; at + 4 <= bytes.length; count++) {
    const [kind, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)];
    const value = bytes.subarray(at + 4, at + 4 + length);
    if (value.length !== length || count === MAX_ATTRIBUTES) return undefined;
    if (kind === ATTRIBUTE.fingerprint) return matches(bytes, at, value) ? { attributes, signed } : undefined;
    // What comes behind the signature is nobody's word (RFC 8489, 14.5).
    if (kind === ATTRIBUTE.messageIntegrity) signed ??= { bytes: sized(bytes.subarray(0, at), 4 + length), tag: value };
    else if (signed === undefined && !attributes.has(kind)) attributes.set(kind, value);
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return { attributes, signed };
}

/** The checksum of a message whose FINGERPRINT is at `at`, which must be its end. */
const matches = (bytes: Buffer, at: number, value: Buffer) =>
  value.length === 4 && at + 8 === bytes.length && value.readUInt32BE(0) === checksum(bytes.subarray(0, at));

const checksum = (bytes: Buffer) => (crc32(bytes) ^ FINGERPRINT_MASK) >>> 0;

/** A copy whose head says that so many bytes more belong to it. */
function sized(bytes: Buffer, more: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt16BE(bytes.length - HEADER_BYTES + more, 2);
  return copy;
}

const tagOf = (bytes: Buffer, key: string | Buffer) => createHmac('sha1', key).update(bytes).digest();

/** Whether somebody who has the key signed it. */
export const isSignedBy = ({ signed }: StunMessage, key: string | Buffer): boolean =>
  signed?.tag.length === INTEGRITY_BYTES && timingSafeEqual(signed.tag, tagOf(signed.bytes, key));

export interface StunDraft {
  readonly method: number;
  readonly kind: StunClass;
  readonly transaction: string;
  readonly attributes: readonly (readonly [kind: number, value: Uint8Array])[];
  /** Signs it. */
  readonly key?: string | Buffer | undefined;
  /** With a checksum at its end, as ICE wants it. */
  readonly fingerprint?: boolean;
}

export function buildStun({ method, kind, transaction, attributes, key, fingerprint = false }: StunDraft): Buffer {
  const at = CLASSES.indexOf(kind);
  const type = (method & 0x0f) | ((method & 0x70) << 1) | ((method & 0xf80) << 2) | ((at & 1) << 4) | ((at & 2) << 7);
  const head = Buffer.alloc(HEADER_BYTES);
  head.writeUInt16BE(type, 0);
  head.writeUInt32BE(COOKIE, 4);
  head.write(transaction, 8, 'hex');
  let bytes = sized(Buffer.concat([head, ...attributes.map(([of, value]) => attribute(of, value))]), 0);
  if (key !== undefined) {
    const signed = sized(bytes, 4 + INTEGRITY_BYTES);
    bytes = Buffer.concat([signed, attribute(ATTRIBUTE.messageIntegrity, tagOf(signed, key))]);
  }
  if (!fingerprint) return bytes;
  const summed = sized(bytes, 8);
  return Buffer.concat([summed, attribute(ATTRIBUTE.fingerprint, word(checksum(summed)))]);
}

function attribute(kind: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
  bytes.writeUInt16BE(kind, 0);
  bytes.writeUInt16BE(value.length, 2);
  bytes.set(value, 4);
  return bytes;
}

/** 32 bits. */
export function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** The number of an error response, 300 to 699; undefined where it has none. */
export function errorOf({ attributes }: StunMessage): number | undefined {
  const value = attributes.get(ATTRIBUTE.errorCode);
  return value === undefined || value.length < 4 ? undefined : (value[2]! & 7) * 100 + value[3]!;
}

export const errorCode = (code: number): readonly [number, Buffer] => [
  ATTRIBUTE.errorCode,
  Buffer.from([0, 0, Math.floor(code / 100), code % 100]),
];

/** One of the XOR- attributes. */
export function addressIn(message: StunMessage, kind: number): Endpoint | undefined {
  const value = message.attributes.get(kind);
  return value === undefined ? undefined : readAddress(value, message.transaction);
}

export const addressAs = (kind: number, endpoint: Endpoint, transaction: string): readonly [number, Buffer] => [
  kind,
  writeAddress(endpoint, transaction),
];
