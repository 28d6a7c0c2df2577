import type { Clock, Off } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { list, object, optional, parse, type Schema, string } from '../core/schema.ts';
import { randomToken } from '../core/secrets.ts';
import type { Exchange, LiveSocket, Route, SocketRoute } from '../http/index.ts';
import { plain } from './answers.ts';
import { anyOf, eventFilter } from './event-filter.ts';
import type { EventMessage } from './event-message.ts';
import { type EventSource, readEvents } from './event-reader.ts';
import { ERROR_FAMILIES, type JsonProblem } from './json-errors.ts';

interface EventSocketDeps {
  readonly events: EventSource;
  readonly clock: Clock;
}

type Caller = NonNullable<Exchange['caller']>;

/** How long a token is good, ms; once. */
const TOKEN_MS = 15_000;
/** Tokens that wait for their use; of more the oldest goes. */
const MOST_TOKENS = 64;
const VERSION = '1.0';

const REQUEST = object({
  apiVersion: string({ pattern: '^1\\.\\d+$' }),
  context: optional(string({ maxLength: 256 })),
  method: string(),
});
const CONFIGURE = object({
  params: object({
    eventFilterList: list(object({ topicFilter: optional(string()), contentFilter: optional(string()) }), {
      maxItems: 64,
    }),
  }),
});

/** The WebSocket of events, and `wssession.cgi`, whose token lets a browser open it. */
export function eventSocket(deps: EventSocketDeps): { readonly route: Route; readonly socket: SocketRoute } {
  const tokens = new Tokens(deps.clock);
  return {
    route: {
      path: '/axis-cgi/wssession.cgi',
      methods: ['GET'],
      access: 'viewer',
      handle: ({ caller }) => plain(`${caller === undefined ? '' : tokens.make(caller)}\n`),
    },
    socket: {
      path: '/vapix/ws-data-stream',
      access: 'viewer',
      ticket: query => tokens.take(query.get('wssession') ?? ''),
      open: socket => serve(socket, deps),
    },
  };
}

class Tokens {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, { readonly caller: Caller; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  make(caller: Caller): string {
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size >= MOST_TOKENS && oldest !== undefined) this.#waiting.delete(oldest);
    const token = randomToken();
    this.#waiting.set(token, { caller, until: this.#clock.monotonic() + TOKEN_MS });
    return token;
  }

  take(token: string): Caller | undefined {
    const held = this.#waiting.get(token);
    this.#waiting.delete(token);
    return held !== undefined && this.#clock.monotonic() <= held.until ? held.caller : undefined;
  }
}

function serve(socket: LiveSocket, { events }: EventSocketDeps): void {
  let stop: Off = () => undefined;
  socket.signal.addEventListener('abort', () => stop(), { once: true });
  socket.onText(text => {
    const asked = answering(text, configure => {
      stop();
      socket.send(configure.reply);
      if (!socket.signal.aborted) {
        stop = readEvents(events, configure.filter, message => socket.send(notification(message)));
      }
    });
    if (asked !== undefined) socket.send(asked);
  });
}

interface Configure {
  readonly filter: ReturnType<typeof anyOf>;
  readonly reply: object;
}

/** Reads one message. @returns the answer where it cannot be followed */
function answering(text: string, follow: (configure: Configure) => void): object | undefined {
  let echo: object = { apiVersion: VERSION };
  try {
    const body = read(text);
    const { context, method } = check(REQUEST, body);
    echo = { apiVersion: VERSION, ...(context === undefined ? {} : { context }), method };
    if (method !== 'events:configure') throw new Problem('method', method);
    const { params } = check(CONFIGURE, body);
    const filters = params.eventFilterList.map(({ topicFilter, contentFilter }) =>
      eventFilter({ topic: topicFilter, content: contentFilter }),
    );
    follow({ filter: anyOf(filters), reply: { ...echo, data: {} } });
    return undefined;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message } = ERROR_FAMILIES.device[error instanceof Problem ? error.problem : 'invalid'];
    return { ...echo, error: { code, message: `${message}: ${error.message}` } };
  }
}

class Problem extends Fault {
  readonly problem: JsonProblem;

  constructor(problem: JsonProblem, message: string) {
    super('invalid', message);
    this.problem = problem;
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Problem('not-json', 'a message must be JSON');
  }
}

function check<T>(schema: Schema<T>, body: unknown): T {
  try {
    return parse(schema, body, 'message');
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Problem(isOtherVersion(body) ? 'version' : 'missing', error.message);
  }
}

const isOtherVersion = (body: unknown) =>
  typeof body === 'object' && body !== null && 'apiVersion' in body && !/^1\.\d+$/.test(String(body.apiVersion));

const notification = ({ topic, at, source, data }: EventMessage) => ({
  apiVersion: VERSION,
  method: 'events:notify',
  params: { notification: { timestamp: at.getTime(), topic, message: { source, key: {}, data } } },
});
