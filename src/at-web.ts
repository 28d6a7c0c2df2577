import { type Certificates, createCertificates } from './certificates/index.ts';
import type { Clock, Off } from './core/clock.ts';
import { conflict } from './core/fault.ts';
import type { Log } from './core/log.ts';
import type { EventBus } from './events/index.ts';
import {
  addressBlocked,
  anonymousViewers,
  authenticationPolicy,
  authenticationWithQop,
  blockingRules,
  corsOrigins,
  createWebServer,
  Guard,
  httpPort,
  httpsPort,
  httpsPortOld,
  logInFailed,
  originsIn,
  strictTransport,
} from './http/index.ts';
import type { ParamStore } from './settings/index.ts';
import type { createSystem, Tokens, Users, WebSettings } from './system/index.ts';
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

interface CertificateParts extends Pick<WebOptions, 'clock' | 'log'> {
  readonly state: string;
  readonly info: ReturnType<typeof createSystem>['info'];
}

/** What the speaker shows to those who come by TLS, and whom it trusts. */
export const createAtCertificates = ({ state, info, clock, log }: CertificateParts) =>
  createCertificates({
    state,
    hostName: () => info.hostName(),
    addresses: () => info.addresses(),
    clock,
    log: log.area('certificates'),
  });

interface GuardParts {
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly users: Users;
  readonly tokens: Tokens;
}

/** Who is let in, and told of where somebody is not. */
export const createGuard = (
  { clock, log }: Pick<WebOptions, 'clock' | 'log'>,
  { events, params, users, tokens }: GuardParts,
) =>
  new Guard({
    accounts: users,
    tokens,
    origins: () => originsIn(params.get(corsOrigins)),
    anonymousViewers: () => params.get(anonymousViewers),
    policy: () => params.get(authenticationPolicy),
    withQop: () => params.get(authenticationWithQop),
    blocking: () => blockingRules(params),
    blocked: address => events.emit(addressBlocked, { address }),
    clock,
    log: log.area('access'),
    failed: told => events.emit(logInFailed, told),
  });

type WebParts = Pick<Parameters<typeof createWebServer>[0], 'guard' | 'routes' | 'sockets' | 'answered'> & {
  readonly params: ParamStore;
  readonly certificates: Certificates;
  readonly network: Network;
  /** The port that RTSP has. */
  readonly rtsp: () => number;
};

/** Opens the door for people and programs; ports that were free are told when they are known. */
export async function startWeb(
  options: WebOptions,
  { params, certificates, network, rtsp, ...parts }: WebParts,
): Promise<Off> {
  const { ports, address, page, clock, log } = options;
  const server = createWebServer({
    ...parts,
    page,
    ports,
    certificate: certificates.pair('https'),
    strictTransport: () => params.get(strictTransport),
    clock,
    log: log.area('http'),
    ...(address === undefined ? {} : { address }),
  });
  const close = await server.start();
  const unwatch = certificates.onChange(() => server.useCertificate(certificates.pair('https')));
  const open = () => ({ http: server.ports().http ?? 0, https: server.ports().https ?? 0 });
  const { http, https } = open();
  options.listening({ http, https, rtsp: rtsp() });
  params.provide(httpPort, () => open().http);
  params.provide(httpsPort, () => open().https);
  params.provide(httpsPortOld, () => open().https);
  await followNetwork(server, network, { http, https }, log);
  params.provide(rtspPort, rtsp);
  const name = address ?? 'localhost';
  log.info(`ready at https://${name}:${https} and http://${name}:${http} and rtsp://${name}:${rtsp()}`);
  return async () => {
    unwatch();
    // What is undone after this must not open a door again.
    network.useWeb(async () => undefined);
    await close();
  };
}

type Network = ReturnType<typeof createSystem>['network'];
type Server = ReturnType<typeof createWebServer>;

/** Moves the doors where the settings of the network want them. @param usual the ports that the speaker was started with */
async function followNetwork(
  server: Server,
  network: Network,
  usual: { readonly http: number; readonly https: number },
  log: Log,
): Promise<void> {
  const move = async ({ access, httpPort, httpsPort }: WebSettings) => {
    const http = access === 'https' ? {} : { http: httpPort === 0 ? usual.http : httpPort };
    const https = httpsPort === 0 ? usual.https : httpsPort;
    try {
      await server.move({ ...http, https });
    } catch (error) {
      throw conflict(`the port cannot be opened: ${(error as Error).message}`);
    }
  };
  network.useWeb(move);
  const { web } = network.settings;
  // A port that somebody else has taken must not lock everybody out.
  await move(web).catch((error: unknown) => log.error('the ports stay the usual ones', { error: String(error) }));
}
