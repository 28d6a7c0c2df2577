import Koa, { type Context } from 'koa';
import { inBackground } from '../core/background.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Guard } from './auth/guard.ts';
import { Connections } from './connections.ts';
import { Dispatcher, type FullAnswer, type Incoming } from './dispatcher.ts';
import { type Arrival, type Certificate, Door } from './door.ts';
import { WEB_LIMITS, type WebLimits } from './limits.ts';
import { COMMON_HEADERS, DATA_POLICY } from './page-headers.ts';
import { bugAnswer } from './refusal.ts';
import { RequestBody } from './request-body.ts';
import type { Route } from './route.ts';
import { RouteTable } from './route-table.ts';
import { sendAnswer } from './send-answer.ts';
import type { SocketRoute } from './socket-route.ts';
import { StaticFiles } from './static.ts';
import { parseTarget } from './target.ts';
import { webFiles } from './web-files.ts';
import { WebSockets } from './websocket.ts';

interface WebServerOptions {
  readonly routes: readonly Route[];
  readonly sockets?: readonly SocketRoute[];
  readonly guard: Guard;
  /** The folder of the page's files. */
  readonly page: string;
  /** 0 takes any free port. Without a port for HTTPS the page is served over HTTP. */
  readonly ports: { readonly http?: number; readonly https?: number };
  /** The address to listen on; all of them unless told. */
  readonly address?: string;
  /** What HTTPS shows; needed where there is a port for it. */
  readonly certificate?: Certificate;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<WebLimits>;
}

/** How long the answers under way may take at the end, ms. */
const FAREWELL_MS = 1000;

/** Makes the web server; its ports open only when it starts. */
export const createWebServer = (options: WebServerOptions) => new WebServer(options);

/** The speaker's web server: HTTP and HTTPS, one table of routes, the page, WebSockets. */
export class WebServer {
  readonly #options: WebServerOptions;
  readonly #limits: WebLimits;
  readonly #files: StaticFiles;
  readonly #connections: Connections;
  readonly #dispatcher: Dispatcher;
  readonly #sockets: WebSockets;
  readonly #doors: { readonly http: Door | undefined; readonly https: Door | undefined };

  #stopping = false;

  constructor(options: WebServerOptions) {
    const { routes, sockets = [], guard, log, clock, ports, certificate } = options;
    const table = new RouteTable(routes);
    this.#options = options;
    this.#limits = { ...WEB_LIMITS, ...options.limits };
    this.#files = new StaticFiles(options.page);
    this.#connections = new Connections(this.#limits);
    const files = webFiles(this.#files, () => this.ports().https);
    this.#dispatcher = new Dispatcher({ table, guard, files, log });
    this.#sockets = new WebSockets({ routes: sockets, guard, limits: this.#limits, clock, log });
    const door = this.#doorMaker(table);
    this.#doors = {
      http: ports.http === undefined ? undefined : door(ports.http),
      https: ports.https === undefined || certificate === undefined ? undefined : door(ports.https, certificate),
    };
  }

  /** Opens the ports. @returns closes them, after a moment for the answers under way */
  async start(): Promise<Off> {
    const { clock, log, page } = this.#options;
    if ((await this.#files.load()) === 0) log.warn('the page is missing', { folder: page });
    const doors = [this.#doors.http, this.#doors.https].filter(door => door !== undefined);
    const closers: Off[] = [];
    for (const door of doors) closers.push(await door.open());
    log.info('listening', this.ports());
    return async () => {
      this.#stopping = true;
      this.#sockets.closeAll();
      const closed = Promise.all(closers.map(close => close()));
      this.#connections.close('idle');
      const late = clock.after(FAREWELL_MS, () => this.#connections.close('all'));
      await closed;
      late();
    };
  }

  /** The ports it listens on, once it has started. */
  ports(): { readonly http: number | undefined; readonly https: number | undefined } {
    return { http: this.#doors.http?.port, https: this.#doors.https?.port };
  }

  /** Shows another certificate to all who connect from now on. */
  useCertificate(certificate: Certificate): void {
    this.#doors.https?.use(certificate);
  }

  /** Connections open now. */
  get connections(): number {
    return this.#connections.size;
  }

  #doorMaker(table: RouteTable<Route>): (port: number, certificate?: Certificate) => Door {
    const { address, clock, log } = this.#options;
    const arrivals = new WeakMap<object, Arrival>();
    const handle = this.#app(arrivals).callback();
    const streams = (target: string) => {
      const lookup = table.find('POST', parseTarget(target).path);
      return lookup !== undefined && 'found' in lookup && lookup.found.route.streams === true;
    };
    return (port, certificate) =>
      new Door({
        port,
        ...(address === undefined ? {} : { address }),
        ...(certificate === undefined ? {} : { certificate }),
        connections: this.#connections,
        streams,
        onRequest: arrival => {
          arrivals.set(arrival.request, arrival);
          inBackground(log, 'a request', () => handle(arrival.request, arrival.response));
        },
        onUpgrade: arrival => inBackground(log, 'a WebSocket', () => this.#sockets.upgrade(arrival)),
        limits: this.#limits,
        clock,
      });
  }

  #app(arrivals: WeakMap<object, Arrival>): Koa {
    const app = new Koa();
    app.silent = true;
    app.on('error', (error: Error) => this.#options.log.debug('an answer broke off', { error: error.message }));
    app.use(async ctx => {
      const arrival = arrivals.get(ctx.req);
      if (arrival !== undefined) await this.#serve(ctx, arrival);
    });
    return app;
  }

  async #answer(incoming: Incoming): Promise<FullAnswer> {
    try {
      return await this.#dispatcher.answer(incoming);
    } catch (error) {
      const stack = error instanceof Error ? error.stack : String(error);
      this.#options.log.error('a request failed on a bug', { stack });
      return bugAnswer('');
    }
  }

  async #serve(ctx: Context, { request, response, socket, waits }: Arrival): Promise<void> {
    const { clock, guard, log } = this.#options;
    const limits = this.#limits;
    let undecided = waits;
    const begin = () => {
      if (undecided) response.writeContinue();
      undecided = false;
    };
    const body = new RequestBody({ request, limits, clock, begin });
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    ctx.set({ ...COMMON_HEADERS, 'Content-Security-Policy': DATA_POLICY, 'Cache-Control': 'no-store' });
    if (guard.needsSetup) ctx.set('Axis-Setup', 'vapix');
    const answer = await this.#answer({ request, socket, body, signal: gone.signal });
    const closes = body.abandon() || answer.closes === true || this.#stopping;
    log.debug('answered', {
      method: ctx.method,
      path: ctx.path,
      status: answer.status ?? 200,
      socket: socket.remoteAddress,
    });
    sendAnswer(ctx, { ...answer, closes }, { limits, clock, undecided });
  }
}
