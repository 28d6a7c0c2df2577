import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { type RequestHead, valuesOf } from './request-head.ts';

/** Fields that say how the body ends, which is what gets a new answer here. */
const FRAMING = new Set(['content-length', 'connection', 'keep-alive', 'proxy-connection']);

/**
 * Whether this request's body ends where the peer closes. Senders of live sound write no length at all, or one that
 * means nothing (9999999) and close when they are done; Node's parser takes the first for no body and throws the last
 * bytes of the second away.
 */
export function endsByClosing(head: RequestHead): boolean {
  const lengths = valuesOf(head, 'content-length');
  const framed = valuesOf(head, 'transfer-encoding').length > 0 || valuesOf(head, 'upgrade').length > 0;
  const [length] = lengths;
  return !framed && lengths.length <= 1 && (length === undefined || /^[1-9]\d{0,14}$/.test(length));
}

/**
 * Stands between a socket and Node's HTTP parser for a request whose body ends by closing: the parser sees the same
 * request with a chunked body (RFC 9112, 7.1) that ends properly, at its length or at the close, whichever is first.
 * @param body what came after the head already
 */
export function withEnd(socket: Socket, head: RequestHead, body: Buffer): Duplex {
  let missing = Number(valuesOf(head, 'content-length')[0] ?? Number.POSITIVE_INFINITY);
  let ended = false;

  const stream = new Duplex({
    allowHalfOpen: true,
    read: () => void socket.resume(),
    write: (data: Buffer, _encoding, done) => void socket.write(data, error => done(error)),
    final: done => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });

  const finish = () => {
    if (ended) return;
    ended = true;
    stream.push('0\r\n\r\n');
  };
  const take = (data: Buffer) => {
    if (ended || data.length === 0) return;
    const part = data.subarray(0, missing);
    missing -= part.length;
    const more = stream.push(
      Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
    );
    if (!more) socket.pause();
    if (missing === 0) finish();
  };

  stream.push(headOf(head));
  take(body);
  socket.on('data', take);
  // A reset is an end too: all that came before it has its worth, and the peer will not hear an answer anyway.
  socket.once('end', finish).once('error', finish).once('close', finish);
  stream.once('finish', () => stream.destroy());
  return stream;
}

function headOf({ method, target, version, fields }: RequestHead): string {
  const kept = fields.filter(({ name }) => !FRAMING.has(name)).map(({ line }) => line);
  const lines = [`${method} ${target} HTTP/${version}`, ...kept, 'Transfer-Encoding: chunked', 'Connection: close'];
  return `${lines.join('\r\n')}\r\n\r\n`;
}
