import { boolean, choice, integer, list, object, type Schema, string } from '../../core/schema.ts';

/** How the speaker is reached, and how it reaches others. */
export interface NetworkSettings {
  readonly ipv4: Ipv4Settings;
  readonly ipv6: { readonly enabled: boolean };
  readonly hostName: {
    /** Takes the name that a DHCP server gives, where it gives one. */
    readonly automatic: boolean;
    /** A label of a domain name (RFC 1123, 2.1); empty is `stentor-` and the serial number. */
    readonly name: string;
  };
  readonly dns: {
    /** Also asks those that the network tells of. */
    readonly automatic: boolean;
    readonly servers: readonly string[];
    readonly domains: readonly string[];
  };
  readonly web: WebSettings;
  readonly proxies: ProxySettings;
}

export interface Ipv4Settings {
  readonly mode: 'dhcp' | 'static';
  /** In use where `mode` is static, or as the fallback. */
  readonly address: string;
  /** Length of the network's part of the address, bits. */
  readonly prefix: number;
  /** Empty for none. */
  readonly router: string;
  /** Takes the address where no DHCP server answers, beside the link-local one. */
  readonly fallback: boolean;
}

export interface WebSettings {
  /** `https` closes the port of HTTP. */
  readonly access: 'both' | 'https';
  /** 0 is the port that the speaker was started with: 80 and 443 on the card. */
  readonly httpPort: number;
  readonly httpsPort: number;
}

/** Addresses as curl writes them: `http://proxy.example.com:3128`; empty for none. */
export interface ProxySettings {
  readonly http: string;
  readonly https: string;
  /** Names and addresses that are reached without, separated by commas. */
  readonly exceptions: string;
}

/** The factory default; the fixed address is the one that network speakers have of old. */
export const DEFAULT_NETWORK: NetworkSettings = {
  ipv4: { mode: 'dhcp', address: '192.168.0.90', prefix: 24, router: '', fallback: false },
  ipv6: { enabled: true },
  hostName: { automatic: false, name: '' },
  dns: { automatic: true, servers: [], domains: [] },
  web: { access: 'both', httpPort: 0, httpsPort: 0 },
  proxies: { http: '', https: '', exceptions: '' },
};

const port = integer({ minimum: 0, maximum: 65_535 });
const address = string({ maxLength: 45 });
const proxy = string({ maxLength: 512 });

const IPV4 = {
  mode: choice(['dhcp', 'static']),
  address,
  prefix: integer({ minimum: 1, maximum: 30 }),
  router: address,
  fallback: boolean(),
};
const HOST_NAME = { automatic: boolean(), name: string({ maxLength: 63 }) };
const DNS = {
  automatic: boolean(),
  servers: list(address, { maxItems: 3 }),
  domains: list(string({ maxLength: 253 }), { maxItems: 6 }),
};
const WEB = { access: choice(['both', 'https']), httpPort: port, httpsPort: port };
const PROXIES = { http: proxy, https: proxy, exceptions: string({ maxLength: 1024 }) };

export const STORED_NETWORK: Schema<NetworkSettings> = object({
  ipv4: object(IPV4),
  ipv6: object({ enabled: boolean() }),
  hostName: object(HOST_NAME),
  dns: object(DNS),
  web: object(WEB),
  proxies: object(PROXIES),
});

/** What differs from the present settings, by section. */
export type NetworkChange = {
  readonly [S in keyof NetworkSettings]?: Partial<NetworkSettings[S]>;
};

/** All of it optional, in each section and field. */
const partial = (shape: Readonly<Record<string, Schema<unknown>>>): Schema<unknown> => ({
  ...object(shape),
  required: [],
  optional: true,
});

export const NETWORK_CHANGE = object({
  ipv4: partial(IPV4),
  ipv6: partial({ enabled: boolean() }),
  hostName: partial(HOST_NAME),
  dns: partial(DNS),
  web: partial(WEB),
  proxies: partial(PROXIES),
}) as Schema<NetworkChange>;

/** The settings with a change in them; what a change leaves out stays. */
export const changed = (settings: NetworkSettings, change: NetworkChange): NetworkSettings => ({
  ipv4: { ...settings.ipv4, ...change.ipv4 },
  ipv6: { ...settings.ipv6, ...change.ipv6 },
  hostName: { ...settings.hostName, ...change.hostName },
  dns: { ...settings.dns, ...change.dns },
  web: { ...settings.web, ...change.web },
  proxies: { ...settings.proxies, ...change.proxies },
});

/** Of version 1: nothing, or a fixed IPv4 address. */
interface FirstVersion {
  readonly address: string;
  readonly prefix: number;
  readonly router?: string;
  readonly nameServers: readonly string[];
}

/** The file of version 1 held only what was set by hand. */
export function fromFirstVersion(content: unknown): unknown {
  if (content === null) return DEFAULT_NETWORK;
  const { address: fixed, prefix, router = '', nameServers } = content as FirstVersion;
  return changed(DEFAULT_NETWORK, {
    ipv4: { mode: 'static', address: fixed, prefix, router },
    dns: { servers: nameServers },
  });
}
