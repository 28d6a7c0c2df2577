import Koa, { type Context } from 'koa';
import type { Clock } from '../core/clock.ts';
import { type Errand, onErrand } from '../core/errand.ts';
import type { Log } from '../core/log.ts';
import type { Dispatcher, FullAnswer } from './dispatcher.ts';
import type { Arrival } from './door.ts';
import type { WebLimits } from './limits.ts';
import { plainAddress } from './peer.ts';
import { COMMON_HEADERS, DATA_POLICY, STRICT_TRANSPORT } from './page-headers.ts';
import { bugAnswer } from './refusal.ts';
import { RequestBody } from './request-body.ts';
import { sendAnswer } from './send-answer.ts';
import { parseTarget } from './target.ts';

/** A request, as far as a log may tell of it. */
export interface AnsweredRequest {
  readonly errand: Errand;
  readonly method: string;
  /** Without the query: it may hold a password. */
  readonly path: string;
  readonly status: number;
}

interface AppOptions {
  readonly dispatcher: Dispatcher;
  /** Whether no account exists yet. */
  readonly needsSetup: () => boolean;
  /** Whether browsers are told to come by HTTPS only. */
  readonly strictTransport: () => boolean;
  /** Whether connections must end with their present answer. */
  readonly isStopping: () => boolean;
  readonly limits: WebLimits;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every request. */
  readonly answered?: ((request: AnsweredRequest) => void) | undefined;
}

/** @returns answers one request; never fails */
export function createApp(options: AppOptions): (arrival: Arrival) => Promise<void> {
  const arrivals = new WeakMap<object, Arrival>();
  const app = new Koa();
  app.silent = true;
  // Peers leave in the middle of answers; that is nobody's fault.
  app.on('error', (error: Error) => options.log.debug('an answer broke off', { error: error.message }));
  app.use(async ctx => {
    const arrival = arrivals.get(ctx.req);
    if (arrival !== undefined) await serve(ctx, arrival, options);
  });
  const handle = app.callback();
  return arrival => {
    arrivals.set(arrival.request, arrival);
    return handle(arrival.request, arrival.response);
  };
}

async function serve(ctx: Context, arrival: Arrival, options: AppOptions): Promise<void> {
  const { request, response, socket } = arrival;
  const { limits, clock, log } = options;
  ctx.set({ ...COMMON_HEADERS, 'Content-Security-Policy': DATA_POLICY, 'Cache-Control': 'no-store' });
  if (options.needsSetup()) ctx.set('Axis-Setup', 'vapix');
  if ('encrypted' in socket && options.strictTransport()) ctx.set('Strict-Transport-Security', STRICT_TRANSPORT);

  let undecided = arrival.waits;
  const begin = () => {
    if (undecided) response.writeContinue();
    undecided = false;
  };
  const body = new RequestBody({ request, limits, clock, begin });
  const errand: Errand = { address: plainAddress(socket.remoteAddress ?? ''), changes: [], isOver: false };
  const answer = await onErrand(errand, () => answerTo(arrival, body, options));
  errand.isOver = true;
  const closes = body.abandon() || answer.closes === true || options.isStopping();
  const { path } = parseTarget(ctx.url);
  const { method } = ctx;
  const { status = 200 } = answer;
  log.debug('answered', { method, path, status, from: socket.remoteAddress });
  options.answered?.({ errand, method, path, status });
  try {
    sendAnswer(ctx, { ...answer, closes }, { limits, clock, undecided });
  } catch (error) {
    logBug(error, log);
    sendAnswer(ctx, bugAnswer(path), { limits, clock, undecided });
  }
}

async function answerTo(
  { request, response, socket }: Arrival,
  body: RequestBody,
  options: AppOptions,
): Promise<FullAnswer> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    return await options.dispatcher.answer({ request, socket, body, signal: gone.signal });
  } catch (error) {
    logBug(error, options.log);
    return bugAnswer('');
  }
}

function logBug(error: unknown, log: Log): void {
  log.error('a request failed on a bug', { stack: error instanceof Error ? error.stack : String(error) });
}
