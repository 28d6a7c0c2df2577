import { type Fault, type FaultKind, invalid } from '../core/fault.ts';
import type { Role } from '../core/role.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';

/** One address of a device-configuration API, below `/config/rest/<api>/<version>`. */
export interface ConfigEntry {
  /** `/sources/:id`; empty for the API itself. */
  readonly path: string;
  readonly access: Role;
  readonly get?: (exchange: Exchange) => unknown;
  /** Takes the request's `data`. */
  readonly set?: (data: unknown, exchange: Exchange) => Promise<unknown>;
  readonly add?: (data: unknown, exchange: Exchange) => Promise<unknown>;
  readonly remove?: (exchange: Exchange) => Promise<unknown>;
  /** An action: takes the request's `data`, and makes nothing. */
  readonly act?: (data: unknown) => Promise<unknown>;
}

/** Numbers of errors that only one API has; undefined for all others. */
type CodeOf = (fault: Fault) => number | undefined;

/** The routes of a device-configuration API: `{data}` in, `{status, data}` or `{status, error}` out. */
export const configRest = (base: string, entries: readonly ConfigEntry[], codeOf: CodeOf = () => undefined): Route[] =>
  entries.map(entry => ({
    path: `/config/rest/${base}${entry.path}`,
    methods: methodsOf(entry),
    access: entry.access,
    handle: exchange => handle(entry, exchange),
    refuse: fault => refusal(fault, codeOf),
  }));

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const methodsOf = ({ get, set, add, remove, act }: ConfigEntry): Method[] => [
  ...(get === undefined ? [] : (['GET'] as const)),
  // PUT was the word for it before PATCH.
  ...(set === undefined ? [] : (['PATCH', 'PUT'] as const)),
  ...(add === undefined && act === undefined ? [] : (['POST'] as const)),
  ...(remove === undefined ? [] : (['DELETE'] as const)),
];

async function handle({ get, set, add, remove, act }: ConfigEntry, exchange: Exchange): Promise<Answer> {
  switch (exchange.method) {
    case 'POST':
      if (act !== undefined) {
        await act(await dataOf(exchange));
        return success(undefined);
      }
      return success(await add?.(await dataOf(exchange), exchange), 201);
    case 'DELETE':
      await remove?.(exchange);
      return success(undefined);
    case 'PATCH':
    case 'PUT':
      await set?.(await dataOf(exchange), exchange);
      return success(undefined);
    default:
      return success(get?.(exchange));
  }
}

async function dataOf(exchange: Exchange): Promise<unknown> {
  const body = await exchange.json();
  if (typeof body === 'object' && body !== null && 'data' in body) return body.data;
  throw invalid('the body must be a JSON object with data', 'data');
}

const success = (data: unknown, status = 200): Answer => answer(status, { status: 'success', data });

function refusal(fault: Fault, codeOf: CodeOf): Answer {
  const { kind, message } = fault;
  return answer(STATUS[kind], { status: 'error', error: { code: codeOf(fault) ?? STATUS[kind], message } });
}

const answer = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

const STATUS: Readonly<Record<FaultKind, number>> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  forbidden: 403,
  'too-large': 413,
  unsupported: 415,
  full: 507,
  busy: 503,
  unavailable: 503,
  failed: 500,
};
