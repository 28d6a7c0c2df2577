import type { Route } from '../http/index.ts';
import type { ListedRoute } from './contract.ts';
import { json } from './json.ts';
import { openApi } from './openapi.ts';

/** All that the speaker answers, with this very list, short and as OpenAPI: what a program can ask, and as whom. */
export function withRouteList(described: Parameters<typeof openApi>[1], routes: readonly Route[]): Route[] {
  const own: Route = {
    path: '/api/routes',
    methods: ['GET'],
    access: 'viewer',
    handle: () => json(all.map(listed)),
  };
  const description: Route = {
    path: '/api/openapi.json',
    methods: ['GET'],
    access: 'viewer',
    handle: () => json(openApi(all, described)),
  };
  const all = [...routes, own, description];
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
