import { connect as connectTcp, isIPv6, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { createWebSocketStream, WebSocket } from 'ws';
import type { BrokerPlan } from './broker-plan.ts';

interface OpenOptions {
  readonly signal: AbortSignal;
  /** A line of the dialogue. */
  readonly say: (line: string) => void;
}

/** Of one frame of a WebSocket, bytes: several packets may stand in it. */
const MOST_FRAME = 4 * 1024 * 1024;

/**
 * Opens what MQTT goes over. Resolves when it is there and, with TLS, the broker's certificate was found good: nothing
 * secret is written before. Rejects with the error as the network told it.
 */
export function openStream(plan: BrokerPlan, { signal, say }: OpenOptions): Promise<Duplex> {
  signal.throwIfAborted();
  say(`* connecting to ${addressOf(plan)}`);
  return new Promise((resolve, reject) => {
    const { close, opened } = opener(plan, say);
    const abort = () => {
      close();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    opened.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

export const addressOf = ({ protocol, host, port, path }: BrokerPlan) =>
  `${protocol}://${isIPv6(host) ? `[${host}]` : host}:${port}${protocol.startsWith('ws') ? path : ''}`;

interface Opening {
  readonly opened: Promise<Duplex>;
  readonly close: () => void;
}

function opener(plan: BrokerPlan, say: OpenOptions['say']): Opening {
  const { protocol, host, port, tls } = plan;
  if (protocol === 'tcp') return socketOpening(connectTcp({ host, port }), 'connect', () => undefined);
  if (protocol === 'ssl') {
    const socket = connectTls({ host, port, ...tls });
    return socketOpening(socket, 'secureConnect', () => say(`* ${tlsWords(socket)}`));
  }
  return webSocketOpening(plan, say);
}

function socketOpening(socket: Socket, event: string, open: () => void): Opening {
  const opened = new Promise<Duplex>((resolve, reject) => {
    // Stays: an error that nobody hears ends the process.
    socket.on('error', reject);
    socket.once(event, () => {
      open();
      socket.setNoDelay(true);
      resolve(socket);
    });
    socket.once('close', () => reject(new Error('the broker closed the connection')));
  });
  return { opened, close: () => socket.destroy() };
}

function webSocketOpening(plan: BrokerPlan, say: OpenOptions['say']): Opening {
  const socket = new WebSocket(addressOf(plan), ['mqtt'], {
    ...plan.tls,
    perMessageDeflate: false,
    maxPayload: MOST_FRAME,
    followRedirects: false,
  });
  const opened = new Promise<Duplex>((resolve, reject) => {
    socket.on('error', reject);
    socket.once('open', () => {
      say('* the WebSocket is open');
      const stream = createWebSocketStream(socket);
      stream.on('error', () => undefined);
      resolve(stream);
    });
    socket.once('close', () => reject(new Error('the broker closed the connection')));
  });
  return { opened, close: () => socket.terminate() };
}

function tlsWords(socket: TLSSocket): string {
  const { subject } = socket.getPeerCertificate() as Partial<PeerCertificate>;
  const alpn = typeof socket.alpnProtocol === 'string' ? `, ALPN ${socket.alpnProtocol}` : '';
  const checked = socket.authorized ? 'checked' : 'not checked';
  return `${socket.getProtocol() ?? 'TLS'}, certificate of ${String(subject?.CN ?? 'nobody')} (${checked})${alpn}`;
}
