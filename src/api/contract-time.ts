/** How the speaker knows the time. Part of contract.ts. */

/**
 * GET /api/time (viewer). PATCH /api/time (admin) takes TimeChange, PUT /api/time/clock (admin) `{time}` in ISO 8601, which
 * is a 409 while the clock follows time servers; both answer like GET.
 */
export interface Time {
  readonly settings: TimeSettings;
  /** ISO 8601, of the moment of the answer. */
  readonly now: string;
  /** The zone in use, IANA. */
  readonly zone: string;
  readonly sync: {
    /** Whether the clock follows time servers. */
    readonly enabled: boolean;
    /** Whether a time server has set it since the start. */
    readonly synchronized: boolean;
    /** The one that is followed; empty while there is none. */
    readonly server: string;
    /** Those that the network tells of. */
    readonly networkServers: readonly string[];
    /** Between two questions, s. */
    readonly pollS: number;
  };
  /** All zones, IANA. */
  readonly zones: readonly string[];
}

export interface TimeSettings {
  /** `dhcp` asks those that the network tells of, and `servers` where it tells of none; `manual` asks nobody. */
  readonly source: 'dhcp' | 'static' | 'manual';
  /** Names or addresses, at most five. */
  readonly servers: readonly string[];
  /** IANA; empty is UTC. */
  readonly zone: string;
}

export type TimeChange = Partial<TimeSettings>;
