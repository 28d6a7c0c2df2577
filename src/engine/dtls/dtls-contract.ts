/** What is told of DTLS-SRTP (RFC 5763): types only. */

/** A hash of a certificate (RFC 8122). */
export interface Fingerprint {
  readonly algorithm: 'sha-256' | 'sha-384' | 'sha-512';
  /** Hex, in lower case, without colons. */
  readonly digest: string;
}

/** Whom a handshake is made with. */
export interface DtlsFlow {
  /** Whether we begin. */
  readonly isClient: boolean;
  /** One of them is that of the peer's certificate. */
  readonly fingerprints: readonly Fingerprint[];
}
