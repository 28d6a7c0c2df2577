import { createServer, type Server, type Socket } from 'node:net';
import type { Off } from '../core/clock.ts';
import type { ParamStore } from '../settings/index.ts';
import { ftpEnabled, ftpFirstPort, ftpPlainText } from './params.ts';
import { FtpSession, type SessionDeps } from './session.ts';
import { type FtpClips, Shelf } from './shelf.ts';

interface FtpServerDeps extends Pick<SessionDeps, 'context' | 'logIn' | 'answered' | 'clock' | 'log'> {
  readonly clips: FtpClips;
  readonly params: Pick<ParamStore, 'get' | 'follow'>;
  readonly port: number;
  /** Address to listen on; all where it is undefined. */
  readonly address: string | undefined;
}

const MOST_SESSIONS = 8;
const MOST_OF_ONE = 4;

/** Audio clips over FTP, while that is switched on. */
export class FtpServer {
  readonly #deps: FtpServerDeps;
  readonly #sessions = new Map<FtpSession, string>();
  #server: Server | undefined;

  constructor(deps: FtpServerDeps) {
    this.#deps = deps;
  }

  start(): Off {
    const { params } = this.#deps;
    const off = params.follow(ftpEnabled, on => (on ? this.#open() : this.#close()));
    return () => {
      off();
      this.#close();
    };
  }

  #open(): void {
    if (this.#server !== undefined) return;
    const { port, address, log, params } = this.#deps;
    const server = createServer(socket => this.#admit(socket));
    this.#server = server;
    server.on('error', error => {
      log.error('FTP cannot be served', { port, error: error.message });
      if (this.#server === server) this.#close();
    });
    server.listen({ port, ...(address === undefined ? {} : { host: address }) }, () => {
      const bound = server.address();
      log.info('FTP is served', { port: typeof bound === 'object' ? bound?.port : port });
      if (params.get(ftpPlainText)) log.warn('FTP takes passwords that are not encrypted');
    });
  }

  #close(): void {
    this.#server?.close();
    this.#server = undefined;
    for (const session of [...this.#sessions.keys()]) session.close();
  }

  #admit(socket: Socket): void {
    const remote = socket.remoteAddress ?? '';
    const ofOne = [...this.#sessions.values()].filter(each => each === remote).length;
    if (this.#sessions.size >= MOST_SESSIONS || ofOne >= MOST_OF_ONE) {
      socket.on('error', () => undefined);
      socket.end('421 There are too many connections. Try again later.\r\n', () => socket.destroy());
      return;
    }
    const { clips, params, ...deps } = this.#deps;
    const session = new FtpSession(socket, {
      ...deps,
      shelf: new Shelf(clips),
      needsTls: () => !params.get(ftpPlainText),
      firstPort: () => params.get(ftpFirstPort),
      ended: () => this.#sessions.delete(session),
    });
    this.#sessions.set(session, remote);
    session.start();
  }
}
