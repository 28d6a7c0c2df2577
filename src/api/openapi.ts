import type { Action } from '../actions/index.ts';
import type { Schema } from '../core/schema.ts';
import type { Route } from '../http/index.ts';
import { ANSWERS, CONTRACT } from './answers.ts';

type Json = Readonly<Record<string, unknown>>;

interface Described {
  readonly version: string;
  readonly actions: readonly Action[];
}

type Method = NonNullable<Route['methods']>[number];

const ACTION = '/api/actions/:id';

/**
 * What the speaker answers, as OpenAPI 3.1 describes it: made of the routes as they are declared, so that it cannot be
 * out of date. Actions are told one by one, with the arguments of each.
 */
export function openApi(routes: readonly Route[], { version, actions }: Described): Json {
  const all = routes.flatMap((route): readonly Told[] =>
    route.path === ACTION ? actions.map(actionRoute(route)) : [route],
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stentor',
      version,
      description:
        'Programs log in with Digest or Basic. The page’s own requests are under /api, VAPIX is under /axis-cgi and /vapix.',
    },
    tags: [...new Set(all.map(tagOf))].sort().map(name => ({ name })),
    paths: pathsOf(all),
    components: {
      securitySchemes: {
        digest: { type: 'http', scheme: 'digest' },
        basic: { type: 'http', scheme: 'basic' },
      },
      schemas: CONTRACT,
    },
  };
}

interface Told extends Route {
  readonly summary?: string;
}

const actionRoute =
  (route: Route) =>
  ({ id, title, args, access = 'operator' }: Action): Told => ({
    ...route,
    path: `/api/actions/${id}`,
    access,
    body: args,
    summary: title,
  });

function pathsOf(routes: readonly Told[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const operations = (route.methods ?? ['GET', 'POST']).map(method => [
      method.toLowerCase(),
      operation(route, method),
    ]);
    paths[path] = { ...paths[path], ...(Object.fromEntries(operations) as Json) };
  }
  return paths;
}

function operation(route: Told, method: Method): Json {
  const { path, access, summary, crossSite } = route;
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  return {
    operationId: `${method.toLowerCase()} ${path}`,
    tags: [tagOf(route)],
    ...(summary === undefined ? {} : { summary }),
    description: access === 'anonymous' ? 'Needs no login.' : `Needs the role ${access}.`,
    'x-role': access,
    ...(crossSite === true ? { 'x-cross-site': true } : {}),
    security: access === 'anonymous' ? [] : [{ digest: [] }, { basic: [] }],
    parameters: names.map(name => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...bodyOf(route, method),
    responses: responsesOf(route, method),
  };
}

function bodyOf({ body, streams }: Route, method: Method): Json {
  if (method === 'GET' || method === 'DELETE') return {};
  if (body !== undefined)
    return { requestBody: { required: true, content: { 'application/json': { schema: plain(body) } } } };
  return streams === true ? { requestBody: { content: { 'application/octet-stream': {} } } } : {};
}

const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const asJson = (schema: Json) => ({ content: { 'application/json': { schema } } });

function answerOf({ path }: Route, method: Method): Json {
  const name = ANSWERS[`${method} ${path}`];
  if (name === undefined) return {};
  return asJson(name.endsWith('[]') ? { type: 'array', items: refTo(name.slice(0, -2)) } : refTo(name));
}

function responsesOf(route: Route, method: Method): Json {
  const { path, access } = route;
  const problem = path.startsWith('/api/') ? asJson(refTo('Problem')) : {};
  return {
    '2XX': { description: 'Done, or the answer.', ...answerOf(route, method) },
    ...(access === 'anonymous'
      ? {}
      : { '401': { description: 'Not logged in.' }, '403': { description: 'The role may not do this.' } }),
    default: { description: 'Refused; says why.', ...problem },
  };
}

/** `clips` of /api/clips/:id, `param.cgi` of /axis-cgi/param.cgi. */
function tagOf({ path }: Route): string {
  const [first = '', second = ''] = path.split('/').slice(1);
  return first === 'api' ? second : `VAPIX: ${second === '' ? first : second}`;
}

/** A schema as JSON Schema 2020-12 has it, which knows neither `nullable` nor our `optional`. */
function plain(schema: Schema<unknown>): unknown {
  const known = Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword]) => !['optional', 'nullable'].includes(keyword))
      .map(([keyword, value]) => [keyword, inside(keyword, value)]),
  );
  return schema['nullable'] === true ? { anyOf: [known, { type: 'null' }] } : known;
}

function inside(keyword: string, value: unknown): unknown {
  if (keyword === 'properties' || keyword === 'patternProperties')
    return Object.fromEntries(
      Object.entries(value as Record<string, Schema<unknown>>).map(([name, each]) => [name, plain(each)]),
    );
  const isSchema = typeof value === 'object' && value !== null && ['items', 'additionalProperties'].includes(keyword);
  return isSchema ? plain(value as Schema<unknown>) : value;
}
