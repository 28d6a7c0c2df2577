import type { Route } from '../http/index.ts';
import type { ListedRoute } from './contract.ts';
import { json } from './json.ts';

/** All that the speaker answers, with this very list: what a program, or an explorer, can ask, and as whom. */
export function withRouteList(routes: readonly Route[]): Route[] {
  const own: Route = {
    path: '/api/routes',
    methods: ['GET'],
    access: 'viewer',
    handle: () => json(all.map(listed)),
  };
  const all = [...routes, own];
  return all;
}

const listed = ({ path, methods = [], access, beforeSetup, streams, crossSite }: Route): ListedRoute => ({
  path,
  methods,
  access,
  beforeSetup: beforeSetup === true,
  streams: streams === true,
  crossSite: crossSite === true,
});
