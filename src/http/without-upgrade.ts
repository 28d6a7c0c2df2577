import type { IncomingMessage } from 'node:http';

const DROPPED = new Set(['upgrade', 'connection', 'http2-settings']);

/** Whether a request asks for the one protocol we change to. */
export const wantsWebSocket = ({ headers }: IncomingMessage) => headers.upgrade?.toLowerCase() === 'websocket';

/**
 * The head of a request without its wish for another protocol, which a server may ignore (RFC 9110, 7.8): Java's HTTP
 * client asks for HTTP/2 this way on every plain connection. Bytes to be parsed again.
 */
export function withoutUpgrade({ method = 'GET', url = '/', httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (!DROPPED.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
