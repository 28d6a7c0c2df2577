import { createServer, type Server, type Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { Clock } from '../core/clock.ts';
import { Fault, unavailable } from '../core/fault.ts';

/** How many ports there are for files. */
const PORTS = 20;
/** How long the client has for coming, and how long nothing may move, ms. */
const PATIENCE_MS = 20_000;

interface PassiveDeps {
  /** The client, and where it reached us. */
  readonly remote: string;
  readonly local: string;
  readonly firstPort: number;
  readonly clock: Clock;
}

/** Waits for the one connection that a file or a list goes over. */
export class Passive {
  readonly #deps: PassiveDeps;
  readonly #server: Server;
  #came: (socket: Socket) => void = () => undefined;
  readonly #coming: Promise<Socket>;
  #socket: Socket | undefined;
  #isTaken = false;

  private constructor(deps: PassiveDeps) {
    this.#deps = deps;
    this.#coming = new Promise(resolve => (this.#came = resolve));
    this.#server = createServer(socket => this.#admit(socket));
    this.#server.on('error', () => undefined);
  }

  /** Takes the first port that is free. @throws Fault `unavailable` where none is */
  static async open(deps: PassiveDeps): Promise<Passive> {
    const passive = new Passive(deps);
    for (let port = deps.firstPort; port < deps.firstPort + PORTS; port++) {
      if (await passive.#listen(port)) return passive;
    }
    throw unavailable('all ports for files are in use');
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /**
   * The connection, once it is there; encrypted where there is a context.
   * @throws Fault `failed` where nobody comes, or TLS does not begin
   */
  async connection(context: SecureContext | undefined, signal: AbortSignal): Promise<Socket> {
    const plain = await this.#inTime(this.#coming, signal);
    this.#server.close();
    const socket = context === undefined ? plain : new TLSSocket(plain, { isServer: true, secureContext: context });
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('nothing moved for too long')));
    if (context === undefined) return socket;
    const secured = new Promise<Socket>((resolve, reject) => {
      socket.once('secure', () => resolve(socket));
      socket.once('close', () => reject(new Fault('failed', 'TLS of the data connection failed')));
    });
    return this.#inTime(secured, signal);
  }

  close(): void {
    this.#server.close();
    this.#socket?.destroy();
    void this.#coming.then(socket => socket.destroy());
  }

  /** Only the client itself: a port that anybody could come to would give files to strangers. */
  #admit(socket: Socket): void {
    socket.on('error', () => undefined);
    if (this.#isTaken || socket.remoteAddress !== this.#deps.remote) {
      socket.destroy();
      return;
    }
    this.#isTaken = true;
    this.#came(socket);
  }

  #listen(port: number): Promise<boolean> {
    return new Promise(resolve => {
      const failed = () => resolve(false);
      this.#server.once('error', failed);
      this.#server.listen({ port, host: this.#deps.local, backlog: 2 }, () => {
        this.#server.off('error', failed);
        resolve(true);
      });
    });
  }

  #inTime<T>(wanted: Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const late = () => reject(new Fault('failed', 'the data connection did not come'));
      const off = this.#deps.clock.after(PATIENCE_MS, late);
      signal.addEventListener('abort', late, { once: true });
      void wanted.then(resolve, reject).finally(() => {
        off();
        signal.removeEventListener('abort', late);
      });
    });
  }
}
