import { Fault, invalid } from '../../core/fault.ts';
import { boolean, choice, string } from '../../core/schema.ts';
import { defineParam, type ParamDef, type ParamStore } from '../../settings/index.ts';
import type { DeviceInfo } from '../device-info.ts';
import { broadcastOf, netmaskOf, prefixOf } from './ipv4.ts';
import type { Network } from './network.ts';
import { changed, type NetworkChange, type NetworkSettings } from './settings.ts';

const RIGHTS = { read: 'viewer', write: 'admin' } as const;
const text = (path: string, title: string) =>
  defineParam({ path, title, schema: string({ maxLength: 1024 }), value: '', ...RIGHTS });
const flag = (path: string, title: string, value: boolean) =>
  defineParam({ path, title, schema: boolean(), value, hint: 'switch', ...RIGHTS });
const fact = (path: string, title: string) => defineParam({ ...text(path, title), write: 'never' });

const BOOT_PROTO = defineParam({
  path: 'Network.BootProto',
  title: 'Boot proto',
  schema: choice(['dhcp', 'none']),
  value: 'dhcp',
  hint: 'choice',
  ...RIGHTS,
});
const WEB_ACCESS = defineParam({
  path: 'Stentor.Network.WebAccess',
  title: 'Allow access through',
  schema: choice(['both', 'https']),
  value: 'both',
  hint: 'choice',
  ...RIGHTS,
});

/** What a parameter shows, and what a text in it changes. */
interface Kept {
  readonly def: ParamDef;
  readonly show: (settings: NetworkSettings) => unknown;
  readonly change: (value: never, settings: NetworkSettings) => NetworkChange;
}

const kept = <T>(
  def: ParamDef<T>,
  show: (settings: NetworkSettings) => T,
  change: (value: T, settings: NetworkSettings) => NetworkChange,
): Kept => ({ def, show, change });

/** VAPIX writes an address that there is none as this. */
const NONE = '0.0.0.0';
const orNone = (address: string | undefined) => address ?? NONE;
const unlessNone = (address: string) => (address === NONE ? '' : address);
const words = (value: string) => value.split(/[\s,]+/).filter(each => each !== '' && each !== NONE);
const server =
  (index: number) =>
  (value: string, { dns }: NetworkSettings) => {
    const servers = Array.from({ length: Math.max(dns.servers.length, index + 1) }, (_, i) => dns.servers[i] ?? NONE);
    servers[index] = value;
    return { dns: { servers: servers.filter(each => each !== NONE && each !== '') } };
  };

/** Parameters whose value is the setting itself. */
const KEPT: readonly Kept[] = [
  kept(
    BOOT_PROTO,
    ({ ipv4 }) => (ipv4.mode === 'static' ? 'none' : 'dhcp'),
    value => ({ ipv4: { mode: value === 'none' ? 'static' : 'dhcp' } }),
  ),
  kept(text('Network.DNSServer1', 'DNS server 1'), ({ dns }) => orNone(dns.servers[0]), server(0)),
  kept(text('Network.DNSServer2', 'DNS server 2'), ({ dns }) => orNone(dns.servers[1]), server(1)),
  kept(
    text('Network.DomainName', 'Domain name'),
    ({ dns }) => dns.domains[0] ?? '',
    (value, { dns }) => ({ dns: { domains: [...words(value), ...dns.domains.slice(1)] } }),
  ),
  kept(
    flag('Network.IPv6.Enabled', 'Enabled', true),
    ({ ipv6 }) => ipv6.enabled,
    enabled => ({ ipv6: { enabled } }),
  ),
  kept(
    text('Network.Resolver.NameServerList', 'Name servers'),
    ({ dns }) => dns.servers.join(','),
    value => ({ dns: { servers: words(value) } }),
  ),
  kept(
    flag('Network.Resolver.ObtainFromDHCP', 'Obtain from DHCP', true),
    ({ dns }) => dns.automatic,
    automatic => ({ dns: { automatic } }),
  ),
  kept(
    text('Network.Resolver.Search', 'Search domains'),
    ({ dns }) => dns.domains.join(' '),
    value => ({ dns: { domains: words(value) } }),
  ),
  kept(
    flag('Network.VolatileHostName.ObtainFromDHCP', 'Obtain from DHCP', false),
    ({ hostName }) => hostName.automatic,
    automatic => ({ hostName: { automatic } }),
  ),
  kept(
    flag('Stentor.Network.StaticFallback', 'Fallback to static IP address if DHCP is not available', false),
    ({ ipv4 }) => ipv4.fallback,
    fallback => ({ ipv4: { fallback } }),
  ),
  kept(
    WEB_ACCESS,
    ({ web }) => web.access,
    access => ({ web: { access } }),
  ),
];

/** Written here, but shown as what is in use: `DeviceInfo` and the web server say it. */
const WRITTEN: Readonly<Record<string, (value: never) => NetworkChange>> = {
  'Network.IPAddress': (address: string) => ({ ipv4: { address } }),
  'Network.SubnetMask': (netmask: string) => ({ ipv4: { prefix: prefixIn(netmask) } }),
  'Network.DefaultRouter': (router: string) => ({ ipv4: { router: unlessNone(router) } }),
  // It follows from address and mask; clients set it all the same.
  'Network.Broadcast': () => ({}),
  'Network.HostName': (name: string) => ({ hostName: { name } }),
  'System.BoaPort': (httpPort: number) => ({ web: { httpPort } }),
  'System.HTTPSPort': (httpsPort: number) => ({ web: { httpsPort } }),
  'HTTPS.Port': (httpsPort: number) => ({ web: { httpsPort } }),
};

/** Which parameter a field of the settings is. */
const PATHS: Readonly<Record<string, string>> = {
  'ipv4.address': 'Network.IPAddress',
  'ipv4.prefix': 'Network.SubnetMask',
  'ipv4.router': 'Network.DefaultRouter',
  'hostName.name': 'Network.HostName',
  'web.httpPort': 'System.BoaPort',
  'web.httpsPort': 'System.HTTPSPort',
};

/** What is set where that is in force, else what the network gave. */
const ADDRESS: Readonly<
  Record<string, { fixed: (ipv4: NetworkSettings['ipv4']) => string; used: (info: DeviceInfo) => string }>
> = {
  'Network.IPAddress': { fixed: ({ address }) => address, used: info => info.network()?.address ?? '' },
  'Network.SubnetMask': { fixed: ({ prefix }) => netmaskOf(prefix), used: info => info.network()?.netmask ?? '' },
  'Network.Broadcast': {
    fixed: ({ address, prefix }) => broadcastOf(address, prefix),
    used: info => info.network()?.broadcast ?? '',
  },
  'Network.DefaultRouter': { fixed: ({ router }) => router, used: info => info.defaultRouter() },
};

const ZERO_CONF = fact('Network.ZeroConf.IPAddress', 'IP address');
const ZERO_CONF_MASK = fact('Network.ZeroConf.SubnetMask', 'Subnet mask');

export const NETWORK_PARAMS: readonly ParamDef[] = [
  ...KEPT.map(({ def }) => def),
  defineParam({ ...flag('Network.ZeroConf.Enabled', 'Enabled', true), write: 'never' }),
  ZERO_CONF,
  ZERO_CONF_MASK,
];

/** Lets the network keep its parameters. What programs set over VAPIX is for good, see docs/decisions/0145. */
export function keepNetworkParams(params: ParamStore, network: Network, info: DeviceInfo): void {
  for (const { def, show } of KEPT) params.provide(def, () => show(network.settings));
  for (const [path, { fixed, used }] of Object.entries(ADDRESS)) {
    const value = () => (network.settings.ipv4.mode === 'static' ? fixed(network.settings.ipv4) : used(info));
    params.provide(params.find(path), value);
  }
  params.provide(ZERO_CONF, () => linkLocal(info) ?? '');
  params.provide(ZERO_CONF_MASK, () => (linkLocal(info) === undefined ? '' : netmaskOf(16)));
  params.own([...KEPT.map(({ def }) => def.path), ...Object.keys(WRITTEN)], changes => take(network, changes));
}

const linkLocal = (info: DeviceInfo) => info.addresses().find(each => each.startsWith('169.254.'));

async function take(network: Network, changes: Readonly<Record<string, unknown>>): Promise<void> {
  let whole: NetworkChange = {};
  for (const [path, value] of Object.entries(changes)) {
    const change = WRITTEN[path] ?? KEPT.find(({ def }) => def.path === path)?.change;
    // Two parameters may be parts of one setting: the second sees what the first made of it.
    whole = merged(whole, change?.(value as never, changed(network.settings, whole)) ?? {});
  }
  try {
    await network.change(whole, { final: true });
  } catch (error) {
    if (!(error instanceof Fault) || error.field === undefined) throw error;
    const { kind, message, field } = error;
    throw new Fault(kind, message, { field: PATHS[field] ?? field, cause: error });
  }
}

const merged = (one: NetworkChange, other: NetworkChange): NetworkChange =>
  Object.fromEntries(
    (['ipv4', 'ipv6', 'hostName', 'dns', 'web', 'proxies'] as const).map(section => [
      section,
      { ...one[section], ...other[section] },
    ]),
  );

/** @throws Fault `invalid` */
function prefixIn(netmask: string): number {
  const prefix = prefixOf(netmask);
  if (prefix === undefined || prefix < 1 || prefix > 30)
    throw invalid(`${netmask} is no subnet mask`, 'Network.SubnetMask');
  return prefix;
}
