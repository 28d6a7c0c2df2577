import type { Seed } from './seed.ts';

/** A request on its way to be broken: nothing in it has to fit anything else. */
export interface Message {
  method: string;
  target: string;
  version: string;
  /** Each as it will stand on the wire, without its line end. */
  headers: string[];
  body: Buffer;
  /** How a line of the head ends. */
  lineEnd: string;
  /** How the body says where it ends. */
  framing: 'length' | 'chunked' | 'none' | 'broken-chunks';
  /** Added to the true length. */
  lengthError: number;
}

/** The request as a client would send it, with a log-in or without. */
export const messageOf = ({ method, target, headers, body }: Seed, login: readonly string[]): Message => ({
  method,
  target,
  version: 'HTTP/1.1',
  headers: ['Host: speaker', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), ...login],
  body,
  lineEnd: '\r\n',
  framing: method === 'GET' ? 'none' : 'length',
  lengthError: 0,
});

export function bytesOf({ method, target, version, headers, body, lineEnd, framing, lengthError }: Message): Buffer {
  const framed = {
    length: [`Content-Length: ${body.length + lengthError}`],
    chunked: ['Transfer-Encoding: chunked'],
    'broken-chunks': ['Transfer-Encoding: chunked'],
    none: [],
  }[framing];
  const head = [`${method} ${target} ${version}`, ...headers, ...framed, '', ''].join(lineEnd);
  return Buffer.concat([Buffer.from(head, 'latin1'), framing.includes('chunk') ? chunked(body, framing) : body]);
}

function chunked(body: Buffer, framing: Message['framing']): Buffer {
  const middle = Math.ceil(body.length / 2);
  const parts = [body.subarray(0, middle), body.subarray(middle)].filter(part => part.length > 0);
  const wrong = framing === 'broken-chunks' ? 'g;' : '';
  const chunks = parts.flatMap(part => [
    Buffer.from(`${part.length.toString(16)}${wrong}\r\n`),
    part,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}
