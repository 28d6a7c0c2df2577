import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { Context } from 'koa';
import type { Clock } from '../core/clock.ts';
import type { FullAnswer } from './dispatcher.ts';
import type { WebLimits } from './limits.ts';
import { hasBody } from './request-body.ts';

interface SendOptions {
  readonly limits: Pick<WebLimits, 'bodyBytes' | 'lingerBytes' | 'lingerMs'>;
  readonly clock: Clock;
  /** Whether the peer still waits to be told to send its body, and may or may not send it after this answer. */
  readonly undecided: boolean;
}

/** Puts an answer on the wire, and sees to what is left of the request's body. */
export function sendAnswer(ctx: Context, answer: FullAnswer, options: SendOptions): void {
  const { body = '' } = answer;
  const unread = isUnread(ctx.req, options);
  setHead(ctx, answer, unread);
  ctx.req.resume();
  if (body instanceof Readable) {
    // Half an answer must not look like a whole one.
    ctx.body = body.once('error', () => ctx.res.destroy());
    if (answer.isEndless === true) sendEndless(ctx);
    return;
  }
  const bytes = Buffer.from(body);
  if (!unread || ctx.method === 'HEAD') {
    ctx.body = bytes;
    return;
  }
  ctx.body = Readable.from(lingering(ctx, bytes, options), { objectMode: false });
  ctx.length = bytes.length;
}

function sendEndless(ctx: Context): void {
  ctx.set('Connection', 'close');
  ctx.res.removeHeader('Transfer-Encoding'); // now Node adds none
  ctx.res.flushHeaders();
}

function setHead(
  ctx: Context,
  { status = 200, type, headers = {}, challenges = [], closes = false }: FullAnswer,
  unread: boolean,
) {
  ctx.status = status;
  ctx.set(headers);
  if (challenges.length > 0) ctx.set('WWW-Authenticate', [...challenges]);
  ctx.set('Content-Type', withCharset(type ?? 'text/plain'));
  if (closes || unread) ctx.set('Connection', 'close');
}

/** Text is UTF-8 everywhere in the house. */
const withCharset = (type: string) =>
  /^text\//i.test(type) && !/charset=/i.test(type) ? `${type}; charset=utf-8` : type;

/**
 * Whether so much of the body is still to come, or nobody knows how much, that the connection cannot go on. A short
 * rest is read to its end instead, and the next request may follow.
 */
function isUnread(request: IncomingMessage, { limits, undecided }: SendOptions): boolean {
  if (request.complete || !hasBody(request)) return false;
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  return undecided || coding !== undefined || Number(length ?? 0) > limits.bodyBytes;
}

/**
 * The whole answer, then a pause in which the rest of the body is thrown away, then the end (RFC 9112, 9.6): closing on
 * unread data resets the connection, and the reset may overtake the answer.
 */
async function* lingering({ req, res }: Context, bytes: Buffer, options: SendOptions): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
  else res.flushHeaders();
  await restOf(req, options);
}

function restOf(request: IncomingMessage, { limits, clock }: SendOptions): Promise<void> {
  return new Promise(resolve => {
    let bytes = 0;
    const done = () => {
      late();
      request.off('data', count).off('end', done).off('close', done);
      resolve();
    };
    const count = (data: Buffer) => {
      bytes += data.length;
      if (bytes > limits.lingerBytes) done();
    };
    const late = clock.after(limits.lingerMs, done);
    if (request.complete || request.destroyed) {
      done();
      return;
    }
    request.on('data', count).once('end', done).once('close', done);
  });
}
