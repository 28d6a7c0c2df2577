import { createHash } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { createDiscovery, linksIn, openChannel } from './discovery/index.ts';
import { httpPort, httpsPort } from './http/index.ts';
import type { ParamStore } from './settings/index.ts';
import type { createSystem } from './system/index.ts';
import { escapeXml, parseXml } from './vapix/index.ts';

interface AtDiscoveryOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Address to listen on; all unless told. */
  readonly address: string | undefined;
}

interface AtDiscoveryParts {
  readonly params: ParamStore;
  readonly system: Pick<ReturnType<typeof createSystem>, 'info'>;
}

/** A part of the house's wiring: being found on the network. */
export function createAtDiscovery({ clock, log, address }: AtDiscoveryOptions, { params, system }: AtDiscoveryParts) {
  const { info } = system;
  const discovery = createDiscovery({
    params,
    identity: () => ({
      model: info.model,
      serialNumber: info.board.serialNumber,
      hostName: info.hostName(),
      version: info.version,
      ports: { http: params.get(httpPort), https: params.get(httpsPort) },
      uuid: uuidOf(info.board.serialNumber),
    }),
    links: () => linksAt(address),
    open: openChannel,
    parseXml,
    escapeXml,
    clock,
    log: log.area('discovery'),
    random: Math.random,
  });
  return { discovery, start: () => discovery.start() };
}

/** Whoever listens on one address only is found there only; on the loopback nobody else can reach it at all. */
function linksAt(address: string | undefined) {
  const links = linksIn(networkInterfaces());
  if (address === undefined || address === '0.0.0.0' || address === '::') return links;
  return links
    .map(link => ({ ...link, addresses: link.addresses.filter(own => own.address === address) }))
    .filter(({ addresses }) => addresses.length > 0);
}

/** The same for the life of the device: made of a name (RFC 9562, 5.5). */
function uuidOf(serialNumber: string): string {
  const bytes = createHash('sha1').update(`stentor ${serialNumber}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
