import { choice, list, object, string } from '../core/schema.ts';

/** What a certificate can serve. */
export type Use = 'https' | 'sip';
/** And what else one may be needed for; `dot1x` needs authorities as well. */
export type UsedFor = Use | 'dot1x' | 'syslog';
/** Which certificate serves what. */
export type Usage = Readonly<Record<Use, string>>;

/** The certificate that the speaker makes for itself. */
export const OWN = 'self-signed';

export interface StoredCertificate {
  readonly id: string;
  readonly name: string;
  readonly kind: 'server' | 'authority' | 'request';
  /** Empty while there is a request only. */
  readonly pem: string;
  /** The request while it waits. */
  readonly csr: string;
  readonly addedAt: string;
}

export interface StoredKey {
  readonly id: string;
  /** PKCS #8, PEM. */
  readonly key: string;
}

export const STORED_CERTIFICATES = list(
  object({
    id: string(),
    name: string(),
    kind: choice(['server', 'authority', 'request']),
    pem: string(),
    csr: string(),
    addedAt: string(),
  }),
);
export const STORED_KEYS = list(object({ id: string(), key: string() }));
export const USAGE = object({ https: string(), sip: string() });
export const USAGE_OF_A_NEW_SPEAKER: Usage = { https: OWN, sip: OWN };
