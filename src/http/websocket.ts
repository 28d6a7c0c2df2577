import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { mayActAs } from '../core/role.ts';
import type { Admission, Asking, Guard } from './auth/guard.ts';
import { Refused } from './auth/refused.ts';
import { askingOf } from './exchange.ts';
import type { WebLimits } from './limits.ts';
import { RouteTable } from './route-table.ts';
import type { LiveSocket, SocketRoute } from './socket-route.ts';
import { parseTarget, type Target } from './target.ts';

interface WebSocketsOptions {
  readonly routes: readonly SocketRoute[];
  readonly guard: Guard;
  readonly limits: Pick<WebLimits, 'sockets' | 'messageBytes' | 'backlogBytes' | 'pingMs'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What an upgrade request came with. */
interface Upgrade {
  readonly request: IncomingMessage;
  /** What the answer is written to. */
  readonly stream: Duplex;
  /** The connection itself. */
  readonly socket: Socket;
  readonly head: Buffer;
}

/** Close codes (RFC 6455, 7.4); above 4000 our own. */
const CODE = { goingAway: 1001, textOnly: 1003, bug: 1011, loggedOut: 4401 };

/** The WebSockets behind the same guard as the routes. */
export class WebSockets {
  readonly #options: WebSocketsOptions;
  readonly #table: RouteTable<SocketRoute>;
  readonly #server: WebSocketServer;
  readonly #open = new Map<WebSocket, Held>();

  constructor(options: WebSocketsOptions) {
    this.#options = options;
    this.#table = new RouteTable(options.routes);
    const { messageBytes } = options.limits;
    this.#server = new WebSocketServer({ noServer: true, maxPayload: messageBytes, perMessageDeflate: false });
  }

  get size(): number {
    return this.#open.size;
  }

  /** Cuts a socket the moment its login ends. */
  start(): Off {
    return this.#options.guard.onChange(() => {
      for (const [ws, held] of this.#open) this.#cutIfLoggedOut(ws, held);
    });
  }

  /** Opens the socket that the request asks for, or answers why not. */
  async upgrade({ request, stream, socket, head }: Upgrade): Promise<void> {
    stream.on('error', () => undefined);
    const asking = askingOf(request, socket);
    const target = parseTarget(asking.target);
    const lookup = this.#table.find(asking.method, target.path);
    if (lookup === undefined || !('found' in lookup)) {
      refuse(stream, 404);
      return;
    }
    const { route, access } = lookup.found;
    const admission = await this.#admit({ ...route, access }, asking, target);
    if (admission instanceof Refused) {
      refuse(stream, admission.status, this.#refusalHeaders(admission, asking));
    } else if (this.#open.size >= this.#options.limits.sockets) {
      refuse(stream, 503);
    } else {
      this.#server.handleUpgrade(request, stream, head, ws => {
        this.#serve(ws, { route, admission, target, remote: asking.remote });
      });
    }
  }

  /** Closes all, for the end of the house. */
  closeAll(): void {
    for (const ws of this.#open.keys()) ws.close(CODE.goingAway);
  }

  async #admit(route: SocketRoute, asking: Asking, { query }: Target): Promise<Admission | Refused> {
    const holder = route.ticket?.(query);
    if (holder !== undefined)
      return { caller: holder, stale: false, holds: () => this.#options.guard.stillMay(holder) };
    try {
      const admission = await this.#options.guard.admit(asking, { access: route.access, unattended: true });
      const role = admission.caller?.role;
      const enough = route.access === 'anonymous' || (role !== undefined && mayActAs(role, route.access));
      return enough ? admission : new Refused(401, `this needs the role ${route.access}`);
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  }

  #refusalHeaders({ status, stale }: Refused, { secure }: Asking): string[] {
    const { guard } = this.#options;
    if (status === 429) return [`Retry-After: ${guard.retryAfterS}`];
    if (status !== 401) return [];
    const setup = guard.needsSetup ? ['Axis-Setup: vapix'] : [];
    return [...guard.challenges(secure, stale).map(challenge => `WWW-Authenticate: ${challenge}`), ...setup];
  }

  #serve(ws: WebSocket, { route, admission, target, remote }: Opening): void {
    const { limits, clock } = this.#options;
    const closed = new AbortController();
    const held = { admission, closed };
    let alive = true;
    const stopPinging = clock.every(limits.pingMs, () => {
      if (!alive) ws.terminate();
      else this.#cutIfLoggedOut(ws, held);
      alive = false;
      ws.ping();
    });
    this.#open.set(ws, held);
    ws.on('pong', () => (alive = true));
    ws.on('error', () => undefined); // `close` follows
    ws.once('close', () => {
      stopPinging();
      this.#open.delete(ws);
      closed.abort();
    });
    const ears: Ears = { text: undefined, bytes: undefined };
    ws.on('message', (data, isBinary) => this.#hear(ws, route, { data: data as Buffer, isBinary, ears }));
    this.#guarded(ws, route.path, () =>
      route.open({
        path: target.path,
        query: target.query,
        caller: admission.caller,
        remote,
        signal: closed.signal,
        send: message => this.#send(ws, message),
        onText: hear => (ears.text = hear),
        onBytes: hear => (ears.bytes = hear),
        close: () => ws.close(),
      } satisfies LiveSocket),
    );
  }

  /** The route hears of it at once, not when the peer has answered the close. */
  #cutIfLoggedOut(ws: WebSocket, { admission, closed }: Held): void {
    if (admission.holds()) return;
    ws.close(CODE.loggedOut, 'log in again');
    closed.abort();
  }

  #send(ws: WebSocket, message: unknown): void {
    if (ws.readyState !== ws.OPEN) return;
    ws.send(JSON.stringify(message));
    if (ws.bufferedAmount > this.#options.limits.backlogBytes) ws.terminate();
  }

  #hear(ws: WebSocket, { path }: SocketRoute, { data, isBinary, ears }: Heard): void {
    if (ws.readyState !== ws.OPEN) return;
    const { text, bytes } = ears;
    if (!isBinary) this.#guarded(ws, path, () => text?.(Buffer.from(data).toString()));
    else if (bytes === undefined) ws.close(CODE.textOnly, 'text only');
    else this.#guarded(ws, path, () => bytes(data));
  }

  /** A bug in a route ends its socket and nothing else. */
  #guarded(ws: WebSocket, path: string, run: () => unknown): void {
    const fail = (error: unknown) => {
      const stack = error instanceof Error ? error.stack : String(error);
      this.#options.log.error('a WebSocket failed on a bug', { path, stack });
      ws.close(CODE.bug);
    };
    try {
      Promise.resolve(run()).catch(fail);
    } catch (error) {
      fail(error);
    }
  }
}

/** An open socket: whose it is, and what tells its route that it is over. */
interface Held {
  readonly admission: Admission;
  readonly closed: AbortController;
}

interface Opening {
  readonly route: SocketRoute;
  readonly admission: Admission;
  readonly target: Target;
  readonly remote: string;
}

/** What the route listens to. */
interface Ears {
  text: ((text: string) => unknown) | undefined;
  bytes: ((bytes: Uint8Array) => unknown) | undefined;
}

interface Heard {
  readonly data: Buffer;
  readonly isBinary: boolean;
  readonly ears: Ears;
}

function refuse(stream: Duplex, status: number, headers: readonly string[] = []): void {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    ...headers,
    'Connection: close',
    'Content-Length: 0',
  ];
  stream.end(`${lines.join('\r\n')}\r\n\r\n`, () => stream.destroy());
}
