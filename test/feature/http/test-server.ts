import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import { createLog, type LogLevel } from '../../../src/core/log.ts';
import {
  type AuthenticationPolicy,
  type Certificate,
  type blockingRules,
  createWebServer,
  Guard,
  type Route,
  type SocketRoute,
  type WebLimits,
  type WebServer,
} from '../../../src/http/index.ts';
import { OwnCertificate } from '../../../src/certificates/own-certificate.ts';
import type { Role } from '../../../src/core/role.ts';
import { TestAccounts } from './test-accounts.ts';

interface Logged {
  readonly level: LogLevel;
  readonly message: string;
  readonly details: object | undefined;
}

interface TestServerOptions {
  readonly routes?: readonly Route[];
  readonly sockets?: readonly SocketRoute[];
  readonly accounts?: TestAccounts;
  readonly policy?: AuthenticationPolicy;
  readonly withQop?: boolean;
  readonly blocking?: ReturnType<typeof blockingRules>;
  readonly limits?: Partial<WebLimits>;
  readonly clock?: Clock;
  /** Files of the page by name. */
  readonly page?: Readonly<Record<string, string>>;
  readonly https?: boolean;
  /** Tokens that are good, and their roles. */
  readonly tokens?: Readonly<Record<string, Role>>;
  readonly origins?: readonly string[];
  readonly anonymous?: boolean;
}

/** A web server on loopback with routes of the test's own. */
export interface TestServer {
  readonly server: WebServer;
  readonly guard: Guard;
  readonly accounts: TestAccounts;
  readonly http: number;
  readonly https: number;
  readonly logged: readonly Logged[];
  /** Wrong passwords that the guard told of. */
  readonly failed: readonly unknown[];
  /** Addresses that it blocked. */
  readonly blocked: readonly string[];
  stop(): Promise<void>;
}

let certificate: Promise<Certificate> | undefined;

/** One certificate serves all tests: making one takes longer than most of them. */
async function testCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'stentor-cert-'));
  const log = createLog(() => undefined);
  const certificates = new OwnCertificate({
    path: join(folder, 'https.pem'),
    hostName: () => 'speaker',
    addresses: () => ['127.0.0.1'],
    clock: systemClock,
    log,
  });
  try {
    return await certificates.load();
  } finally {
    await rm(folder, { recursive: true });
  }
}

const DEFAULTS: Required<Omit<TestServerOptions, 'accounts'>> = {
  routes: [],
  sockets: [],
  policy: 'recommended',
  withQop: true,
  blocking: { enabled: false, periodS: 10, pageCount: 0, pageIntervalS: 1, siteCount: 0, siteIntervalS: 1 },
  limits: {},
  clock: systemClock,
  page: {},
  https: false,
  tokens: {},
  origins: [],
  anonymous: false,
};

const tokensOf = (roles: Readonly<Record<string, Role>>) => ({
  find: (token: string) => {
    const role = Object.hasOwn(roles, token) ? roles[token] : undefined;
    return role === undefined ? undefined : { name: `the ${role}`, role };
  },
  holds: (name: string, role: Role) => name === `the ${role}`,
  onChange: () => () => undefined,
});

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { routes, sockets, policy, withQop, blocking, limits, clock, page, https, ...doors } = {
    ...DEFAULTS,
    ...options,
  };
  const accounts = options.accounts ?? new TestAccounts();
  const logged: Logged[] = [];
  const failed: unknown[] = [];
  const blocked: string[] = [];
  const log = createLog((level, _area, message, details) => logged.push({ level, message, details }));
  const guard = new Guard({
    accounts,
    tokens: tokensOf(doors.tokens),
    origins: () => doors.origins,
    anonymousViewers: () => doors.anonymous,
    policy: () => policy,
    withQop: () => withQop,
    blocking: () => blocking,
    blocked: address => blocked.push(address),
    clock,
    log,
    failed: told => failed.push(told),
  });
  const folder = await mkdtemp(join(tmpdir(), 'stentor-page-'));
  for (const [name, content] of Object.entries(page)) await writeFile(join(folder, name), content);
  certificate ??= testCertificate();
  const server = createWebServer({
    routes,
    sockets,
    guard,
    page: folder,
    ports: { http: 0, ...(https ? { https: 0 } : {}) },
    certificate: await certificate,
    clock,
    log,
    limits,
  });
  const off = await server.start();
  const ports = server.ports();
  return {
    server,
    guard,
    accounts,
    http: ports.http ?? 0,
    https: ports.https ?? 0,
    logged,
    failed,
    blocked,
    stop: async () => {
      await off();
      await rm(folder, { recursive: true });
    },
  };
}

/** What a program printed and how it ended. */
interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** Runs a program of the system: curl, ffmpeg. */
export function run(program: string, ...args: string[]): Promise<Ran> {
  return new Promise(resolve => {
    execFile(program, args, { encoding: 'utf8', timeout: 15_000 }, (error, out, errors) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, errors });
    });
  });
}

/** curl that says nothing but what it got. */
export const curl = (...args: string[]) => run('curl', '-s', '-S', '-k', '--max-time', '10', ...args);

interface RawOptions {
  /** Says that nothing more will come (FIN) once all is sent. */
  readonly end?: boolean;
  readonly from?: string;
}

/** Sends bytes as they are; resolves with all that came back when the server has closed. */
export function raw(port: number, bytes: string | Buffer, options: RawOptions = {}): Promise<string> {
  return new Promise(resolve => {
    const socket = open(port, options);
    let text = '';
    socket.on('data', data => (text += data.toString('latin1')));
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(text));
    socket.write(bytes);
    if (options.end === true) socket.end();
  });
}

/** A connection to the server whose breaking is no failure of the test. */
export function open(port: number, { from }: RawOptions = {}): Socket {
  const socket = connect({
    port,
    host: '127.0.0.1',
    allowHalfOpen: true,
    ...(from === undefined ? {} : { localAddress: from }),
  });
  return socket.on('error', () => undefined);
}

/** Resolves when `holds` is true. A test whose wait never ends fails, and does not keep mocha from ending. */
export async function until(holds: () => boolean): Promise<void> {
  for (let waitedMs = 0; !holds(); waitedMs += 5) {
    if (waitedMs > 15_000) throw new Error(`never came true: ${String(holds)}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

export const basic = (name: string, password = `pass of ${name}`) =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
