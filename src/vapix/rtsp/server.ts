import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Clock, Off } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { RtspConnection, type RtspDeps, type RtspPeer } from './connection.ts';

interface RtspServerDeps extends RtspDeps {
  readonly log: Log;
  /** 0 takes any free port. */
  readonly port: number;
  /** The address to listen on; all of them unless told. */
  readonly address?: string | undefined;
}

/** Connections at once. */
const MOST = 32;
/** What may wait for a peer that reads slowly, bytes. */
const MOST_WAITING = 1024 * 1024;
/** How long a last answer may take, ms. */
const FAREWELL_MS = 1000;
/** A peer that has vanished is found so late at the most, ms. */
const PROBE_MS = 30_000;

/** The port of RTSP. */
export class RtspServer {
  readonly #deps: RtspServerDeps;
  readonly #server: Server;
  /** The oldest first. */
  readonly #open = new Map<Socket, RtspConnection>();

  constructor(deps: RtspServerDeps) {
    this.#deps = deps;
    this.#server = createServer({ keepAlive: true, keepAliveInitialDelay: PROBE_MS }, socket => this.#serve(socket));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  /** Connections open now. */
  get size(): number {
    return this.#open.size;
  }

  async start(): Promise<Off> {
    const { port, address } = this.#deps;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, ...(address === undefined ? {} : { host: address }) }, resolve);
    });
    this.#server.on('error', () => undefined); // later ones have nobody to tell, and end nothing
    return () => {
      for (const connection of [...this.#open.values()]) connection.close();
      return new Promise<void>(resolve => this.#server.close(() => resolve()));
    };
  }

  #serve(socket: Socket): void {
    socket.on('error', () => undefined); // `close` follows
    if (!this.#makeRoom() || socket.remoteAddress === undefined) {
      socket.destroy();
      return;
    }
    const connection = new RtspConnection(peerOf(socket, this.#deps.clock), this.#deps);
    this.#open.set(socket, connection);
    socket.once('close', () => {
      this.#open.delete(socket);
      connection.close();
    });
    void this.#listen(socket, connection);
  }

  /** Reads no further than has been answered. */
  async #listen(socket: Socket, connection: RtspConnection): Promise<void> {
    try {
      for await (const piece of socket) {
        if (!(await this.#isAnswered(connection, piece as Buffer))) break;
      }
    } catch {
      // The peer broke off.
    }
    socket.destroy();
  }

  async #isAnswered(connection: RtspConnection, piece: Buffer): Promise<boolean> {
    try {
      await connection.take(piece);
      return true;
    } catch (error) {
      const stack = error instanceof Error ? error.stack : String(error);
      this.#deps.log.error('an RTSP connection failed on a bug', { stack });
      return false;
    }
  }

  /** One that nobody has logged in on makes room for a new one. */
  #makeRoom(): boolean {
    if (this.#open.size < MOST) return true;
    const [socket] = [...this.#open].find(([, connection]) => !connection.isTrusted) ?? [];
    if (socket === undefined) return false;
    this.#open.delete(socket);
    socket.destroy();
    return true;
  }
}

const plain = (address = '') => address.replace(/^::ffff:(?=\d+\.)/i, '');

function peerOf(socket: Socket, clock: Clock): RtspPeer {
  const address = plain(socket.localAddress);
  return {
    remote: plain(socket.remoteAddress),
    local: `${address.includes(':') ? `[${address}]` : address}:${socket.localPort ?? 0}`,
    secure: false,
    takesUdp: true,
    write: (bytes: Buffer) => {
      if (socket.destroyed || !socket.writable) return;
      socket.write(bytes);
      if (socket.writableLength > MOST_WAITING) socket.destroy();
    },
    close: () => {
      socket.end(() => socket.destroy());
      const late = clock.after(FAREWELL_MS, () => socket.destroy());
      socket.once('close', late);
    },
  };
}
