import { isIPv4 } from 'node:net';

interface VirtualNetwork {
  readonly macAddress: string;
  readonly hasDhcp: boolean;
}

/** Who is on the virtual network: addresses and MAC addresses (RFC 7042 has these for documentation). */
export const NEIGHBOURS: ReadonlyMap<string, string> = new Map([
  ['192.168.0.1', '00:00:5E:00:53:01'],
  ['192.168.0.66', '00:00:5E:00:53:42'],
]);

const ROUTER = '192.168.0.1';
const DOMAIN = 'example.net';
const LEASE = '192.168.0.20';
const LINK_LOCAL = '169.254.83.7';
const IPV4 = 2;
const IPV6 = 10;

/**
 * What networkd would say of a link with such a configuration (systemd.network(5)); none is the image's own. Only what
 * the speaker itself writes is understood.
 */
export function describeVirtual(configuration: string, { macAddress, hasDhcp }: VirtualNetwork) {
  const text = configuration === '' ? IMAGES_OWN : configuration;
  const all = (key: string) => [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);
  const leased = hasDhcp && /^(yes|ipv4)$/.test(all('DHCP')[0] ?? '');
  const config: Config = { all, leased, obeys: key => leased && !all(key).includes('no') };
  return {
    Interfaces: [
      {
        Name: 'eth0',
        Type: 'ether',
        HardwareAddress: macAddress.split(':').map(byte => parseInt(byte, 16)),
        CarrierState: 'carrier',
        Addresses: addressesOf(config, macAddress),
        Routes: routesOf(config),
        ...serversOf(config),
      },
    ],
  } as const;
}

const IMAGES_OWN = 'DHCP=yes\nLinkLocalAddressing=yes\nIPv6AcceptRA=yes';

/** A configuration, and what comes of it. */
interface Config {
  /** All values of a key. */
  readonly all: (key: string) => readonly string[];
  /** Whether a DHCP server gave an address. */
  readonly leased: boolean;
  /** Whether that server is heeded in something. */
  readonly obeys: (key: string) => boolean;
}

function addressesOf({ all, leased }: Config, macAddress: string) {
  const fixed = all('Address').map(each => each.split('/'));
  return [
    ...fixed
      .filter(([address = '']) => !NEIGHBOURS.has(address))
      .map(([address = '', prefix]) => addressOf(address, Number(prefix), 'static')),
    leased ? addressOf(LEASE, 24, 'DHCPv4') : addressOf(LINK_LOCAL, 16, 'IPv4LL'),
    ...(all('LinkLocalAddressing').includes('ipv4') ? [] : [linkLocal6(macAddress)]),
  ];
}

const routesOf = ({ all, leased }: Config) =>
  [...all('Gateway').filter(isIPv4), ...(leased ? [ROUTER] : [])].map(router => ({
    Family: IPV4,
    Destination: [0, 0, 0, 0],
    DestinationPrefixLength: 0,
    Gateway: bytesOf(router),
  }));

const serversOf = ({ all, obeys }: Config) => ({
  DNS: [...all('DNS').filter(isIPv4), ...(obeys('UseDNS') ? [ROUTER] : [])].map(serverOf),
  SearchDomains: [...all('Domains').flatMap(each => each.split(' ')), ...(obeys('UseDomains') ? [DOMAIN] : [])].map(
    Domain => ({ Domain }),
  ),
  NTP: obeys('UseNTP') ? [serverOf(ROUTER)] : [],
});

const serverOf = (address: string) => ({ Family: IPV4, Address: bytesOf(address) });

const bytesOf = (address: string) => address.split('.').map(Number);

const addressOf = (address: string, prefix: number, source: string) => ({
  Family: IPV4,
  Address: bytesOf(address),
  PrefixLength: prefix,
  ConfigSource: source,
  ConfigState: 'configured',
});

/** RFC 4291, appendix A: from the MAC address. */
function linkLocal6(mac: string) {
  const [first = 0, ...rest] = mac.split(':').map(byte => parseInt(byte, 16));
  const id = [first ^ 2, ...rest.slice(0, 2), 0xff, 0xfe, ...rest.slice(2)];
  return {
    Family: IPV6,
    Address: [0xfe, 0x80, 0, 0, 0, 0, 0, 0, ...id],
    PrefixLength: 64,
    ConfigSource: 'foreign',
    ConfigState: 'configured',
  };
}
