import { isIPv4 } from 'node:net';

/** The wired network as it is at this moment. */
export interface NetworkState {
  /** The first wired interface: its name to Linux; empty where there is none. */
  readonly interface: string;
  readonly macAddress: string;
  /** Whether a cable is in, with somebody at its other end. */
  readonly carrier: boolean;
  readonly addresses: readonly NetworkAddress[];
  /** Of the default route for IPv4 and IPv6; empty where there is none. */
  readonly router: string;
  readonly router6: string;
  readonly nameServers: readonly string[];
  readonly domains: readonly string[];
  /** Time servers that the network tells of. */
  readonly timeServers: readonly string[];
}

export interface NetworkAddress {
  readonly address: string;
  readonly prefix: number;
  readonly origin: 'DHCP' | 'Static' | 'Link local' | 'RA';
}

export const NO_NETWORK: NetworkState = {
  interface: '',
  macAddress: '',
  carrier: false,
  addresses: [],
  router: '',
  router6: '',
  nameServers: [],
  domains: [],
  timeServers: [],
};

/** What is read of networkd's JSON; a part that is missing, or is something else, is as good as empty. */
interface Link {
  readonly Name?: unknown;
  readonly Type?: unknown;
  readonly HardwareAddress?: unknown;
  readonly CarrierState?: unknown;
  readonly Addresses?: unknown;
  readonly Routes?: unknown;
  readonly DNS?: unknown;
  readonly SearchDomains?: unknown;
  readonly NTP?: unknown;
}

type Part = Readonly<Record<string, unknown>>;

/** Reads what networkd tells (`Describe`). Whatever it does not tell is empty. */
export function networkState(described: unknown): NetworkState {
  const links = partsOf((described as { Interfaces?: unknown } | null)?.Interfaces) as readonly Link[];
  const wired = links.filter(({ Type }) => Type === 'ether');
  // Where there are several, the one that has a cable in it.
  const link = wired.find(({ CarrierState }) => CarrierState === 'carrier') ?? wired[0];
  if (link === undefined) return NO_NETWORK;
  const routes = partsOf(link.Routes).filter(({ DestinationPrefixLength }) => DestinationPrefixLength === 0);
  const gateways = routes.map(({ Gateway }) => textOf(Gateway)).filter(each => each !== '');
  return {
    interface: wordOf(link.Name),
    macAddress: macOf(link.HardwareAddress),
    carrier: link.CarrierState === 'carrier',
    addresses: partsOf(link.Addresses).flatMap(addressOf),
    router: gateways.find(isIPv4) ?? '',
    router6: gateways.find(each => !isIPv4(each)) ?? '',
    nameServers: unique(partsOf(link.DNS).map(({ Address }) => textOf(Address))),
    domains: unique(partsOf(link.SearchDomains).map(({ Domain }) => wordOf(Domain))),
    timeServers: unique(partsOf(link.NTP).map(({ Address, Server }) => textOf(Address) || wordOf(Server))),
  };
}

const ORIGINS: Readonly<Record<string, NetworkAddress['origin']>> = {
  DHCPv4: 'DHCP',
  DHCPv6: 'DHCP',
  IPv4LL: 'Link local',
  NDisc: 'RA',
};

function addressOf({ Address, PrefixLength, ConfigSource, ConfigState }: Part): NetworkAddress[] {
  const address = textOf(Address);
  if (address === '' || (ConfigState !== undefined && ConfigState !== 'configured')) return [];
  const origin = isLinkLocal(address) ? 'Link local' : (ORIGINS[String(ConfigSource)] ?? 'Static');
  return [{ address, prefix: Number(PrefixLength), origin }];
}

/** RFC 3927 and RFC 4291, 2.5.6. */
export const isLinkLocal = (address: string): boolean => address.startsWith('169.254.') || address.startsWith('fe80:');

/** The bytes of an address as people write it (RFC 5952); empty where it is none. */
function textOf(value: unknown): string {
  const bytes = Array.isArray(value) ? value.map(Number) : [];
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return '';
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

const wordOf = (value: unknown) => (typeof value === 'string' ? value : '');

const macOf = (value: unknown) =>
  (Array.isArray(value) ? value : []).map(byte => Number(byte).toString(16).padStart(2, '0').toUpperCase()).join(':');

const partsOf = (value: unknown): readonly Part[] =>
  Array.isArray(value) ? value.filter((each): each is Part => typeof each === 'object' && each !== null) : [];

const unique = (all: readonly string[]) => [...new Set(all)].filter(each => each !== '');
