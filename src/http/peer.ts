import { isIPv6 } from 'node:net';

/** An address as people write it: an IPv4 peer on a dual-stack socket without its `::ffff:`. */
export const plainAddress = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');

/**
 * Whom to count as one peer: an IPv4 address, a link-local IPv6 address, or the /64 network of another IPv6 address,
 * because whoever has one address there has them all (RFC 6177).
 */
export function peerKey(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain) || /^fe[89ab]/i.test(plain)) return plain;
  return `${network(plain)}::/64`;
}

function network(address: string): string {
  const [left = '', right] = (address.split('%', 1)[0] ?? '').split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? 0 : Math.max(0, 8 - head.length - tail.length);
  const groups = [...head, ...Array.from({ length: zeros }, () => '0'), ...tail];
  return groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':');
}
