import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock, Off } from '../core/clock.ts';
import { TLS_RULES } from '../core/tls.ts';
import { refuseBroken } from './broken-request.ts';
import type { Connections } from './connections.ts';
import { lookAtFirst } from './front.ts';
import type { WebLimits } from './limits.ts';
import { wantsWebSocket, withoutUpgrade } from './without-upgrade.ts';

/** A private key and the certificate (or chain) that belongs to it, PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** One request, and the connection it came on. */
export interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** Whether the peer waits for `100 Continue` before it sends its body. */
  readonly waits: boolean;
}

/** A request for a WebSocket. */
interface UpgradeArrival {
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  readonly socket: Socket;
  readonly head: Buffer;
}

interface DoorOptions {
  readonly port: number;
  /** The address to listen on; all of them unless told. */
  readonly address?: string;
  /** HTTPS with this, HTTP without. */
  readonly certificate?: Certificate;
  readonly connections: Connections;
  /** Whether a POST to this target may have a body that ends by closing. */
  readonly streams: (target: string) => boolean;
  readonly onRequest: (arrival: Arrival) => void;
  readonly onUpgrade: (arrival: UpgradeArrival) => void;
  readonly limits: WebLimits;
  readonly clock: Clock;
}

/** One listening port: from a connection to a parsed request. */
export class Door {
  readonly #options: DoorOptions;
  readonly #server: Server | SecureServer;
  /** The connection behind each stream that the parser reads. */
  readonly #sockets = new WeakMap<object, Socket>();

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#server = newServer(options);
    this.#server.timeout = options.limits.sendMs;
    // The parser's part of `allowHalfOpen`; Node has it but does not document it.
    Object.assign(this.#server, { httpAllowHalfOpen: true });
    this.#arrange();
  }

  /** The port it listens on. */
  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  async open(): Promise<Off> {
    const { port, address } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.on('error', reject); // later ones have nobody to tell, and end nothing
      this.#server.listen({ port, ...(address === undefined ? {} : { host: address }) }, resolve);
    });
    return () => new Promise<void>(resolve => this.#server.close(() => resolve()));
  }

  /** Shows another certificate to all connections from now on. */
  use({ key, cert }: Certificate): void {
    if ('setSecureContext' in this.#server) this.#server.setSecureContext({ ...TLS_RULES, key, cert });
  }

  #arrange(): void {
    const { connections, onRequest, onUpgrade, clock, limits } = this.#options;
    const server = this.#server;
    const parse = this.#putFrontBeforeParser();
    const isAnswering = (stream: Duplex) => {
      const socket = this.#sockets.get(stream);
      return socket !== undefined && connections.isBusy(socket);
    };

    const arrive = (waits: boolean) => (request: IncomingMessage, response: ServerResponse) => {
      const socket = this.#sockets.get(request.socket) ?? request.socket;
      response.once('close', connections.answering(socket));
      onRequest({ request, response, socket, waits });
    };
    server.on('request', arrive(false)).on('checkContinue', arrive(true));

    server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      const socket = this.#sockets.get(stream) ?? request.socket;
      // Node has let go of the connection, and would have its next parser answer out of turn.
      connections.whenAnswered(socket, () => {
        if (stream.destroyed) return;
        if (wantsWebSocket(request)) {
          stream.once('close', connections.answering(socket));
          onUpgrade({ request, stream, socket, head });
          return;
        }
        stream.unshift(Buffer.concat([withoutUpgrade(request), head]));
        parse(stream, socket);
        stream.resume();
      });
    });

    server.on('clientError', (error, stream) =>
      refuseBroken(error, stream, { answering: isAnswering(stream), clock, lingerMs: limits.lingerMs }),
    );
    server.on('timeout', (socket: Socket) => {
      if (!isAnswering(socket) || socket.writableLength > 0) socket.destroy();
    });
  }

  /** @returns hands a stream to Node's HTTP parser as if it were a connection */
  #putFrontBeforeParser(): (stream: Duplex, socket: Socket) => void {
    const { connections, streams, limits, clock } = this.#options;
    const server = this.#server;
    const isSecure = 'setSecureContext' in server;
    const parser = ownListeners(server, isSecure ? 'secureConnection' : 'connection');
    const handOver = (stream: Duplex, socket: Socket) => {
      this.#sockets.set(stream, socket);
      parser(stream);
    };
    const front = (socket: Socket) => {
      socket.on('error', () => undefined);
      lookAtFirst(socket, { streams, limits, clock, handOver });
    };
    const admitted = isSecure ? ownListeners(server, 'connection') : front; // of HTTPS: begins the TLS handshake
    server.on('connection', (socket: Socket) => {
      if (connections.admit(socket)) admitted(socket);
    });
    if (isSecure) {
      server.on('secureConnection', front);
      server.removeAllListeners('tlsClientError');
      server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
    }
    return handOver;
  }
}

function newServer({ certificate, limits }: DoorOptions): Server | SecureServer {
  const options = {
    maxHeaderSize: limits.headBytes,
    headersTimeout: limits.headMs,
    requestTimeout: 0, // live sound lasts; bodies have a time limit of their own
    keepAliveTimeout: limits.idleMs,
    connectionsCheckingInterval: Math.min(1000, limits.headMs),
    requireHostHeader: false,
    keepAlive: true,
    allowHalfOpen: true, // a peer that has said all it wants to say (FIN) may still wait for the answer
  };
  if (certificate === undefined) return createServer(options);
  const { key, cert } = certificate;
  return createSecureServer({ ...options, ...TLS_RULES, key, cert, handshakeTimeout: limits.headMs });
}

/** Takes the server's own listeners of an event off. @returns calls them */
function ownListeners(server: Server | SecureServer, event: string): (stream: Duplex) => void {
  const own = server.listeners(event) as ((stream: Duplex) => void)[];
  server.removeAllListeners(event);
  return stream => {
    for (const listener of own) listener.call(server, stream);
  };
}
