import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { invalid } from '../core/fault.ts';

/** A private key (PKCS #8) and its certificate, followed by those that vouch for it, all PEM. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

const MOST_CERTIFICATES = 10;
const LONGEST = 100_000;
const SMALLEST_RSA = 2048;
const CURVES: readonly string[] = ['prime256v1', 'secp384r1', 'secp521r1'];

/** All blocks of PEM (RFC 7468) whose label matches. */
const blocks = (text: string, label: RegExp) =>
  [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g)]
    .filter(([, found = '']) => label.test(found))
    .map(([block]) => `${block.replaceAll('\r', '')}\n`);

/**
 * The certificates in a text.
 * @throws Fault `invalid` where there are none, too many, or one cannot be read
 */
export function readCertificates(pem: string): X509Certificate[] {
  if (pem.length > LONGEST) throw invalid(`that is longer than ${LONGEST} characters`, 'pem');
  const found = blocks(pem, /^(TRUSTED |X509 )?CERTIFICATE$/);
  if (found.length === 0)
    throw invalid('there is no certificate in it: "-----BEGIN CERTIFICATE-----" is missing', 'pem');
  if (found.length > MOST_CERTIFICATES)
    throw invalid(`there are more than ${MOST_CERTIFICATES} certificates in it`, 'pem');
  return found.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw invalid(`certificate ${index + 1} of ${found.length} cannot be read`, 'pem');
    }
  });
}

/**
 * A private key and its certificates out of one text, in any order.
 * @param password of the key where it is encrypted
 * @throws Fault `invalid` that says what is missing or does not fit
 */
export function readKeyPair(pem: string, password: string): KeyPair {
  const certificates = readCertificates(pem);
  const [block] = blocks(pem, /PRIVATE KEY$/);
  if (block === undefined)
    throw invalid('there is no private key in it: "-----BEGIN PRIVATE KEY-----" is missing', 'pem');
  return pairOf(openKey(block, password), certificates);
}

/**
 * A key with the certificates that were given for it.
 * @throws Fault `invalid` where none of them is the key's, or the key is too weak
 */
export function pairOf(key: KeyObject, certificates: readonly X509Certificate[]): KeyPair {
  checkStrength(key);
  const leaf = certificates.find(certificate => certificate.checkPrivateKey(key));
  if (leaf === undefined) throw invalid('the certificate is not one of this private key', 'pem');
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: chainOf(leaf, certificates).map(String).join(''),
  };
}

function openKey(block: string, password: string): KeyObject {
  try {
    return createPrivateKey({ key: block, passphrase: password });
  } catch {
    const isEncrypted = block.includes('ENCRYPTED');
    if (!isEncrypted) throw invalid('the private key cannot be read', 'pem');
    throw invalid(password === '' ? 'the private key needs its password' : 'the password is wrong', 'password');
  }
}

function checkStrength({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): void {
  const { modulusLength: bits = 0, namedCurve: curve = '' } = details ?? {};
  if (type === 'rsa' ? bits >= SMALLEST_RSA : CURVES.includes(curve)) return;
  const found = type === 'rsa' ? `RSA of ${bits} bits` : `${type ?? 'unknown'} ${curve}`.trim();
  throw invalid(
    `the private key is ${found}; it must be RSA of ${SMALLEST_RSA} bits or more, or EC (P-256, P-384, P-521)`,
    'pem',
  );
}

/** In the order of RFC 8446, 4.4.2: each vouches for the one before; what does not belong is left out. */
function chainOf(leaf: X509Certificate, certificates: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf];
  for (let next: X509Certificate | undefined = leaf; next !== undefined;) {
    const last: X509Certificate = next;
    next = certificates.find(other => !chain.includes(other) && last.checkIssued(other));
    if (next !== undefined) chain.push(next);
  }
  return chain;
}
