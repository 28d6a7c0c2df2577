import { isIPv4, isIPv6, SocketAddress } from 'node:net';
import type { Endpoint } from '../calls/latch.ts';

/** XOR-MAPPED-ADDRESS and its likes (RFC 8489, 14.2). */

const COOKIE = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const FAMILY = { ipv4: 1, ipv6: 2 } as const;

const mask = (transaction: string) => Buffer.concat([COOKIE, Buffer.from(transaction, 'hex')]);
const xor = (bytes: Buffer, by: Buffer) => Buffer.from(bytes.map((byte, at) => byte ^ by[at]!));

/** undefined where it is none. */
export function readAddress(value: Buffer, transaction: string): Endpoint | undefined {
  const family = value[1];
  const bytes = family === FAMILY.ipv4 ? 4 : family === FAMILY.ipv6 ? 16 : 0;
  if (bytes === 0 || value.length !== 4 + bytes) return undefined;
  const plain = xor(value.subarray(4), mask(transaction));
  const address = bytes === 4 ? plain.join('.') : shortest(plain);
  return { address, port: value.readUInt16BE(2) ^ 0x2112 };
}

/** @param endpoint an address, not a name */
export function writeAddress({ address, port }: Endpoint, transaction: string): Buffer {
  const plain = isIPv6(address) ? ipv6(address) : Buffer.from(address.split('.').map(Number));
  const head = Buffer.from([0, isIPv4(address) ? FAMILY.ipv4 : FAMILY.ipv6, 0, 0]);
  head.writeUInt16BE(port ^ 0x2112, 2);
  return Buffer.concat([head, xor(plain, mask(transaction))]);
}

/** As the system writes it, so that it can be compared. */
function shortest(bytes: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, n) => bytes.readUInt16BE(2 * n).toString(16));
  return new SocketAddress({ family: 'ipv6', address: groups.join(':') }).address;
}

function ipv6(address: string): Buffer {
  const plain = address.split('%')[0]!.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...of: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = of.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [left = '', right] = plain.split('::');
  const [before, after] = [left, right ?? ''].map(part => part.split(':').filter(group => group !== ''));
  const zeros = Array<string>(Math.max(0, 8 - before!.length - after!.length)).fill('0');
  const bytes = Buffer.alloc(16);
  [...before!, ...zeros, ...after!]
    .slice(0, 8)
    .forEach((group, at) => bytes.writeUInt16BE(parseInt(group, 16), 2 * at));
  return bytes;
}
