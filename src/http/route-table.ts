import { mayActAs, type Role } from '../core/role.ts';
import { textOf, unescaped } from './form.ts';

/** What the table needs to know of a route. */
interface Routed {
  readonly path: string;
  readonly methods?: readonly string[];
  readonly access: Role | 'anonymous';
}

/** A route as one request found it. */
export interface Found<R> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
  /** The route's own, or more where the path was one of the aliases that ask for more. */
  readonly access: Role | 'anonymous';
}

/** What a path leads to: a route; methods, where only the method is wrong; nothing. */
export type Lookup<R> = { readonly found: Found<R> } | { readonly allowed: readonly string[] } | undefined;

/** `/axis-cgi/admin/param.cgi` is `/axis-cgi/param.cgi` for administrators only; clients use both. */
const ALIASES: readonly (readonly [prefix: string, role: Role])[] = [
  ['/axis-cgi/admin/', 'admin'],
  ['/axis-cgi/operator/', 'operator'],
  ['/axis-cgi/viewer/', 'viewer'],
  ['/axis-cgi/view/', 'viewer'],
];

/** All routes by path: whole paths at once, those with named parts one after the other. */
export class RouteTable<R extends Routed> {
  readonly #whole = new Map<string, R[]>();
  readonly #patterns: { readonly match: RegExp; readonly routes: R[] }[] = [];

  constructor(routes: readonly R[]) {
    const byPath = new Map<string, R[]>();
    for (const route of routes) byPath.set(route.path, [...(byPath.get(route.path) ?? []), route]);
    for (const [path, same] of byPath) {
      if (path.includes('/:')) this.#patterns.push({ match: patternOf(path), routes: same });
      else this.#whole.set(path, same);
    }
  }

  find(method: string, path: string): Lookup<R> {
    const own = this.#find(method, path);
    if (own !== undefined) return own;
    const [prefix = '', role] = ALIASES.find(([start]) => path.startsWith(start)) ?? [];
    if (role === undefined) return undefined;
    const aliased = this.#find(method, `/axis-cgi/${path.slice(prefix.length)}`);
    if (aliased === undefined || !('found' in aliased)) return aliased;
    return { found: { ...aliased.found, access: stricter(aliased.found.access, role) } };
  }

  #find(method: string, path: string): Lookup<R> {
    const whole = this.#whole.get(path);
    if (whole !== undefined) return choose(whole, method, {});
    for (const { match, routes } of this.#patterns) {
      const parts = match.exec(path);
      if (parts !== null) return choose(routes, method, decodedParts(parts.groups));
    }
    return undefined;
  }
}

function choose<R extends Routed>(routes: readonly R[], method: string, params: Record<string, string>): Lookup<R> {
  const asked = method === 'HEAD' ? 'GET' : method;
  const route = routes.find(({ methods }) => methods?.includes(asked) ?? true);
  if (route !== undefined) return { found: { route, params, access: route.access } };
  const allowed = routes.flatMap(({ methods = [] }) => methods);
  return { allowed: [...new Set(allowed.flatMap(one => (one === 'GET' ? ['GET', 'HEAD'] : [one])))] };
}

const patternOf = (path: string) =>
  new RegExp(`^${path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/\/:(\w+)/g, '/(?<$1>[^/]+)')}$`);

const decodedParts = (groups: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(groups).map(([name, part]) => [name, textOf(unescaped(part))]));

const stricter = (access: Role | 'anonymous', role: Role) =>
  access === 'anonymous' || !mayActAs(access, role) ? role : access;
