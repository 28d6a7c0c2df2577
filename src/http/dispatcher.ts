import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { presentErrand } from '../core/errand.ts';
import { Fault } from '../core/fault.ts';
import type { Log } from '../core/log.ts';
import { mayActAs } from '../core/role.ts';
import { corsHeaders, isPreflight, PREFLIGHT } from './auth/cors.ts';
import type { Admission, Asking, Guard } from './auth/guard.ts';
import { Refused } from './auth/refused.ts';
import { askingOf, hostOf, localOf, makeExchange } from './exchange.ts';
import { bugAnswer, faultAnswer, faultAs, isOfApi, refusalAnswer } from './refusal.ts';
import type { RequestBody } from './request-body.ts';
import type { Answer, Caller, Exchange, Route } from './route.ts';
import type { Found, RouteTable } from './route-table.ts';
import { parseTarget, type Target } from './target.ts';

interface DispatcherOptions {
  readonly table: RouteTable<Route>;
  readonly guard: Guard;
  readonly files: FileServer;
  readonly log: Log;
}

/** What serves the page: everything that is no route. */
export type FileServer = (asking: Asking, target: Target, host: string) => Answer | undefined;

/** One request on its way through the house. */
export interface Incoming {
  readonly request: IncomingMessage;
  /** The connection itself, whatever stands between it and the parser. */
  readonly socket: Socket;
  readonly body: RequestBody;
  readonly signal: AbortSignal;
}

/** An answer with what only the server itself adds. */
export interface FullAnswer extends Answer {
  /** Values of `WWW-Authenticate`. */
  readonly challenges?: readonly string[];
  /** The connection ends with this answer. */
  readonly closes?: boolean;
}

interface Visit extends Incoming {
  readonly asking: Asking;
  readonly local: string;
  readonly target: Target;
  readonly host: string;
}

const NOT_FOUND = { status: 404, message: 'The speaker has nothing at this address.' };
const WRONG_METHOD = { status: 405, message: 'This address takes other methods.' };
const NO_LENGTH = { status: 411, message: 'Send this as the first request of a connection, or chunked.' };

/** Finds the route of each request, lets the guard look at it, and has an answer for whatever goes wrong. */
export class Dispatcher {
  readonly #options: DispatcherOptions;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  async answer(incoming: Incoming): Promise<FullAnswer> {
    const asking = askingOf(incoming.request, incoming.socket);
    if (!this.#options.guard.allowsOrigin(asking)) return this.#find(incoming, asking);
    const answer = isPreflight(asking.method, asking.headers)
      ? { status: 204, headers: PREFLIGHT }
      : await this.#find(incoming, asking);
    return { ...answer, headers: { ...answer.headers, ...corsHeaders(asking.headers) } };
  }

  async #find(incoming: Incoming, asking: Asking): Promise<FullAnswer> {
    const { request, socket } = incoming;
    const target = parseTarget(asking.target);
    const host = hostOf(request.headers, socket);
    const local = localOf(socket);
    const lookup = this.#options.table.find(asking.method, target.path);
    if (lookup === undefined) {
      return this.#options.files(asking, target, host) ?? refusalAnswer(NOT_FOUND, target.path);
    }
    if ('allowed' in lookup) {
      return withHeader(refusalAnswer(WRONG_METHOD, target.path), 'Allow', lookup.allowed.join(', '));
    }
    return this.#visit(lookup.found, { ...incoming, asking, target, host, local });
  }

  async #visit(found: Found<Route>, visit: Visit): Promise<FullAnswer> {
    const { route, access, params } = found;
    const admission = await this.#admission(found, visit);
    if (admission instanceof Refused) {
      const answer = refusalAnswer(admission, visit.target.path);
      return this.#dressed(answer, route, visit, admission.stale);
    }
    nameErrand(admission.caller);
    if (route.streams === true && hasNoLength(visit.request)) {
      return { ...refusalAnswer(NO_LENGTH, visit.target.path), closes: true };
    }
    const remotePort = visit.socket.remotePort ?? 0;
    const exchange = makeExchange({ ...visit, remotePort, params, admission, streams: route.streams === true });
    const answer = await this.#served(route, access, exchange);
    return this.#dressed(answer, route, visit, admission.stale);
  }

  async #admission({ route, access }: Found<Route>, { asking }: Visit): Promise<Admission | Refused> {
    try {
      return await this.#options.guard.admit(asking, { ...route, access });
    } catch (error) {
      if (error instanceof Refused) return error;
      throw error;
    }
  }

  async #served(route: Route, access: Route['access'], exchange: Exchange): Promise<Answer> {
    try {
      const role = exchange.caller?.role;
      if (access !== 'anonymous' && role !== undefined && !mayActAs(role, access)) {
        throw new Fault('forbidden', `this needs the role ${access}`);
      }
      return (await route.handle(exchange)) ?? { status: 204 };
    } catch (error) {
      if (error instanceof Fault) return this.#faultAnswer(error, route, exchange);
      if (!exchange.signal.aborted) this.#logBug(error, exchange.method, route.path);
      return bugAnswer(exchange.path);
    }
  }

  #faultAnswer(fault: Fault, route: Route, exchange: Exchange): Answer {
    if (fault.kind === 'forbidden' && exchange.caller === undefined) return faultAs(401, fault, exchange.path);
    if (route.refuse === undefined) return faultAnswer(fault, exchange.path);
    try {
      return route.refuse(fault, exchange);
    } catch (error) {
      this.#logBug(error, exchange.method, route.path);
      return bugAnswer(exchange.path);
    }
  }

  /** Adds what belongs to the status: how to log in, when to come back. */
  #dressed(answer: Answer, route: Route, { asking, target }: Visit, stale: boolean): FullAnswer {
    const { guard } = this.#options;
    if (answer.status === 429) return withHeader(answer, 'Retry-After', String(guard.retryAfterS));
    if (answer.status !== 401) return answer;
    const challenges = isOfPage(asking, target) ? [] : guard.challenges(asking.secure, stale);
    // The next try of a sender of sound has to be the first request of its connection, see front.ts.
    return { ...answer, challenges, closes: route.streams === true };
  }

  #logBug(error: unknown, method: string, path: string): void {
    const stack = error instanceof Error ? error.stack : String(error);
    this.#options.log.error('a request failed on a bug', { method, path, stack });
  }
}

function nameErrand(caller: Caller | undefined): void {
  const errand = presentErrand();
  if (errand === undefined || caller === undefined) return;
  errand.account = caller.name;
  errand.via = caller.via;
}

/** Neither a length nor chunks: the front would have taken it, had it been the first on its connection. */
const hasNoLength = ({ method, headers }: IncomingMessage) =>
  (method === 'POST' || method === 'PUT') &&
  headers['content-length'] === undefined &&
  headers['transfer-encoding'] === undefined;

/** To the page's own scripts no challenge is sent: the browser would open its password window over the page. */
const isOfPage = ({ headers }: Asking, { path }: Target) =>
  isOfApi(path) && (headers['sec-fetch-site'] !== undefined || headers['x-requested-with'] !== undefined);

const withHeader = (answer: Answer, name: string, value: string): Answer => ({
  ...answer,
  headers: { [name]: value, ...answer.headers },
});
