import { inBackground } from '../core/background.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Guard } from './auth/guard.ts';
import { type AnsweredRequest, createApp } from './app.ts';
import { Connections } from './connections.ts';
import { Dispatcher } from './dispatcher.ts';
import { type Certificate, Door } from './door.ts';
import { WEB_LIMITS, type WebLimits } from './limits.ts';
import type { Route } from './route.ts';
import { RouteTable } from './route-table.ts';
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
  /** Whether browsers are told to come by HTTPS only; no unless told. */
  readonly strictTransport?: () => boolean;
  /** Told of every request. */
  readonly answered?: (request: AnsweredRequest) => void;
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
  readonly #newDoor: (port: number, certificate?: Certificate) => Door;
  #certificate: Certificate | undefined;
  #doors: { readonly http: Door | undefined; readonly https: Door | undefined };
  readonly #closers = new Map<Door, Off>();
  #stopping = false;

  constructor(options: WebServerOptions) {
    const { routes, sockets = [], guard, log, clock, ports, certificate } = options;
    if (ports.https !== undefined && certificate === undefined) throw new Error('HTTPS needs a certificate');
    const table = new RouteTable(routes);
    this.#options = options;
    this.#limits = { ...WEB_LIMITS, ...options.limits };
    this.#files = new StaticFiles(options.page);
    this.#connections = new Connections(this.#limits);
    const files = webFiles(this.#files, () => this.ports().https);
    this.#dispatcher = new Dispatcher({ table, guard, files, log });
    this.#sockets = new WebSockets({ routes: sockets, guard, limits: this.#limits, clock, log });
    this.#newDoor = this.#doorMaker(table);
    this.#certificate = certificate;
    this.#doors = {
      http: ports.http === undefined ? undefined : this.#newDoor(ports.http),
      https: ports.https === undefined ? undefined : this.#newDoor(ports.https, certificate),
    };
  }

  /** Opens the ports. @returns closes them, after a moment for the answers under way */
  async start(): Promise<Off> {
    const { clock, log, page } = this.#options;
    if ((await this.#files.load()) === 0) log.warn('the page is missing', { folder: page });
    await this.#open([this.#doors.http, this.#doors.https]);
    const letSocketsBe = this.#sockets.start();
    log.info('listening', this.ports());
    return async () => {
      this.#stopping = true;
      letSocketsBe();
      this.#sockets.closeAll();
      const closed = Promise.all([...this.#closers.values()].map(close => close()));
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

  /**
   * Listens on other ports from now on; connections that are open go on until they end.
   * @param ports a port that is left out is closed; 0 takes a free one
   * @throws Error of the system where a port cannot be opened; then all is as it was
   */
  async move({ http, https }: { readonly http?: number; readonly https?: number }): Promise<void> {
    const before = this.#doors;
    if (before.http?.port === http && before.https?.port === https) return;
    const next = {
      http: this.#doorAt(http, before.http),
      https: this.#doorAt(https, before.https, this.#certificate),
    };
    await this.#open([next.http, next.https].filter(door => door !== before.http && door !== before.https));
    this.#doors = next;
    for (const door of [before.http, before.https]) {
      if (door === undefined || door === next.http || door === next.https) continue;
      void this.#closers.get(door)?.();
      this.#closers.delete(door);
    }
    this.#options.log.info('listening', this.ports());
  }

  /** The door that is there, where its port is the wanted one. */
  #doorAt(port: number | undefined, present: Door | undefined, certificate?: Certificate): Door | undefined {
    if (port === undefined) return undefined;
    return present?.port === port ? present : this.#newDoor(port, certificate);
  }

  /** Shows another certificate to all who connect from now on. */
  useCertificate(certificate: Certificate): void {
    this.#certificate = certificate;
    this.#doors.https?.use(certificate);
  }

  /** Opens all of them or none. */
  async #open(doors: readonly (Door | undefined)[]): Promise<void> {
    const opened: [Door, Off][] = [];
    try {
      for (const door of doors) if (door !== undefined) opened.push([door, await door.open()]);
    } catch (error) {
      await Promise.all(opened.map(([, close]) => close()));
      throw error;
    }
    for (const [door, close] of opened) this.#closers.set(door, close);
  }

  /** Connections open now. */
  get connections(): number {
    return this.#connections.size;
  }

  #doorMaker(table: RouteTable<Route>): (port: number, certificate?: Certificate) => Door {
    const { address, guard, clock, log, answered, strictTransport = () => false } = this.#options;
    const limits = this.#limits;
    const answer = createApp({
      dispatcher: this.#dispatcher,
      needsSetup: () => guard.needsSetup,
      strictTransport,
      isStopping: () => this.#stopping,
      limits,
      clock,
      log,
      answered,
    });
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
        onRequest: arrival => inBackground(log, 'a request', () => answer(arrival)),
        onUpgrade: arrival => inBackground(log, 'a WebSocket', () => this.#sockets.upgrade(arrival)),
        limits,
        clock,
      });
  }
}
