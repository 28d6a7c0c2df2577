/** An IPv4 address as a number. */
const numberOf = (address: string): number => address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);

const addressOf = (number: number): string => [24, 16, 8, 0].map(shift => (number >>> shift) & 255).join('.');

const maskOf = (prefix: number) => (prefix === 0 ? 0 : (~0 << (32 - prefix)) >>> 0);

/** `24` as `255.255.255.0`. */
export const netmaskOf = (prefix: number): string => addressOf(maskOf(prefix));

/** `255.255.255.0` as 24; undefined where it is no mask. */
export function prefixOf(netmask: string): number | undefined {
  const prefix = Array.from({ length: 33 }, (_, i) => i).find(each => netmaskOf(each) === netmask);
  return prefix;
}

/** The address with all host bits set (RFC 919). */
export const broadcastOf = (address: string, prefix: number): string =>
  addressOf((numberOf(address) | ~maskOf(prefix)) >>> 0);

/** Whether `other` is in the network of `address`. */
export const isIn = (other: string, address: string, prefix: number): boolean =>
  (numberOf(other) & maskOf(prefix)) === (numberOf(address) & maskOf(prefix));

/** The address with no host bit set. */
export const networkOf = (address: string, prefix: number): string =>
  addressOf((numberOf(address) & maskOf(prefix)) >>> 0);
