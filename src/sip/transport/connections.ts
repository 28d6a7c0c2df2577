import { connect, createServer, isIP, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, rootCertificates, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import type { Clock } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import { TLS_RULES } from '../../core/tls.ts';
import { type Flow, plainAddress, type Target, UnreachableFault } from './flow.ts';
import { type Framed, Framer } from './framer.ts';

/** As many as a PBX and its phones need; all of one address may have a quarter. */
const MOST = 64;
const MOST_OF_ONE = 16;
const CONNECT_MS = 10_000;
/** ms: who says nothing for so long is gone; who never said anything, sooner. */
const IDLE_MS = 900_000;
const SHY_MS = 30_000;
/** What waits for a peer that takes nothing. */
const MAX_BACKLOG = 262_144;

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

interface ConnectionsDeps {
  readonly clock: Clock;
  /** Ours, for those who call us by TLS. */
  readonly certificate: () => Certificate;
  readonly trusted: () => readonly string[];
  readonly received: (framed: Exclude<Framed, 'ping'>, flow: Flow) => void;
  readonly closed: (flow: Flow) => void;
}

interface Open {
  readonly socket: Socket;
  readonly flow: Flow;
}

/** All connections of TCP and TLS, those that we opened and those that others did. */
export class Connections {
  readonly #deps: ConnectionsDeps;
  readonly #open = new Map<number, Open>();
  readonly #opening = new Map<string, Promise<Flow>>();
  readonly #servers: Server[] = [];
  #last = 0;

  constructor(deps: ConnectionsDeps) {
    this.#deps = deps;
  }

  /** @returns the port. @throws Fault `conflict` where somebody has it */
  async listen(protocol: 'TCP' | 'TLS', port: number, address?: string): Promise<number> {
    const accept = (socket: Socket) => this.#accept(protocol, socket);
    const secure = { ...TLS_RULES, ...this.#deps.certificate() };
    const server = protocol === 'TCP' ? createServer(accept) : createTlsServer(secure, accept);
    server.on('tlsClientError', () => undefined);
    try {
      server.listen({ port, ...(address === undefined ? {} : { host: address }) });
      await once(server, 'listening');
    } catch (error) {
      throw new Fault('conflict', `port ${port} (${protocol}) cannot be used: ${String(error)}`, { cause: error });
    }
    server.on('error', () => undefined);
    this.#servers.push(server);
    const bound = server.address();
    return typeof bound === 'object' && bound !== null ? bound.port : port;
  }

  close(): void {
    for (const server of this.#servers.splice(0)) server.close();
    for (const { socket } of this.#open.values()) socket.destroy();
  }

  isOpen(connection: number): boolean {
    return this.#open.has(connection);
  }

  get count(): number {
    return this.#open.size;
  }

  /** The open connection to a target, or a new one. @throws UnreachableFault */
  async to(target: Target): Promise<Flow> {
    const known = [...this.#open.values()].find(({ flow }) => isSame(flow, target));
    if (known !== undefined) return known.flow;
    const name = `${target.protocol} ${target.host} ${target.port} ${target.verify ?? ''}`;
    const opening = this.#opening.get(name) ?? this.#connect(target).finally(() => this.#opening.delete(name));
    this.#opening.set(name, opening);
    return opening;
  }

  send(bytes: Buffer | string, { connection }: Flow, failed: (fault: UnreachableFault) => void): void {
    const open = this.#open.get(connection);
    if (open === undefined) {
      failed(new UnreachableFault('tcp', 'the connection is closed'));
      return;
    }
    const hop = open.flow.protocol === 'TLS' ? 'tls' : 'tcp';
    if (open.socket.writableLength > MAX_BACKLOG) open.socket.destroy();
    open.socket.write(bytes, error => {
      if (error !== null && error !== undefined)
        failed(new UnreachableFault(hop, `the connection broke: ${error.message}`, error));
    });
  }

  async #connect(target: Target): Promise<Flow> {
    const { protocol, host, port } = target;
    if (this.#open.size >= MOST) throw new UnreachableFault('tcp', 'there are too many connections');
    const raw = connect({ host, port });
    const timer = this.#deps.clock.after(CONNECT_MS, () => raw.destroy(new Error('it does not answer')));
    try {
      await once(raw, 'connect');
    } catch (error) {
      throw new UnreachableFault('tcp', `TCP to ${host} port ${port}: ${words(error)}`, error);
    } finally {
      timer();
    }
    return this.#keep(protocol === 'TLS' ? await this.#secure(raw, target) : raw, target, true);
  }

  async #secure(raw: Socket, { host, port, verify }: Target): Promise<TLSSocket> {
    const { certificate, trusted } = this.#deps;
    const own = { ...certificate(), ca: [...rootCertificates, ...trusted()] };
    const name = verify !== undefined && isIP(verify) === 0 ? { servername: verify } : {};
    const socket = connectTls({ socket: raw, host, ...own, ...name, rejectUnauthorized: verify !== undefined });
    const timer = this.#deps.clock.after(CONNECT_MS, () => socket.destroy(new Error('it does not answer')));
    try {
      await once(socket, 'secureConnect');
      return socket;
    } catch (error) {
      raw.destroy();
      throw new UnreachableFault('tls', `TLS to ${host} port ${port}: ${words(error)}`, error);
    } finally {
      timer();
    }
  }

  #accept(protocol: 'TCP' | 'TLS', socket: Socket): void {
    socket.on('error', () => undefined);
    const host = plainAddress(socket.remoteAddress ?? '');
    const ofOne = [...this.#open.values()].filter(({ flow }) => flow.host === host).length;
    if (host === '' || this.#open.size >= MOST || ofOne >= MOST_OF_ONE) socket.destroy();
    else this.#keep(socket, { protocol, host, port: socket.remotePort ?? 0 }, false);
  }

  #keep(socket: Socket, target: Target, isOurs: boolean): Flow {
    const connection = ++this.#last;
    const local = { host: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 };
    const flow: Flow = { ...target, local, connection };
    this.#open.set(connection, { socket, flow });
    const framer = new Framer();
    socket.setNoDelay(true);
    socket.setTimeout(isOurs ? IDLE_MS : SHY_MS, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => this.#feed(framer, bytes, { socket, flow }));
    socket.once('close', () => {
      this.#open.delete(connection);
      this.#deps.closed(flow);
    });
    return flow;
  }

  #feed(framer: Framer, bytes: Buffer, { socket, flow }: Open): void {
    try {
      for (const framed of framer.feed(bytes)) {
        socket.setTimeout(IDLE_MS);
        if (framed === 'ping') socket.write('\r\n');
        else this.#deps.received(framed, flow);
      }
    } catch (error) {
      // Where a message begins cannot be known any more.
      socket.destroy();
      if (!(error instanceof Fault)) throw error;
    }
  }
}

const isSame = (flow: Flow, target: Target) =>
  flow.protocol === target.protocol &&
  flow.host === target.host &&
  flow.port === target.port &&
  (flow.protocol === 'TCP' || flow.verify === target.verify);

const words = (error: unknown) => (error instanceof Error ? error.message : String(error));
