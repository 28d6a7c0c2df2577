import type { KeyObject, X509Certificate } from 'node:crypto';
import { instant } from '../core/clock.ts';

/** What a certificate says of itself, for people. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  /** DNS names, addresses and the like. */
  readonly names: readonly string[];
  /** "EC P-256", "RSA 2048". */
  readonly keyType: string;
  readonly serialNumber: string;
  /** SHA-256. */
  readonly fingerprint: string;
  readonly isAuthority: boolean;
}

const CURVES: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

function keyTypeOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  const curve = details?.namedCurve ?? '';
  return type === 'ec'
    ? `EC ${CURVES[curve] ?? curve}`
    : `${(type ?? '').toUpperCase()} ${details?.modulusLength ?? ''}`.trim();
}

/** A distinguished name in one line, the common name first: "speaker, Example Ltd". */
const inOneLine = (name: string) =>
  name
    .split('\n')
    .map(part => part.replace(/^[A-Za-z0-9.]+=/, ''))
    .reverse()
    .join(', ');

export const factsOf = (certificate: X509Certificate): CertificateFacts => ({
  subject: inOneLine(certificate.subject),
  issuer: inOneLine(certificate.issuer),
  validFrom: instant(certificate.validFrom).toISOString(),
  validTo: instant(certificate.validTo).toISOString(),
  names: (certificate.subjectAltName ?? '')
    .split(', ')
    .filter(name => name !== '')
    .map(name => name.replace(/^(DNS|IP Address):/, '')),
  keyType: keyTypeOf(certificate.publicKey),
  serialNumber: certificate.serialNumber,
  fingerprint: certificate.fingerprint256,
  isAuthority: certificate.ca,
});
