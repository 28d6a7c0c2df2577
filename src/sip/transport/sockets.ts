import type { Clock } from '../../core/clock.ts';
import { type Certificate, Connections } from './connections.ts';
import type { Flow, Target, UnreachableFault } from './flow.ts';
import type { SipMessage } from './message.ts';
import { parseMessage, type Parsed } from './parse.ts';
import { addressTowards, UdpPort } from './udp.ts';

/** How long an answer of the kernel about our addresses is believed, ms. */
const ROUTE_MS = 5000;
const MOST_ROUTES = 256;

export interface Ports {
  /** Of UDP and TCP; 0 takes a free one. */
  readonly port: number;
  readonly tlsPort: number;
}

interface SocketsDeps {
  readonly clock: Clock;
  /** The only address to listen on; all where it is left out. */
  readonly address?: string | undefined;
  readonly certificate: () => Certificate;
  /** Authorities that are trusted beside the system's, PEM. */
  readonly trusted: () => readonly string[];
  readonly received: (parsed: Parsed, flow: Flow) => void;
  readonly closed: (flow: Flow) => void;
}

/** All that SIP has of the network (RFC 3261, 18). */
export class SipSockets {
  readonly #deps: SocketsDeps;
  readonly #udp: UdpPort;
  readonly #connections: Connections;
  readonly #routes = new Map<string, { readonly address: string; readonly at: number }>();
  #ports: Ports = { port: 0, tlsPort: 0 };

  constructor(deps: SocketsDeps) {
    this.#deps = deps;
    this.#udp = new UdpPort((bytes, from) => this.#datagram(bytes, from));
    this.#connections = new Connections(deps);
  }

  get ports(): Ports {
    return this.#ports;
  }

  get connections(): number {
    return this.#connections.count;
  }

  /** @throws Fault `conflict` where a port is taken; nothing is open then */
  async open({ port, tlsPort }: Ports): Promise<void> {
    const { address } = this.#deps;
    try {
      await this.#udp.open(port, address);
      await this.#connections.listen('TCP', this.#udp.port, address);
      this.#ports = { port: this.#udp.port, tlsPort: await this.#connections.listen('TLS', tlsPort, address) };
    } catch (error) {
      this.close();
      throw error;
    }
  }

  close(): void {
    this.#udp.close();
    this.#connections.close();
  }

  isOpen(flow: Flow): boolean {
    return flow.protocol === 'UDP' || this.#connections.isOpen(flow.connection);
  }

  /** Our port that others can reach, of a protocol. */
  portOf(protocol: Target['protocol']): number {
    return protocol === 'TLS' ? this.#ports.tlsPort : this.#ports.port;
  }

  /** The way to a target; of a connection it is open when this resolves. @throws UnreachableFault */
  async flowTo(target: Target): Promise<Flow> {
    if (target.protocol !== 'UDP') return this.#connections.to(target);
    return { ...target, local: { host: await this.localTowards(target.host), port: this.#ports.port }, connection: 0 };
  }

  /** Which of our addresses a host sees. @throws UnreachableFault */
  async localTowards(host: string): Promise<string> {
    const { address: only } = this.#deps;
    if (only !== undefined) return only;
    const now = this.#deps.clock.monotonic();
    const known = this.#routes.get(host);
    if (known !== undefined && now - known.at < ROUTE_MS) return known.address;
    const address = await addressTowards(host);
    if (this.#routes.size >= MOST_ROUTES) this.#routes.clear();
    this.#routes.set(host, { address, at: now });
    return address;
  }

  /** A flow with our address in it; undefined where there is no way to the other end. */
  async withLocal(flow: Flow): Promise<Flow | undefined> {
    if (flow.local.host !== '') return flow;
    try {
      return { ...flow, local: { ...flow.local, host: await this.localTowards(flow.host) } };
    } catch {
      return undefined;
    }
  }

  send(message: SipMessage, flow: Flow, failed: (fault: UnreachableFault) => void = () => undefined): void {
    const bytes = Buffer.from(message.toString());
    if (flow.protocol === 'UDP') this.#udp.send(bytes, flow, failed);
    else this.#connections.send(bytes, flow, failed);
  }

  /** Keeps routers and firewalls between from forgetting the flow (RFC 5626, 4.4). */
  keepAlive(flow: Flow): void {
    const sign = Buffer.from('\r\n\r\n');
    if (flow.protocol === 'UDP') this.#udp.send(sign, flow, () => undefined);
    else if (this.isOpen(flow)) this.#connections.send(sign, flow, () => undefined);
  }

  #datagram(bytes: Buffer, from: { readonly host: string; readonly port: number }): void {
    const parsed = parseMessage(bytes);
    if (parsed === undefined) return;
    const local = { host: this.#deps.address ?? this.#routes.get(from.host)?.address ?? '', port: this.#ports.port };
    this.#deps.received(parsed, { protocol: 'UDP', ...from, local, connection: 0 });
  }
}
