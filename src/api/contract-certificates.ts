/** Certificates of the speaker and whom it trusts. Part of contract.ts. */

export type CertificateUse = 'https' | 'sip';

/** What a certificate says of itself. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  readonly names: readonly string[];
  readonly keyType: string;
  readonly serialNumber: string;
  /** SHA-256. */
  readonly fingerprint: string;
  readonly isAuthority: boolean;
}

/**
 * GET /api/certificates (admin). Adding: POST …/self-signed and …/request take NewCertificate (a request without `days`),
 * …/upload a CertificateUpload, …/authority `{name, pem}`; PUT …/:id/certificate `{pem}` answers a request. GET …/:id/pem is
 * the certificate or the request as a file, never a private key; DELETE …/:id. PUT …/use `{https, sip}` says by its id
 * which certificate serves what.
 */
export interface Certificate {
  readonly id: string;
  readonly name: string;
  /** `server` has a private key; `authority` is trusted; `request` waits for its certificate. */
  readonly kind: 'server' | 'authority' | 'request';
  readonly addedAt?: string | undefined;
  readonly facts?: CertificateFacts | undefined;
  /** `dot1x` is chosen there. */
  readonly usedBy: readonly (CertificateUse | 'dot1x' | 'syslog')[];
}

export interface NewCertificate {
  readonly name: string;
  readonly keyType: string;
  readonly days?: number;
  readonly commonName: string;
  readonly organization: string;
  /** Two letters, or empty. */
  readonly country: string;
  readonly names: readonly string[];
}

export interface CertificateUpload {
  readonly name: string;
  /** Certificate and private key in one text. */
  readonly pem?: string;
  /** A PKCS #12 file, Base64. */
  readonly pkcs12?: string;
  readonly password?: string;
}
