import { Resolver } from 'node:dns/promises';
import type { Names } from '../../src/sip/transport/index.ts';
import { freePort } from './sip-rig.ts';
import { type Peer, startPeer } from './sip-peers.ts';
import { eventually } from './stentor.ts';

/** A server that a domain tells of. */
interface Service {
  /** `_sip._tcp`. */
  readonly service: string;
  readonly host: string;
  readonly port: number;
  /** The least is tried first. */
  readonly priority: number;
}

/** A name server (dnsmasq) that knows one domain, and what asks it. */
export interface NameServer {
  readonly names: Names;
  stop(): Promise<void>;
}

/** All hosts of the domain are 127.0.0.1. */
export async function nameServer(domain: string, services: readonly Service[]): Promise<NameServer> {
  const port = await freePort();
  const records = services.map(
    ({ service, host, port: at, priority }) => `--srv-host=${service}.${domain},${host}.${domain},${at},${priority},10`,
  );
  const own = ['--no-daemon', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--pid-file='];
  const where = [`--port=${port}`, '--listen-address=127.0.0.1', '--bind-interfaces'];
  const peer: Peer = startPeer('dnsmasq', [...own, ...where, `--address=/${domain}/127.0.0.1`, ...records]);
  const resolver = new Resolver({ timeout: 2000, tries: 10 });
  resolver.setServers([`127.0.0.1:${port}`]);
  await eventually('the name server answers', () =>
    resolver.resolve4(domain).then(
      () => true,
      () => false,
    ),
  );
  return {
    names: {
      naptr: name => resolver.resolveNaptr(name),
      srv: name => resolver.resolveSrv(name),
      addresses: name => resolver.resolve4(name),
    },
    stop: () => peer.stop(),
  };
}
