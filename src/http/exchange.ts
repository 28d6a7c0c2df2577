import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Admission, Asking } from './auth/guard.ts';
import { plainAddress } from './peer.ts';
import type { RequestBody } from './request-body.ts';
import type { Exchange } from './route.ts';
import type { Target } from './target.ts';

interface ExchangeParts {
  readonly asking: Asking;
  readonly target: Target;
  readonly params: Readonly<Record<string, string>>;
  readonly host: string;
  readonly local: string;
  readonly remotePort: number;
  readonly admission: Admission;
  readonly body: RequestBody;
  readonly signal: AbortSignal;
  /** Whether the body is sound or the like, which no arguments stand in. */
  readonly streams: boolean;
}

/** Puts together what a route's handler sees of a request. */
export function makeExchange({ asking, target, admission, body, streams, ...rest }: ExchangeParts): Exchange {
  const { method, headers, secure, remote } = asking;
  const args = async () => {
    const form = streams ? [] : await body.form();
    return new URLSearchParams([...form, ...target.query]);
  };
  return {
    method,
    headers,
    secure,
    remote,
    path: target.path,
    query: target.query,
    ...rest,
    caller: admission.caller,
    ...(admission.session === undefined ? {} : { session: admission.session }),
    text: () => body.text(),
    json: () => body.json(),
    stream: stream => body.stream(stream),
    file: take => body.file(take),
    args,
  };
}

/** What the guard needs of a request that came over `socket`. */
export const askingOf = (
  { method = 'GET', url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  socket: Socket,
): Asking => ({
  method,
  target: url,
  headers,
  secure: 'encrypted' in socket,
  remote: plainAddress(socket.remoteAddress ?? ''),
});

/** The address of ours that the connection came to. */
export const localOf = ({ localAddress = '' }: Pick<Socket, 'localAddress'>): string => plainAddress(localAddress);

/** The address that the peer reached us at: its own word for it where that is sound, else this end of the socket. */
export function hostOf(headers: IncomingHttpHeaders, { localAddress = '', localPort = 0 }: Socket): string {
  const { host = '' } = headers;
  if (/^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(host)) return host;
  const address = localOf({ localAddress });
  return `${address.includes(':') ? `[${address}]` : address}:${localPort}`;
}
