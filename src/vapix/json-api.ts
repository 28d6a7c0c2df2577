import { Fault, type FaultKind } from '../core/fault.ts';
import { mayActAs, type Role } from '../core/role.ts';
import { object, parse, type Schema } from '../core/schema.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import { ERROR_FAMILIES, type JsonError, type JsonProblem } from './json-errors.ts';

/** One method of a JSON CGI. */
export interface JsonMethod<T = unknown> {
  readonly access: Role | 'anonymous';
  readonly params: Schema<T>;
  /** Resolves with the answer's `data`. */
  readonly run: (params: T, exchange: Exchange) => unknown;
}

/** One JSON CGI: the envelope is the same for all, the numbers of the errors are not. */
export interface JsonApi {
  readonly path: string;
  /** The newest version; older ones with the same major number are answered alike. */
  readonly version: string;
  readonly errors: keyof typeof ERROR_FAMILIES;
  readonly methods: Readonly<Record<string, JsonMethod>>;
  /** What the list of versions is called; `apiVersions` unless told. */
  readonly versionsName?: string;
  /** Numbers and texts for faults that only this CGI knows. */
  readonly explain?: (fault: Fault) => JsonError | undefined;
}

/** Keeps the type of the parameters between a method's schema and what it runs. */
export const jsonMethod = <T>(method: JsonMethod<T>): JsonMethod => ({
  ...method,
  run: (params, exchange) => method.run(params as T, exchange),
});

/** A request that cannot be answered, in the words that every family has a number for. */
class Refusal extends Error {
  readonly problem: JsonProblem;
  readonly detail: string | undefined;

  constructor(problem: JsonProblem, detail?: string) {
    super(problem);
    this.problem = problem;
    this.detail = detail;
  }
}

/** What every request to a JSON CGI says. */
interface Envelope {
  readonly apiVersion?: unknown;
  readonly context?: unknown;
  readonly method?: unknown;
  readonly params?: unknown;
}

/** The CGI as a route; the methods have rights of their own, so anybody may knock. */
export const jsonCgi = (api: JsonApi): Route => ({
  path: api.path,
  access: 'anonymous',
  beforeSetup: true,
  handle: exchange => answerJson(api, exchange),
});

/** The answer of a JSON CGI to the request that `read` finds, wherever that stands. */
export async function answerJson(
  api: JsonApi,
  exchange: Exchange,
  read: () => unknown = () => envelopeOf(exchange),
): Promise<Answer> {
  let asked: Envelope = {};
  try {
    if (exchange.method !== 'POST') throw new Refusal('not-post');
    const found = await read();
    if (!isObject(found)) throw new Refusal('not-json');
    asked = found;
    const data = await call(api, asked, exchange);
    return json({ ...echo(api, asked), data });
  } catch (error) {
    return json({ ...echo(api, asked), error: errorOf(api, error) });
  }
}

async function envelopeOf(exchange: Exchange): Promise<unknown> {
  return exchange.json().catch((error: unknown) => {
    throw error instanceof Fault && error.kind === 'invalid' ? new Refusal('not-json') : error;
  });
}

function errorOf(api: JsonApi, error: unknown): JsonError {
  const own = error instanceof Fault ? api.explain?.(error) : undefined;
  if (own !== undefined) return own;
  const { problem, detail } = refusalOf(error);
  const { code, message } = ERROR_FAMILIES[api.errors][problem];
  return { code, message: detail === undefined ? message : `${message}: ${detail}` };
}

async function call(api: JsonApi, { apiVersion, method, params = {} }: Envelope, exchange: Exchange): Promise<unknown> {
  if (typeof method !== 'string') throw new Refusal('missing', 'method');
  if (method === 'getSupportedVersions') return { [api.versionsName ?? 'apiVersions']: [api.version] };
  const called = Object.hasOwn(api.methods, method) ? api.methods[method] : undefined;
  if (called === undefined) throw new Refusal('method');
  if (typeof apiVersion !== 'string') throw new Refusal('missing', 'apiVersion');
  if (!isSupported(api.version, apiVersion)) throw new Refusal('version');
  checkAccess(called.access, exchange);
  return called.run(checkParams(called.params, params), exchange);
}

function checkParams(schema: Schema<unknown>, params: unknown): unknown {
  if (!isObject(params)) throw new Refusal('invalid', 'params must be object');
  const properties = schema['properties'] as Readonly<Record<string, Schema<unknown>>>;
  const missing = Object.keys(properties).find(name => isNeeded(properties[name]) && !Object.hasOwn(params, name));
  if (missing !== undefined) throw new Refusal('missing', missing);
  return parse(schema, params, 'params');
}

const isNeeded = (property: Schema<unknown> = {}) => property['optional'] !== true && property['default'] === undefined;

/** Whoever has not logged in is asked to, by the server; whoever has, and may not, learns it in the envelope. */
function checkAccess(access: Role | 'anonymous', { caller }: Exchange): void {
  if (access === 'anonymous') return;
  if (caller === undefined) throw new LoginNeeded();
  if (!mayActAs(caller.role, access)) throw new Refusal('forbidden');
}

/** Leaves the envelope: the server answers 401 with its challenge. */
class LoginNeeded extends Fault {
  constructor() {
    super('forbidden', 'Log in to call this method.');
  }
}

/** The same major number, and no minor number that we do not know yet. */
function isSupported(ours: string, asked: string): boolean {
  const [major, minor] = numbersIn(ours);
  const [askedMajor, askedMinor] = numbersIn(asked);
  return major === askedMajor && minor >= askedMinor;
}

function numbersIn(version: string): readonly [number, number] {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})$/.exec(version) ?? [];
  return [Number(major ?? NaN), Number(minor ?? NaN)];
}

function refusalOf(error: unknown): { readonly problem: JsonProblem; readonly detail?: string | undefined } {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Fault) || error instanceof LoginNeeded) throw error;
  return { problem: problemOf(error), ...(error.kind === 'invalid' ? { detail: error.message } : {}) };
}

const PROBLEMS: Partial<Record<FaultKind, JsonProblem>> = {
  invalid: 'invalid',
  'not-found': 'invalid',
  'too-large': 'too-large',
  forbidden: 'forbidden',
};

const problemOf = ({ kind }: Fault): JsonProblem => PROBLEMS[kind] ?? 'internal';

const echo = (api: JsonApi, { apiVersion, context, method }: Envelope) => ({
  apiVersion: typeof apiVersion === 'string' && isSupported(api.version, apiVersion) ? apiVersion : api.version,
  ...(context === undefined ? {} : { context }),
  ...(typeof method === 'string' ? { method } : {}),
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const json = (body: object): Answer => ({ type: 'application/json;charset=utf8', body: JSON.stringify(body) });

/** The parameters of a method that has none; what is sent all the same is ignored. */
export const NO_PARAMS = object({});
