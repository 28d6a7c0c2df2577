import { type Fault, invalid } from '../core/fault.ts';
import {
  boolean,
  choice,
  integer,
  list,
  nullable,
  object,
  optional,
  parse,
  type Schema,
  string,
} from '../core/schema.ts';
import type { Firewall, FirewallPlan, FirewallRule, RateLimit } from '../firewall/index.ts';
import type { Route } from '../http/index.ts';
import { configRest } from './config-rest.ts';

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

const PERIODS = ['SECOND', 'MINUTE', 'HOUR', 'DAY'] as const;
const PORT_TYPES = ['TCP', 'UDP', 'BOTH'] as const;
const PACKETS = ['UNICAST', 'BROADCAST', 'MULTICAST'] as const;
const POLICY = choice(['DROP', 'ACCEPT']);
const port = integer({ minimum: 1, maximum: 65_535 });
const amount = integer({ minimum: 1, maximum: 65_535 });
/** May be left out, or null. */
const maybe = <T>(schema: Schema<T>) => optional(nullable(schema));

const RULE = object({
  ruleType: choice(['FILTER', 'LIMIT']),
  ip: maybe(string()),
  ipRange: maybe(object({ start: string(), end: string() })),
  mac: maybe(string()),
  tcpPort: maybe(port),
  udpPort: maybe(port),
  port: maybe(object({ portType: choice(PORT_TYPES), portNum: port })),
  portRange: maybe(object({ portType: choice(PORT_TYPES), start: port, end: port })),
  pktType: optional({ enum: [...PACKETS, null] } as Schema<(typeof PACKETS)[number] | null>),
  filter: maybe(object({ policy: POLICY })),
  limit: maybe(object({ amount, period: choice(PERIODS), unit: choice(['NEWCONNECTIONS', 'PACKETS']), burst: amount })),
});
type Rule = typeof RULE extends Schema<infer T> ? T : never;
const SET_RULES = object({
  rules: list(RULE, { maxItems: 100 }),
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

/** @throws Fault `invalid` */
function ruleIn(rule: Rule, field: string): FirewallRule {
  const { ruleType, ip, ipRange, mac, pktType, filter, limit } = rule;
  expectOne([ip, ipRange], `${field}.ipRange`);
  if (ruleType === 'FILTER' && filter == null) throw invalid('a FILTER rule needs a policy', `${field}.filter`);
  if (ruleType === 'LIMIT' && limit == null) throw invalid('a LIMIT rule needs a limit', `${field}.limit`);
  return {
    action: ruleType === 'LIMIT' ? 'limit' : filter?.policy === 'DROP' ? 'drop' : 'accept',
    source: ipRange == null ? (ip ?? '') : `${ipRange.start}-${ipRange.end}`,
    mac: mac ?? '',
    traffic: lower(pktType ?? 'ANY') as FirewallRule['traffic'],
    ...portsIn(rule, field),
    limit: ruleType === 'LIMIT' && limit != null ? limitIn(limit) : null,
  };
}

/** Of one layer there is one word at the most. */
function expectOne(words: readonly unknown[], field: string): void {
  if (words.filter(word => word != null).length > 1) throw invalid('only one of them is allowed in a rule', field);
}

function portsIn(rule: Rule, field: string): Pick<FirewallRule, 'protocol' | 'firstPort' | 'lastPort'> {
  const { tcpPort, udpPort, port: one, portRange } = rule;
  expectOne([tcpPort, udpPort, one, portRange], `${field}.port`);
  if (tcpPort != null) return { protocol: 'tcp', firstPort: tcpPort, lastPort: tcpPort };
  if (udpPort != null) return { protocol: 'udp', firstPort: udpPort, lastPort: udpPort };
  if (one != null) return { protocol: lower(one.portType), firstPort: one.portNum, lastPort: one.portNum };
  if (portRange == null) return { protocol: 'any', firstPort: 0, lastPort: 0 };
  return { protocol: lower(portRange.portType), firstPort: portRange.start, lastPort: portRange.end };
}

const limitIn = ({ amount: most, period, unit, burst }: NonNullable<Rule['limit']>): RateLimit => ({
  amount: most,
  period: lower(period),
  unit: unit === 'PACKETS' ? 'packets' : 'connections',
  burst,
});

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

function ruleOut({ action, source, mac, traffic, protocol, firstPort, lastPort, limit }: FirewallRule) {
  const [start = '', end] = source.split('-');
  const isOne = firstPort === lastPort;
  const portType = upper(protocol);
  return {
    ruleType: limit === null ? 'FILTER' : 'LIMIT',
    ip: source === '' || end !== undefined ? null : source,
    ipRange: end === undefined ? null : { start, end },
    mac: mac === '' ? null : mac,
    tcpPort: isOne && protocol === 'tcp' && firstPort > 0 ? firstPort : null,
    udpPort: isOne && protocol === 'udp' && firstPort > 0 ? firstPort : null,
    port: isOne && protocol === 'both' && firstPort > 0 ? { portType, portNum: firstPort } : null,
    // All ports of a protocol have no word of their own.
    portRange:
      protocol !== 'any' && (!isOne || firstPort === 0)
        ? { portType, start: firstPort || 1, end: lastPort || 65_535 }
        : null,
    pktType: traffic === 'any' ? null : upper(traffic),
    ...(limit === null ? { filter: { policy: upper(action) } } : { limit: limitOut(limit) }),
  };
}

const limitOut = ({ amount: most, period, unit, burst }: RateLimit) => ({
  amount: most,
  period: upper(period),
  unit: unit === 'packets' ? 'PACKETS' : 'NEWCONNECTIONS',
  burst,
});

const lower = <T extends string>(text: T) => text.toLowerCase() as Lowercase<T>;
const upper = (text: string) => text.toUpperCase();
