import { Readable } from 'node:stream';
import { Fault, invalid } from '../../src/core/fault.ts';
import { mayActAs, type Role } from '../../src/core/role.ts';
import type { Answer, Exchange, Route } from '../../src/http/index.ts';
import { parseForm } from '../../src/http/form.ts';
import { faultAnswer, faultAs } from '../../src/http/refusal.ts';
import { type Found, RouteTable } from '../../src/http/route-table.ts';

/** What a test sends. */
export interface Asked {
  /** The caller's role; nobody has logged in unless told. */
  readonly role?: Role;
  readonly name?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly file?: {
    readonly fileName: string;
    readonly content: string;
    readonly fields?: Readonly<Record<string, string>>;
  };
  readonly csrf?: string;
  readonly signal?: AbortSignal;
  readonly host?: string;
  readonly remote?: string;
  readonly local?: string;
}

/** What came back. */
export interface Told {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the server would ask for a login. */
  readonly challenged: boolean;
}

/** Asks a table of routes as the server would, without a socket. */
export async function ask(routes: readonly Route[], request: string, asked: Asked = {}): Promise<Told> {
  const { method, path, query } = parsed(request);
  const lookup = new RouteTable(routes).find(method, path);
  if (lookup === undefined) return told({ status: 404, type: 'text/html' });
  if (!('found' in lookup)) return told({ status: 405, type: 'text/html' });
  const { params } = lookup.found;
  return serve(lookup.found, exchangeOf({ method, path, params, query: parseForm(query) }, asked));
}

function parsed(request: string) {
  const [, method = '', path = '', query = ''] = /^(\S+) ([^?]+)\??(.*)$/.exec(request) ?? [];
  return { method, path, query };
}

async function serve({ route, access }: Found<Route>, exchange: Exchange): Promise<Told> {
  try {
    if (access !== 'anonymous') checkAccess(access, exchange.caller?.role);
    return await told((await route.handle(exchange)) ?? { status: 204 });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const needsLogin = error.kind === 'forbidden' && exchange.caller === undefined;
    if (needsLogin) return told(faultAs(401, error, exchange.path), true);
    return told(route.refuse?.(error, exchange) ?? faultAnswer(error, exchange.path));
  }
}

function checkAccess(needed: Role, role: Role | undefined): void {
  if (role === undefined || !mayActAs(role, needed)) throw new Fault('forbidden', `this needs the role ${needed}`);
}

type Target = Pick<Exchange, 'method' | 'path' | 'params' | 'query'>;

const endsOf = ({ remote = '10.0.0.9', local = '10.0.0.2', host = '10.0.0.2:8443' }: Asked) => ({
  remote,
  local,
  host,
});

function exchangeOf(target: Target, { role, name = 'joe', body = '', headers = {}, file, ...asked }: Asked): Exchange {
  const via = asked.csrf === undefined ? 'basic' : 'session';
  return {
    ...target,
    headers,
    secure: true,
    ...endsOf(asked),
    remotePort: 50_000,
    caller: role && { name, role, via },
    ...(asked.csrf === undefined ? {} : { session: { csrf: asked.csrf } }),
    signal: asked.signal ?? new AbortController().signal,
    text: async () => body,
    args: async () => new URLSearchParams([...parseForm(body), ...target.query]),
    json: async () => {
      try {
        return JSON.parse(body) as unknown;
      } catch {
        throw invalid('the body is not JSON');
      }
    },
    stream: () => Readable.from([Buffer.from(body)]),
    file: async take => {
      if (file === undefined) throw invalid('the upload must be multipart/form-data with one file', 'file');
      const content = Readable.from([Buffer.from(file.content)]);
      const fields = new Map(Object.entries(file.fields ?? {}));
      return take({ field: 'file', fileName: file.fileName, type: 'audio/wav', content, fields });
    },
  };
}

async function told(answer: Answer, challenged = false): Promise<Told> {
  const { status = 200, type = '', body = '', headers = {} } = answer;
  const bytes = body instanceof Readable ? Buffer.concat(await body.toArray()) : Buffer.from(body);
  return { status, type, text: bytes.toString(), headers, challenged };
}
