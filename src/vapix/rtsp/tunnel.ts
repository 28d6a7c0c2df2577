import { Readable } from 'node:stream';
import type { Log } from '../../core/log.ts';
import { Fault, invalid, notFound } from '../../core/fault.ts';
import type { Answer, Exchange, Guard, Route } from '../../http/index.ts';
import { RtspConnection, type RtspDeps } from './connection.ts';
import { MEDIA_PATH } from './metadata.ts';

interface TunnelDeps extends RtspDeps {
  readonly guard: RtspDeps['guard'] & Pick<Guard, 'stillMay'>;
  readonly log: Log;
}

const TYPE = 'application/x-rtsp-tunnelled';
/** Tunnels at once. */
const MOST = 16;
/** What may wait for a peer that reads slowly, bytes. */
const MOST_WAITING = 1024 * 1024;
/** The way up is silent while a stream is heard; how long that may be is told by the connection inside, ms. */
const STALL_MS = 86_400_000;

interface Tunnel {
  readonly connection: RtspConnection;
  readonly remote: string;
  readonly closed: AbortSignal;
  /** One piece after the other, whichever request brings it. */
  turn: Promise<void>;
}

/**
 * RTSP within HTTP, as QuickTime began it: the answer to a GET is what we say, the body of a POST with the same
 * `x-sessioncookie` is, in base64, what the peer says. A POST may end and another take its place.
 */
export function rtspTunnel(deps: TunnelDeps): { readonly route: Route; close(): void } {
  const tunnels = new Map<string, Tunnel>();
  return {
    route: {
      path: MEDIA_PATH,
      methods: ['GET', 'POST'],
      access: 'anonymous', // who asks is found out inside, where clients expect it
      streams: true,
      handle: exchange => {
        const cookie = cookieIn(exchange);
        return exchange.method === 'GET'
          ? down(tunnels, cookie, { exchange, deps })
          : up(tunnels.get(cookie), exchange);
      },
    },
    close: () => {
      for (const { connection } of [...tunnels.values()]) connection.close();
    },
  };
}

function cookieIn({ headers, caller }: Exchange): string {
  // Some clients log in to HTTP: one that fails is told so.
  if (headers.authorization !== undefined && caller === undefined) throw new Fault('forbidden', 'log in');
  const cookie = headers['x-sessioncookie'];
  if (typeof cookie !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(cookie)) throw invalid('this address is for RTSP');
  return cookie;
}

interface Opening {
  readonly exchange: Exchange;
  readonly deps: TunnelDeps;
}

function down(tunnels: Map<string, Tunnel>, cookie: string, { exchange, deps }: Opening): Answer {
  if (tunnels.has(cookie)) throw invalid('there is a tunnel with this x-sessioncookie already');
  makeRoom(tunnels);
  const { caller, remote, host, secure, signal } = exchange;
  const body = new Readable({ read: () => undefined });
  const closed = new AbortController();
  const peer = {
    remote,
    local: host,
    secure,
    takesUdp: false,
    ...(caller === undefined ? {} : { admission: { caller, stale: false, holds: () => deps.guard.stillMay(caller) } }),
    write: (bytes: Buffer) => {
      body.push(bytes);
      if (body.readableLength > MOST_WAITING) body.destroy();
    },
    close: () => {
      tunnels.delete(cookie);
      closed.abort();
      body.push(null);
    },
  };
  const connection = new RtspConnection(peer, deps);
  body.once('close', () => connection.close());
  signal.addEventListener('abort', () => connection.close(), { once: true });
  tunnels.set(cookie, { connection, remote, closed: closed.signal, turn: Promise.resolve() });
  return { type: TYPE, body, isEndless: true };
}

/** One that nobody has logged in on makes room for a new one. @throws Fault `busy` where there is none */
function makeRoom(tunnels: ReadonlyMap<string, Tunnel>): void {
  if (tunnels.size < MOST) return;
  const stranger = [...tunnels.values()].find(({ connection }) => !connection.isTrusted);
  if (stranger === undefined) throw new Fault('busy', `there are ${MOST} tunnels already`);
  stranger.connection.close();
}

async function up(tunnel: Tunnel | undefined, exchange: Exchange): Promise<Answer> {
  if (tunnel?.remote !== exchange.remote) throw notFound('there is no tunnel with this x-sessioncookie');
  const body = exchange.stream({ stallMs: STALL_MS });
  const stop = () => void body.destroy();
  tunnel.closed.addEventListener('abort', stop, { once: true });
  const decoder = new Base64Decoder();
  try {
    for await (const piece of body) {
      const bytes = decoder.take(piece as Buffer);
      const done = tunnel.turn.then(() => tunnel.connection.take(bytes));
      tunnel.turn = done.catch(() => undefined);
      await done;
    }
  } catch (error) {
    // The way up broke: another may follow, and whether the peer still lives the connection finds out.
    if (!body.destroyed) throw error;
  } finally {
    tunnel.closed.removeEventListener('abort', stop);
  }
  return { type: TYPE, body: '' };
}

/** Each message is padded by itself, so padding may stand in the middle; what comes in pieces may be cut anywhere. */
export class Base64Decoder {
  #rest = '';

  take(piece: Uint8Array): Buffer {
    const text =
      this.#rest +
      Buffer.from(piece)
        .toString('latin1')
        .replaceAll(/[^A-Za-z0-9+/=]/g, '');
    const whole = text.length - (text.length % 4);
    this.#rest = text.slice(whole);
    const parts = text.slice(0, whole).match(/[^=]+={0,2}/g) ?? [];
    return Buffer.concat(parts.map(part => Buffer.from(part, 'base64')));
  }
}
