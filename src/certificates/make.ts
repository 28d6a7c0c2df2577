import { createPublicKey, generateKeyPair, type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import type { KeyUsageFlags } from '@peculiar/x509';
import { type Clock, instant } from '../core/clock.ts';
import type { KeyPair } from './key-pair.ts';

export const KEY_TYPES = ['EC P-256', 'EC P-384', 'RSA 2048', 'RSA 4096'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/** What a new certificate, or a request for one, is to say. */
export interface Subject {
  readonly commonName: string;
  /** Empty, or of what else a name consists (RFC 5280, 4.1.2.4); the country has two letters. */
  readonly organization: string;
  readonly country: string;
  /** DNS names and addresses under which the speaker is reached. */
  readonly names: readonly string[];
}

const DAY_MS = 86_400_000;
/** Without a clock that runs through power cuts the speaker may be ahead of who looks at the certificate. */
const BACKDATED_MS = DAY_MS;

interface Signing {
  readonly algorithm: webcrypto.RsaHashedImportParams | (webcrypto.EcKeyImportParams & { readonly hash: string });
}

const SIGNINGS: Readonly<Record<KeyType, Signing['algorithm']>> = {
  'EC P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'EC P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'RSA 2048': { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  'RSA 4096': { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
};

/** A new private key. RSA of 4096 bits takes a Pi some seconds; nothing else waits for it. */
async function makeKey(type: KeyType): Promise<KeyObject> {
  const [kind = '', size = ''] = type.split(' ');
  const { privateKey } =
    kind === 'EC'
      ? await promisify(generateKeyPair)('ec', { namedCurve: size })
      : await promisify(generateKeyPair)('rsa', { modulusLength: Number(size) });
  return privateKey;
}

/** A certificate that vouches for itself. */
export async function makeSelfSigned(
  subject: Subject,
  { type, days, clock }: { readonly type: KeyType; readonly days: number; readonly clock: Clock },
): Promise<KeyPair> {
  const { x509, keys, key, extensions, name } = await prepare(subject, await makeKey(type), type);
  const now = clock.now().getTime();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `0${randomBytes(15).toString('hex')}`,
    name,
    notBefore: instant(now - BACKDATED_MS),
    notAfter: instant(now + days * DAY_MS),
    signingAlgorithm: SIGNINGS[type],
    keys,
    extensions: [new x509.BasicConstraintsExtension(false, undefined, true), ...extensions],
  });
  return { key, cert: `${certificate.toString('pem')}\n` };
}

/** A request for a certificate (PKCS #10, RFC 2986), to be signed by an authority. */
export async function makeRequest(
  subject: Subject,
  type: KeyType,
): Promise<{ readonly key: string; readonly csr: string }> {
  const { x509, keys, key, extensions, name } = await prepare(subject, await makeKey(type), type);
  const signingAlgorithm = SIGNINGS[type];
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm, extensions });
  return { key, csr: `${csr.toString('pem')}\n` };
}

async function prepare({ commonName, organization, country, names }: Subject, privateKey: KeyObject, type: KeyType) {
  // Loaded only here: it is needed once in years and costs a second of every start on a Pi.
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto);
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const keys = await cryptoKeys(privateKey, SIGNINGS[type]);
  const wanted = [...new Set([commonName, ...names])];
  return {
    ...{ x509, key, keys },
    name: [
      { CN: [commonName] },
      ...(organization === '' ? [] : [{ O: [organization] }]),
      ...(country === '' ? [] : [{ C: [country] }]),
    ],
    extensions: [
      new x509.KeyUsagesExtension(flagsOf(type, x509.KeyUsageFlags), true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension(
        wanted.filter(isName).map(value => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
      ),
    ],
  };
}

/** What a key may be used for (RFC 5280, 4.2.1.3): RSA enciphers keys of TLS 1.2, too. */
function flagsOf(type: KeyType, flags: typeof KeyUsageFlags): KeyUsageFlags {
  if (type.startsWith('EC')) return flags.digitalSignature;
  return flags.digitalSignature | flags.keyEncipherment;
}

/** A common name may be any words; only names of hosts and addresses are alternative names. */
const isName = (text: string) => isIP(text) !== 0 || /^[A-Za-z0-9*]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text);

async function cryptoKeys(privateKey: KeyObject, algorithm: Signing['algorithm']) {
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const { subtle } = webcrypto;
  return {
    privateKey: await subtle.importKey('pkcs8', der, algorithm, true, ['sign']),
    publicKey: await subtle.importKey('spki', spki, algorithm, true, ['verify']),
  };
}
