/** Who the speaker is to a switch that asks: IEEE 802.1X. Part of contract.ts. */

/** GET /api/dot1x (admin). PATCH /api/dot1x takes ChangeDot1x and answers like GET. */
export interface Dot1x {
  readonly enabled: boolean;
  /** EAP-TLS, or EAP-PEAP with MSCHAPv2. */
  readonly method: 'tls' | 'peap';
  readonly identity: string;
  readonly eapolVersion: 1 | 2 | 3;
  /** The id of the client certificate; empty for none. */
  readonly certificate: string;
  /** Ids of authorities; none trusts any server. */
  readonly authorities: readonly string[];
  /** The password itself is told to nobody. */
  readonly hasPassword: boolean;
  readonly peapVersion: 0 | 1;
  readonly peapLabel: 0 | 1;
  /** `connecting`: the switch has not asked yet; a port without 802.1X never does. */
  readonly status: 'stopped' | 'connecting' | 'authenticating' | 'authenticated' | 'failed';
  /** Why it failed; else empty. */
  readonly reason: string;
}

/** What is left out stays as it is. */
export type ChangeDot1x = Partial<Omit<Dot1x, 'hasPassword' | 'status' | 'reason'>> & { readonly password?: string };
