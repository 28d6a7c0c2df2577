import { boolean, choice, integer, list, nullable, object, type Schema, string } from '../core/schema.ts';

/** What is let in: the first rule that fits a packet decides, else the policy. */
export interface FirewallPlan {
  readonly activated: boolean;
  readonly policy: Verdict;
  readonly rules: readonly FirewallRule[];
}

export type Verdict = 'accept' | 'drop';

/** Whose packets a rule is for, and what becomes of them. What is empty, `any` or 0 fits all. */
export interface FirewallRule {
  /** `limit` drops what is more than `limit` says; all else goes on to the next rule. */
  readonly action: Verdict | 'limit';
  /** An address, a subnet (`192.168.1.0/24`) or a range (`192.168.1.10-192.168.1.20`), IPv4 or IPv6. */
  readonly source: string;
  /** `00:1B:63:84:45:E6`. */
  readonly mac: string;
  readonly traffic: 'any' | 'unicast' | 'broadcast' | 'multicast';
  readonly protocol: 'any' | 'tcp' | 'udp' | 'both';
  /** The speaker's ports; 0 is all of the protocol. */
  readonly firstPort: number;
  readonly lastPort: number;
  /** Only where the action is `limit`. */
  readonly limit: RateLimit | null;
}

export interface RateLimit {
  readonly amount: number;
  readonly period: 'second' | 'minute' | 'hour' | 'day';
  readonly unit: 'connections' | 'packets';
  /** So many pass at once before the limit holds. */
  readonly burst: number;
}

/** What is kept: the plan in force, and the one that was tested last and not confirmed. */
export interface StoredFirewall extends FirewallPlan {
  readonly pending: Omit<FirewallPlan, 'activated'> | null;
}

export const OFF: StoredFirewall = { activated: false, policy: 'accept', rules: [], pending: null };

/** A person can look over so many. */
const MOST_RULES = 100;

const port = integer({ minimum: 0, maximum: 65_535 });
const amount = integer({ minimum: 1, maximum: 65_535 });
const LIMIT: Schema<RateLimit> = object({
  amount,
  period: choice(['second', 'minute', 'hour', 'day']),
  unit: choice(['connections', 'packets']),
  burst: amount,
});
const RULE: Schema<FirewallRule> = object({
  action: choice(['accept', 'drop', 'limit']),
  source: string({ maxLength: 100, default: '' }),
  mac: string({ maxLength: 17, default: '' }),
  traffic: choice(['any', 'unicast', 'broadcast', 'multicast'], { default: 'any' }),
  protocol: choice(['any', 'tcp', 'udp', 'both'], { default: 'any' }),
  firstPort: { ...port, default: 0 },
  lastPort: { ...port, default: 0 },
  limit: { ...nullable(LIMIT), default: null },
});
const policy = choice(['accept', 'drop']);
const RULES: Schema<readonly FirewallRule[]> = list(RULE, { maxItems: MOST_RULES });

export const PLAN: Schema<FirewallPlan> = object({ activated: boolean(), policy, rules: RULES });
export const STORED_FIREWALL: Schema<StoredFirewall> = object({
  activated: boolean(),
  policy,
  rules: RULES,
  pending: nullable(object({ policy, rules: RULES })),
});
