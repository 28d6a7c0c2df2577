import { boolean, choice, integer, list, object, type Schema, string } from '../core/schema.ts';

/** Who the speaker is to a switch that asks (IEEE 802.1X). */
export interface Dot1xSettings {
  readonly enabled: boolean;
  /** `tls` shows a client certificate (RFC 5216), `peap` tells a password within TLS (MSCHAPv2, RFC 2759). */
  readonly method: 'tls' | 'peap';
  readonly identity: string;
  /** Of IEEE 802.1X: 1 is 2001's, 2 is 2004's, 3 is 2010's. */
  readonly eapolVersion: 1 | 2 | 3;
  /** The id of the client certificate; empty for none. */
  readonly certificate: string;
  /** Ids of authorities one of which must vouch for the authentication server; none trusts any server. */
  readonly authorities: readonly string[];
  readonly password: string;
  readonly peapVersion: 0 | 1;
  /** How PEAP derives its keys: 1 is the label "client PEAP encryption". */
  readonly peapLabel: 0 | 1;
}

export const DOT1X_OFF: Dot1xSettings = {
  enabled: false,
  method: 'tls',
  identity: '',
  eapolVersion: 3,
  certificate: '',
  authorities: [],
  password: '',
  peapVersion: 0,
  peapLabel: 0,
};

const version = <T extends number>(minimum: number, maximum: number) =>
  integer({ minimum, maximum }) as Schema<unknown> as Schema<T>;

const PARTS = {
  enabled: boolean(),
  method: choice(['tls', 'peap']),
  identity: string({ maxLength: 128 }),
  eapolVersion: version<1 | 2 | 3>(1, 3),
  certificate: string({ maxLength: 64 }),
  authorities: list(string({ maxLength: 64 }), { maxItems: 10 }),
  // RFC 2759, 4: at most 256 characters.
  password: string({ maxLength: 256 }),
  peapVersion: version<0 | 1>(0, 1),
  peapLabel: version<0 | 1>(0, 1),
};

export const STORED_DOT1X: Schema<Dot1xSettings> = object(PARTS);
/** What differs from the present settings. */
export const DOT1X_CHANGE = { ...object(PARTS), required: [] } as Schema<Partial<Dot1xSettings>>;
