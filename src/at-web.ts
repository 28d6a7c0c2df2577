import type { Clock, Off } from './core/clock.ts';
import type { Log } from './core/log.ts';
import type { EventBus } from './events/index.ts';
import {
  authenticationPolicy,
  authenticationWithQop,
  createWebServer,
  Guard,
  httpPort,
  httpsPort,
  httpsPortOld,
  logInFailed,
} from './http/index.ts';
import type { ParamStore } from './settings/index.ts';
import type { createSystem, Users } from './system/index.ts';
import { rtspPort } from './vapix/index.ts';

/** A part of the house's wiring: the web's door. */
interface WebOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the page's files. */
  readonly page: string;
  /** Ports to listen on; 0 takes a free one. */
  readonly ports: { readonly http: number; readonly https: number };
  /** Told the ports that were opened. */
  readonly listening: (ports: { http: number; https: number; rtsp: number }) => void;
  /** Address to listen on; all unless told. */
  readonly address: string | undefined;
}

interface GuardParts {
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly users: Users;
}

/** Who is let in, and told of where somebody is not. */
export const createGuard = ({ clock, log }: Pick<WebOptions, 'clock' | 'log'>, { events, params, users }: GuardParts) =>
  new Guard({
    accounts: users,
    policy: () => params.get(authenticationPolicy),
    withQop: () => params.get(authenticationWithQop),
    clock,
    log: log.area('access'),
    failed: told => events.emit(logInFailed, told),
  });

type WebParts = Pick<Parameters<typeof createWebServer>[0], 'guard' | 'routes' | 'sockets' | 'answered'> & {
  readonly params: ParamStore;
  readonly system: ReturnType<typeof createSystem>;
  /** The port that RTSP has. */
  readonly rtsp: () => number;
};

/** Opens the door for people and programs; ports that were free are told when they are known. */
export async function startWeb(options: WebOptions, { params, system, rtsp, ...parts }: WebParts): Promise<Off> {
  const { ports, address, page, clock, log } = options;
  const certificate = await system.certificates.load();
  const server = createWebServer({
    ...parts,
    page,
    ports,
    certificate,
    clock,
    log: log.area('http'),
    ...(address === undefined ? {} : { address }),
  });
  const close = await server.start();
  const unwatch = system.certificates.watch(pair => server.useCertificate(pair));
  const { http = 0, https = 0 } = server.ports();
  options.listening({ http, https, rtsp: rtsp() });
  params.provide(httpPort, () => http);
  params.provide(httpsPort, () => https);
  params.provide(httpsPortOld, () => https);
  params.provide(rtspPort, rtsp);
  const name = address ?? 'localhost';
  log.info(`ready at https://${name}:${https} and http://${name}:${http} and rtsp://${name}:${rtsp()}`);
  return async () => {
    unwatch();
    await close();
  };
}
