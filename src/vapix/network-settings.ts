import { isIPv4 } from 'node:net';
import { type Fault, invalid, notFound } from '../core/fault.ts';
import { boolean, choice, integer, list, object, optional, string } from '../core/schema.ts';
import {
  broadcastOf,
  type Network,
  type NetworkChange,
  type NetworkSettings,
  type NetworkState,
} from '../system/index.ts';
import { setWiredMethod, type VapixDot1x, wiredInfo } from './dot1x.ts';
import { type JsonApi, jsonMethod, NO_PARAMS } from './json-api.ts';

/** What the CGI needs of the network. */
export type VapixNetwork = Pick<Network, 'settings' | 'state' | 'change'>;

/** The first wired interface, whatever Linux calls it. */
const DEVICE = 'eth0';
const VERSION = '1.26';

const STATIC_ADDRESS = object({
  address: string(),
  prefixLength: integer(),
  broadcast: optional(string()),
});

interface NetworkSettingsDeps {
  readonly network: VapixNetwork;
  readonly dot1x: VapixDot1x;
  readonly device: { hostName(): string };
}

/** `network_settings.cgi`: addresses, names and proxies. What is set here is for good, see docs/decisions/0145. */
export const networkSettings = ({ network, device, dot1x }: NetworkSettingsDeps): JsonApi => {
  const set = async (change: NetworkChange) => {
    await network.change(change, { final: true });
    return {};
  };
  return {
    path: '/axis-cgi/network_settings.cgi',
    version: VERSION,
    errors: 'settings',
    versionsName: 'supportedVersions',
    explain: explained,
    methods: {
      getNetworkInfo: jsonMethod({
        access: 'admin',
        params: NO_PARAMS,
        run: async () => {
          const { system, devices } = shown(network.settings, await network.state(), device.hostName());
          return { system, devices: devices.map(each => ({ ...each, wired: wiredInfo(dot1x) })) };
        },
      }),
      setWired8021XConfiguration: setWiredMethod({ change: change => dot1x.change(change) }, checkDevice),
      ...addressMethods(set),
      ...systemMethods(set, network),
    },
  };
};

type Set = (change: NetworkChange) => Promise<object>;

const addressMethods = (set: Set) => ({
  setIPv4AddressConfiguration: jsonMethod({
    access: 'admin',
    params: object({
      deviceName: string(),
      enabled: optional(boolean()),
      configurationMode: optional(choice(['dhcp', 'static'])),
      linkLocalMode: optional(string()),
      staticDefaultRouter: optional(string()),
      staticAddressConfigurations: optional(list(STATIC_ADDRESS, { maxItems: 1 })),
      useStaticDHCPFallback: optional(boolean()),
    }),
    run: async params => {
      checkDevice(params.deviceName);
      if (params.enabled === false) throw invalid('IPv4 cannot be switched off', 'enabled');
      if (params.linkLocalMode === 'off') throw invalid('the link-local address stays, as a way in', 'linkLocalMode');
      const [fixed] = params.staticAddressConfigurations ?? [];
      return set({
        ipv4: {
          ...given('mode', params.configurationMode),
          ...given('router', params.staticDefaultRouter),
          ...given('address', fixed?.address),
          ...given('prefix', fixed && prefixIn(fixed.prefixLength)),
          ...given('fallback', params.useStaticDHCPFallback),
        },
      });
    },
  }),
  setIPv6AddressConfiguration: jsonMethod({
    access: 'admin',
    params: object({ deviceName: string(), enabled: boolean() }),
    run: async ({ deviceName, enabled }) => {
      checkDevice(deviceName);
      return set({ ipv6: { enabled } });
    },
  }),
});

const systemMethods = (set: Set, network: VapixNetwork) => ({
  setHostnameConfiguration: jsonMethod({
    access: 'admin',
    params: object({ useDhcpHostname: optional(boolean()), staticHostname: optional(string()) }),
    run: ({ useDhcpHostname, staticHostname }) =>
      set({ hostName: { ...given('automatic', useDhcpHostname), ...given('name', staticHostname) } }),
  }),
  setResolverConfiguration: jsonMethod({
    access: 'admin',
    params: object({
      useDhcpResolverInfo: optional(boolean()),
      staticNameServers: optional(list(string(), { maxItems: 3 })),
      staticSearchDomains: optional(list(string(), { maxItems: 6 })),
      staticDomainName: optional(string()),
    }),
    run: params => set({ dns: resolverChange(params, network.settings) }),
  }),
  setGlobalProxyConfiguration: jsonMethod({
    access: 'admin',
    params: object({
      httpProxy: optional(string()),
      httpsProxy: optional(string()),
      noProxy: optional(string()),
    }),
    run: ({ httpProxy, httpsProxy, noProxy }) =>
      set({
        proxies: { ...given('http', httpProxy), ...given('https', httpsProxy), ...given('exceptions', noProxy) },
      }),
  }),
});

/** One field where it was given: what is left out stays. */
const given = <K extends string, V>(name: K, value: V | undefined) =>
  (value === undefined ? {} : { [name]: value }) as Partial<Readonly<Record<K, V>>>;

/** @throws Fault `not-found` */
function checkDevice(name: string): void {
  if (name !== DEVICE) throw notFound(`there is no network device ${name.slice(0, 40)}`);
}

function prefixIn(length: number): number {
  if (length < 1 || length > 30) throw invalid('prefixLength must be from 1 to 30', 'prefixLength');
  return length;
}

interface Resolver {
  readonly useDhcpResolverInfo?: boolean;
  readonly staticNameServers?: readonly string[];
  readonly staticSearchDomains?: readonly string[];
  readonly staticDomainName?: string;
}

/** The domain name is the first of those that are searched. */
function resolverChange(resolver: Resolver, { dns }: NetworkSettings): Partial<NetworkSettings['dns']> {
  const { useDhcpResolverInfo, staticNameServers, staticSearchDomains, staticDomainName } = resolver;
  const searched = staticSearchDomains ?? dns.domains;
  const named = staticDomainName === undefined || staticDomainName === '' ? [] : [staticDomainName];
  const domains = [...named, ...searched.filter(each => !named.includes(each))];
  return {
    ...given('automatic', useDhcpResolverInfo),
    ...given('servers', staticNameServers),
    ...(staticSearchDomains === undefined && staticDomainName === undefined ? {} : { domains }),
  };
}

/** The number that VAPIX has for a device that is not there, and the words of what the network refuses. */
function explained(fault: Fault) {
  if (fault.kind === 'not-found') return { code: 5000, message: 'No device found for the given device name' };
  if (fault.kind === 'conflict') return { code: 4004, message: `Invalid parameter(s): ${fault.message}` };
  return undefined;
}

const ORIGINS = { DHCP: 'dhcp', Static: 'static', 'Link local': 'linkLocal', RA: 'autoconf' } as const;

function shown(settings: NetworkSettings, state: NetworkState, hostName: string) {
  const { ipv4, ipv6, dns, proxies } = settings;
  return {
    system: {
      hostname: {
        useDhcpHostname: settings.hostName.automatic,
        hostname: hostName,
        staticHostname: settings.hostName.name,
      },
      resolver: {
        useDhcpResolverInfo: dns.automatic,
        nameServers: state.nameServers,
        staticNameServers: dns.servers,
        maxSupportedStaticNameServers: 3,
        searchDomains: state.domains,
        staticSearchDomains: dns.domains,
        maxSupportedStaticSearchDomains: 6,
        domainName: state.domains[0] ?? '',
        staticDomainName: dns.domains[0] ?? '',
      },
      globalProxies: { httpProxy: proxies.http, httpsProxy: proxies.https, noProxy: proxies.exceptions },
    },
    devices: [
      {
        name: DEVICE,
        type: 'wired',
        macAddress: state.macAddress.toLowerCase(),
        partOfBridge: '',
        link: state.carrier,
        state: 'up',
        staticState: 'up',
        IPv4: {
          enabled: true,
          configurationMode: ipv4.mode,
          linkLocalMode: 'on',
          addresses: addressesOf(state, isIPv4),
          maxSupportedStaticAddressConfigurations: 1,
          staticAddressConfigurations: [
            {
              address: ipv4.address,
              prefixLength: ipv4.prefix,
              broadcast: broadcastOf(ipv4.address, ipv4.prefix),
            },
          ],
          defaultRouter: state.router,
          staticDefaultRouter: ipv4.router,
          useStaticDHCPFallback: ipv4.fallback,
        },
        IPv6: {
          enabled: ipv6.enabled,
          configurationMode: 'auto',
          addresses: addressesOf(state, each => !isIPv4(each)),
          defaultRouter: state.router6,
        },
      },
    ],
  };
}

const addressesOf = ({ addresses }: NetworkState, wanted: (address: string) => boolean) =>
  addresses
    .filter(({ address }) => wanted(address))
    .map(({ address, prefix, origin }) => ({
      address,
      prefixLength: prefix,
      origin: ORIGINS[origin],
      scope: origin === 'Link local' ? 'link' : 'global',
      ...(isIPv4(address) && origin !== 'Link local' ? { broadcast: broadcastOf(address, prefix) } : {}),
    }));
