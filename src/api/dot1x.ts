import { DOT1X_CHANGE, type Dot1x as Dot1xDomain } from '../dot1x/index.ts';
import type { Route } from '../http/index.ts';
import type { Dot1x } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** Who the speaker is to a switch that asks. */
export const dot1xRoutes = ({ dot1x }: { readonly dot1x: Dot1xDomain }): Route[] => [
  { path: '/api/dot1x', methods: ['GET'], access: 'admin', handle: () => json(shown(dot1x)) },
  {
    path: '/api/dot1x',
    methods: ['PATCH'],
    access: 'admin',
    handle: async exchange => {
      await dot1x.change(await bodyOf(DOT1X_CHANGE, exchange));
      return json(shown(dot1x));
    },
  },
];

function shown({ settings, status }: Dot1xDomain): Dot1x {
  const { password, ...rest } = settings;
  return { ...rest, hasPassword: password !== '', ...status };
}
