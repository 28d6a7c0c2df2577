import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Protocol, type Target, UnreachableFault } from './flow.ts';

/** Where a SIP URI points, as far as it says so. */
export interface Wanted {
  readonly host: string;
  readonly port?: number | undefined;
  readonly protocol?: Protocol | undefined;
  /** TLS only (`sips:`). */
  readonly secure?: boolean | undefined;
  readonly preferIpv6?: boolean | undefined;
  /** Checks the certificate of who answers by TLS. */
  readonly verify?: boolean | undefined;
}

interface Srv {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** What is asked of DNS. Rejects where there is no such record. */
export interface Names {
  naptr(name: string): Promise<readonly { service: string; replacement: string; order: number; preference: number }[]>;
  srv(name: string): Promise<readonly Srv[]>;
  addresses(name: string): Promise<readonly string[]>;
}

/** Of one record; as many as make sense to try for one call. */
const MOST_TARGETS = 8;

/** The system's resolver; names in /etc/hosts count as well. */
export function systemNames(): Names {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  return {
    naptr: name => resolver.resolveNaptr(name),
    srv: name => resolver.resolveSrv(name),
    addresses: async name => (await lookup(name, { all: true })).map(({ address }) => address),
  };
}

const SERVICES: Readonly<Record<string, Protocol>> = { 'SIP+D2U': 'UDP', 'SIP+D2T': 'TCP', 'SIPS+D2T': 'TLS' };
const SRV_NAMES: Readonly<Record<Protocol, string>> = { UDP: '_sip._udp', TCP: '_sip._tcp', TLS: '_sips._tcp' };
const portOf = (protocol: Protocol) => (protocol === 'TLS' ? 5061 : 5060);

/**
 * The servers of a SIP URI in the order in which they are to be tried (RFC 3263, 4).
 * @throws UnreachableFault `dns` where nothing is found
 */
export async function locate(wanted: Wanted, names: Names): Promise<Target[]> {
  const { host, port, secure = false } = wanted;
  const protocol = secure ? 'TLS' : wanted.protocol;
  const chosen = protocol ?? 'UDP';
  const itself = { name: host, port: port ?? portOf(chosen), protocol: chosen };
  const isPlain = isIP(host) !== 0 || port !== undefined;
  return targets(wanted, (isPlain ? undefined : await servers(host, protocol, names)) ?? [itself], names);
}

/** By the records of the domain; undefined where it has none. */
async function servers(host: string, protocol: Protocol | undefined, names: Names): Promise<Server[] | undefined> {
  const services =
    protocol === undefined ? await servicesOf(host, names) : [{ protocol, name: `${SRV_NAMES[protocol]}.${host}` }];
  for (const service of services) {
    const found = await records(() => names.srv(service.name));
    if (found.length > 0) return inOrder(found).map(each => ({ ...each, protocol: service.protocol }));
  }
  return undefined;
}

async function servicesOf(host: string, names: Names): Promise<{ protocol: Protocol; name: string }[]> {
  const naptr = await records(() => names.naptr(host));
  const found = [...naptr]
    .sort((a, b) => a.order - b.order || a.preference - b.preference)
    .flatMap(({ service, replacement }) => {
      const protocol = SERVICES[service.toUpperCase()];
      return protocol === undefined ? [] : [{ protocol, name: replacement }];
    });
  if (found.length > 0) return found;
  return (['UDP', 'TCP', 'TLS'] as const).map(protocol => ({ protocol, name: `${SRV_NAMES[protocol]}.${host}` }));
}

/** By priority; among equals by chance, the heavier the likelier (RFC 2782). */
function inOrder(found: readonly Srv[], chance = Math.random): Srv[] {
  const drawn = found.map(server => ({ server, key: -Math.log(1 - chance()) / Math.max(server.weight, 0.001) }));
  return drawn.sort((a, b) => a.server.priority - b.server.priority || a.key - b.key).map(({ server }) => server);
}

interface Server {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
}

async function targets(wanted: Wanted, tried: readonly Server[], names: Names): Promise<Target[]> {
  const found: Target[] = [];
  let problem: unknown;
  for (const { name, port, protocol } of tried) {
    try {
      const addresses = isIP(name) === 0 ? await names.addresses(name) : [name];
      const verify = wanted.verify === true && protocol === 'TLS' ? { verify: wanted.host } : {};
      for (const host of preferred(addresses, wanted.preferIpv6 === true))
        found.push({ protocol, host, port, ...verify });
    } catch (error) {
      problem = error;
    }
  }
  if (found.length === 0) throw new UnreachableFault('dns', `DNS knows no address of ${wanted.host}`, problem);
  return found.slice(0, MOST_TARGETS);
}

const preferred = (addresses: readonly string[], ipv6: boolean) =>
  [...addresses].sort((a, b) =>
    isIP(ipv6 ? b : a) === isIP(ipv6 ? a : b) ? 0 : isIP(ipv6 ? b : a) - isIP(ipv6 ? a : b),
  );

/** No record is no error here: there are other ways to find the server. */
async function records<T>(ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await ask();
  } catch {
    return [];
  }
}
