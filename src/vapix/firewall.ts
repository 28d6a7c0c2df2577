import { type Fault, invalid } from '../core/fault.ts';
import { boolean, integer, list, object, parse } from '../core/schema.ts';
import type { Firewall, FirewallPlan } from '../firewall/index.ts';
import type { Route } from '../http/index.ts';
import { configRest } from './config-rest.ts';
import { POLICY, ruleIn, ruleOut, upper, VAPIX_RULE } from './firewall-rule.ts';

/** What the API needs of the firewall. */
export type VapixFirewall = Pick<Firewall, 'plan' | 'pending' | 'test' | 'change' | 'confirm' | 'revert'>;

/**
 * `/config/rest/firewall/v1`: the Firewall configuration service. A program is warned of nothing: it sets what it is told
 * to, as it does with addresses (docs/decisions/0145).
 */
export const firewallRest = (firewall: VapixFirewall): Route[] => {
  const rules = () => rulesOf(firewall);
  const parts = ['activeRules', 'activeDefaultPolicy', 'pendingRules', 'pendingDefaultPolicy', 'testTimeLeft'] as const;
  return configRest(
    'firewall/v1',
    [
      {
        path: '',
        access: 'admin',
        get: () => ({ activated: firewall.plan.activated, conf: { rules: rules() } }),
      },
      {
        path: '/activated',
        access: 'admin',
        get: () => firewall.plan.activated,
        set: data => firewall.change({ ...firewall.plan, activated: parse(boolean(), data, 'data') }, { testS: 0 }),
      },
      { path: '/conf', access: 'admin', get: () => ({ rules: rules() }) },
      { path: '/conf/rules', access: 'admin', get: rules },
      ...parts.map(part => ({ path: `/conf/rules/${part}`, access: 'admin' as const, get: () => rules()[part] })),
      { path: '/conf/setRules', access: 'admin', act: data => setRules(firewall, data) },
      { path: '/conf/confirmRules', access: 'admin', act: () => firewall.confirm() },
      { path: '/conf/clearPendingRules', access: 'admin', act: () => firewall.revert() },
    ],
    codeOf,
  );
};

/** The API's own numbers of what is wrong with a request. */
function codeOf({ kind, field = '' }: Fault): number | undefined {
  if (kind === 'conflict') return 103;
  if (kind !== 'invalid') return undefined;
  if (field.endsWith('ipRange')) return 101;
  if (/\.(ip|source)$/.test(field)) return 100;
  return /\.(portRange|firstPort|lastPort)$/.test(field) ? 104 : 103;
}

const SET_RULES = object({
  rules: list(VAPIX_RULE, { maxItems: 100 }),
  fallbackTime: integer({ minimum: 0 }),
  defaultPolicy: POLICY,
});

async function setRules(firewall: VapixFirewall, data: unknown): Promise<void> {
  const { rules, fallbackTime, defaultPolicy } = parse(SET_RULES, data, 'data');
  const { activated } = firewall.plan;
  if (!activated && fallbackTime > 0) throw invalid('rules cannot be tested while the firewall is off', 'fallbackTime');
  const policy = defaultPolicy === 'DROP' ? 'drop' : 'accept';
  const plan = { activated, policy, rules: rules.map((rule, index) => ruleIn(rule, `rules.${index}`)) } as const;
  await firewall.change(plan, { testS: fallbackTime });
}

/** What is tested is active, and waits for its confirmation too. */
function rulesOf({ plan, test, pending }: VapixFirewall) {
  const active: FirewallPlan = test?.plan ?? plan;
  return {
    activeRules: active.rules.map(ruleOut),
    activeDefaultPolicy: upper(active.policy),
    pendingRules: (pending?.rules ?? []).map(ruleOut),
    pendingDefaultPolicy: pending === null ? null : upper(pending.policy),
    testTimeLeft: test?.leftS ?? 0,
  };
}
