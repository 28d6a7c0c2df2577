import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from './tool.ts';

const YEARS = 20;

/**
 * Makes development keys in a folder unless they are there: a certificate authority, which the image trusts, and the
 * certificate that signs bundles and images. Whoever ships speakers keeps ca.key elsewhere and offline.
 */
export function makeKeys(folder: string): void {
  if (existsSync(join(folder, 'sign.pem'))) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string) => join(folder, name);
  const days = `${YEARS * 365}`;
  const key = ['-newkey', 'rsa:3072', '-nodes', '-sha256'];
  tool('openssl', [
    ...['req', '-x509', ...key, '-days', days, '-subj', '/O=Stentor development/CN=Stentor development authority'],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-keyout', file('ca.key'), '-out', file('ca.pem')],
  ]);
  tool('openssl', [
    ...['req', '-new', ...key, '-subj', '/O=Stentor development/CN=Stentor development signer'],
    ...['-keyout', file('sign.key'), '-out', file('sign.csr')],
  ]);
  const extensions = 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n';
  writeFileSync(file('sign.ext'), extensions);
  tool('openssl', [
    ...['x509', '-req', '-in', file('sign.csr'), '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'],
    ...['-days', days, '-sha256', '-extfile', file('sign.ext'), '-out', file('sign.pem')],
  ]);
}

/** @throws Error that names the key that is missing */
export function checkKeys(folder: string): void {
  for (const name of ['ca.pem', 'sign.pem', 'sign.key']) {
    if (!existsSync(join(folder, name)))
      throw new Error(`${join(folder, name)} is missing; run make keys, or name your own folder with KEYS=`);
  }
}
