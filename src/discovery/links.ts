import { isIPv4 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

/** A network interface that others are reached through. */
export interface Link {
  readonly name: string;
  readonly addresses: readonly LinkAddress[];
}

export interface LinkAddress {
  readonly address: string;
  /** Length of the network's part, bits. */
  readonly prefix: number;
}

/** How many are served at the most: containers on a development machine may bring dozens. */
const MOST = 16;

/** Interfaces with addresses, as Node lists them; the loopback only where nothing else is wanted. */
export function linksIn(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): readonly Link[] {
  return Object.entries(interfaces)
    .map(([name, infos = []]) => ({
      name,
      addresses: infos
        .filter(({ internal }) => !internal)
        .map(({ address, cidr }) => ({ address, prefix: Number(cidr?.split('/')[1] ?? (isIPv4(address) ? 32 : 128)) })),
    }))
    .filter(({ addresses }) => addresses.length > 0)
    .slice(0, MOST);
}

export const hasV4 = ({ addresses }: Link) => addresses.some(({ address }) => isIPv4(address));
export const hasV6 = ({ addresses }: Link) => addresses.some(({ address }) => !isIPv4(address));

/** Whether it is an address that a network interface gives itself (RFC 3927; RFC 4291, 2.5.6). */
export const isLinkLocal = (address: string) => address.startsWith('169.254.') || /^fe[89ab]/i.test(address);

/** Whether an IPv4 address belongs to a network of the link. */
export const isOn = (link: Link, address: string) =>
  link.addresses.some(own => isIPv4(own.address) && sameNetwork(own, address));

/** The address of the link that a peer reaches best: of its own network, else the first that is not link-local. */
export function addressFor(link: Link, peer: string): string | undefined {
  const own = link.addresses.filter(({ address }) => isIPv4(address) === isIPv4(peer));
  const near = own.find(each => isIPv4(peer) && sameNetwork(each, peer));
  const best = near ?? own.find(({ address }) => isLinkLocal(address) === isLinkLocal(peer)) ?? own[0];
  return best?.address;
}

function sameNetwork({ address, prefix }: LinkAddress, other: string): boolean {
  const mask = prefix === 0 ? 0 : (~0 << (32 - prefix)) >>> 0;
  return (numberOf(address) & mask) >>> 0 === (numberOf(other) & mask) >>> 0;
}

const numberOf = (address: string) =>
  address.split('.').reduce((number, byte) => ((number << 8) | Number(byte)) >>> 0, 0);
