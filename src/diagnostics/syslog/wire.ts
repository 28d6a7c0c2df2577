import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock, Off } from '../../core/clock.ts';
import { framed } from './message.ts';
import type { SyslogServer } from './settings.ts';

/** A way to a server that is open. */
export interface Wire {
  /** False where no more should be sent before `drained` is told. */
  send(message: Buffer, sent: () => void): boolean;
  close(): void;
}

export interface WireListener {
  /** More may be sent. */
  drained(): void;
  /** It is over. */
  lost(problem: string): void;
}

export interface WireOptions {
  readonly server: SyslogServer;
  /** PEM of those whose servers are believed; undefined for the system's own list. */
  readonly authorities: readonly string[] | undefined;
  readonly clock: Clock;
}

/** A server that takes nothing for so long, ms, is away. */
const PATIENCE_MS = 10_000;
/** Bytes that the socket may hold: what is there when the connection breaks is lost. */
const BACKLOG_BYTES = 64 * 1024;

/** Opens the way to a server. @throws Error with the reason */
export const openWire = (options: WireOptions, listener: WireListener): Promise<Wire> =>
  options.server.protocol === 'UDP' ? openUdp(options, listener) : openStream(options, listener);

/** RFC 5426: each message is a packet. Nobody confirms them; only that nobody listens may be told. */
async function openUdp({ server: { address, port } }: WireOptions, listener: WireListener): Promise<Wire> {
  const found = await lookup(address);
  const socket = createSocket(found.family === 6 ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(port, found.address, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  socket.on('error', error => listener.lost(wordsFor(error)));
  socket.on('message', () => undefined);
  return {
    send(message, sent) {
      socket.send(message, error => (error === null ? sent() : listener.lost(wordsFor(error))));
      return true;
    },
    close: () =>
      void socket
        .removeAllListeners('error')
        .on('error', () => undefined)
        .close(),
  };
}

/** RFC 6587 over TCP, RFC 5425 over TLS. */
async function openStream({ server, authorities, clock }: WireOptions, listener: WireListener): Promise<Wire> {
  const { address: host, port } = server;
  const isTls = server.protocol === 'TLS';
  const ca = authorities === undefined ? {} : { ca: [...authorities] };
  const socket = isTls
    ? connectTls({ host, port, servername: nameFor(host), rejectUnauthorized: true, ...ca })
    : connectTcp({ host, port });
  await opened(socket, isTls ? 'secureConnect' : 'connect', clock);
  socket.setKeepAlive(true, PATIENCE_MS);
  // What a server says is of no interest, but its end is.
  socket.resume();
  const impatience = new Impatience(clock, () => socket.destroy(new Error('the server takes nothing any more')));
  let problem = 'the server closed the connection';
  socket.on('error', (error: Error) => (problem = wordsFor(error)));
  socket.once('close', () => {
    impatience.stop();
    listener.lost(problem);
  });
  socket.on('drain', () => {
    impatience.stop();
    listener.drained();
  });
  return {
    send(message, sent) {
      socket.write(framed(message), error => {
        if (error === null || error === undefined) sent();
      });
      const goesOn = socket.writableLength < BACKLOG_BYTES;
      if (!goesOn) impatience.start();
      return goesOn;
    },
    close: () => {
      impatience.stop();
      socket.removeAllListeners('close').end();
      clock.after(1000, () => socket.destroy());
    },
  };
}

/** Names are asked for, addresses not (RFC 6066, 3). */
const nameFor = (host: string) => (/^[\d.]+$|:/.test(host) ? '' : host);

/** Ends a wait that takes too long. */
class Impatience {
  readonly #clock: Clock;
  readonly #over: () => void;
  #off: Off | undefined;

  constructor(clock: Clock, over: () => void) {
    this.#clock = clock;
    this.#over = over;
  }

  start(): void {
    this.#off ??= this.#clock.after(PATIENCE_MS, this.#over);
  }

  stop(): void {
    this.#off?.();
    this.#off = undefined;
  }
}

function opened(socket: Socket, event: 'connect' | 'secureConnect', clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const off = clock.after(PATIENCE_MS, () => socket.destroy(new Error('the server does not answer')));
    socket.once('error', (error: Error) => {
      off();
      reject(new Error(wordsFor(error), { cause: error }));
    });
    socket.once(event, () => {
      off();
      socket.removeAllListeners('error');
      resolve();
    });
  });
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens at this port',
  ECONNRESET: 'the server broke the connection',
  EPIPE: 'the server broke the connection',
  EHOSTUNREACH: 'the server cannot be reached',
  ENETUNREACH: 'the server cannot be reached',
  ETIMEDOUT: 'the server does not answer',
  ENOTFOUND: 'there is no server of this name',
  EAI_AGAIN: 'no name server answers',
};

const wordsFor = (error: Error): string =>
  ('code' in error ? WORDS[String(error.code)] : undefined) ?? error.message.slice(0, 200);
