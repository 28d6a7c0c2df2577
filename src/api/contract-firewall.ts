/** Who may reach the speaker. Part of contract.ts. */

/** The first rule that fits a packet decides, else the policy. */
export interface FirewallPlan {
  readonly activated: boolean;
  readonly policy: 'accept' | 'drop';
  /** At most 100. */
  readonly rules: readonly FirewallRule[];
}

/** What is empty, `any` or 0 fits all. */
export interface FirewallRule {
  /** `limit` drops what is more than `limit` says; all else goes on to the next rule. */
  readonly action: 'accept' | 'drop' | 'limit';
  /** An address, a subnet (`192.168.1.0/24`) or a range (`192.168.1.10-192.168.1.20`), IPv4 or IPv6. */
  readonly source: string;
  /** `00:1B:63:84:45:E6`. */
  readonly mac: string;
  readonly traffic: 'any' | 'unicast' | 'broadcast' | 'multicast';
  readonly protocol: 'any' | 'tcp' | 'udp' | 'both';
  /** The speaker's ports. */
  readonly firstPort: number;
  readonly lastPort: number;
  /** Only where the action is `limit`. */
  readonly limit: {
    readonly amount: number;
    readonly period: 'second' | 'minute' | 'hour' | 'day';
    readonly unit: 'connections' | 'packets';
    readonly burst: number;
  } | null;
}

/**
 * GET /api/firewall (admin). PUT /api/firewall takes ChangeFirewall and answers like GET; 409 with the field `asker` where
 * the plan would keep out whoever asks, unless `lockOut` says that this is known. POST /api/firewall/confirm keeps what is
 * tested, POST /api/firewall/revert ends a test and forgets what waits to be confirmed.
 */
export interface Firewall {
  /** What holds for good. */
  readonly plan: FirewallPlan;
  /** What holds for now; left out while nothing is tested. */
  readonly test?: {
    readonly plan: FirewallPlan;
    /** Until the former plan is back, s. */
    readonly leftS: number;
  };
  /** What was tested last and not confirmed; also while it is tested. */
  readonly pending?: Omit<FirewallPlan, 'activated'>;
}

export interface ChangeFirewall {
  readonly plan: FirewallPlan;
  /** How long it is tested, s; 0 puts it in force for good. */
  readonly testS: number;
  readonly lockOut?: boolean;
}
