import { boolean, integer, object, optional } from '../core/schema.ts';
import { type Firewall as FirewallDomain, LONGEST_TEST_S, PLAN } from '../firewall/index.ts';
import type { Exchange, Route } from '../http/index.ts';
import type { Firewall } from './contract.ts';
import { bodyOf, json } from './json.ts';

interface FirewallRouteDeps {
  readonly firewall: FirewallDomain;
  /** The ports that are open. */
  readonly ports: () => { readonly http: number; readonly https: number };
}

const CHANGE = object({
  plan: PLAN,
  testS: integer({ minimum: 0, maximum: LONGEST_TEST_S }),
  lockOut: optional(boolean()),
});

/** Who may reach the speaker. */
export const firewallRoutes = ({ firewall, ports }: FirewallRouteDeps): Route[] => {
  const asking = ({ remote, secure }: Exchange) => ({ address: remote, port: secure ? ports().https : ports().http });
  const acting = (what: string, act: () => Promise<void>): Route => ({
    path: `/api/firewall/${what}`,
    methods: ['POST'],
    access: 'admin',
    handle: async () => {
      await act();
      return json(shown(firewall));
    },
  });
  return [
    { path: '/api/firewall', methods: ['GET'], access: 'admin', handle: () => json(shown(firewall)) },
    {
      path: '/api/firewall',
      methods: ['PUT'],
      access: 'admin',
      handle: async exchange => {
        const { plan, testS, lockOut = false } = await bodyOf(CHANGE, exchange);
        await firewall.change(plan, { testS, ...(lockOut ? {} : { asker: asking(exchange) }) });
        return json(shown(firewall));
      },
    },
    acting('confirm', () => firewall.confirm()),
    acting('revert', () => firewall.revert()),
  ];
};

const shown = ({ plan, test, pending }: FirewallDomain): Firewall => ({
  plan,
  ...(test === undefined ? {} : { test }),
  ...(pending === null ? {} : { pending }),
});
