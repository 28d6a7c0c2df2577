import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { unpackTar } from 'modern-tar';

/** A secret that was set somewhere, and may be seen nowhere. */
export interface Canary {
  readonly where: string;
  readonly secret: string;
}

/** What protocols make of a secret. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

/** Which of the secrets stand in a text, in any form. */
export function foundIn(text: string, canaries: readonly Canary[]): readonly string[] {
  return canaries.filter(({ secret }) => formsOf(secret).some(form => text.includes(form))).map(({ where }) => where);
}

/** All texts of an answer, those packed in archives as well. */
export async function textsOf(bytes: Uint8Array): Promise<readonly string[]> {
  const [first, second] = bytes;
  if (first === 0x1f && second === 0x8b) return textsOf(gunzipSync(bytes));
  if (first === 0x50 && second === 0x4b) {
    const files = Object.values(unzipSync(bytes));
    return (await Promise.all(files.map(textsOf))).flat();
  }
  if (Buffer.from(bytes.subarray(257, 262)).toString() === 'ustar') {
    const files = await unpackTar(bytes);
    return (await Promise.all(files.map(({ data }) => textsOf(data ?? new Uint8Array())))).flat();
  }
  return [Buffer.from(bytes).toString()];
}

/** Lines of base64 in a private key, long enough to be nothing else. */
export const keyCanaries = (where: string, pem: string): readonly Canary[] =>
  pem
    .split('\n')
    .filter(line => /^[A-Za-z\d+/]{40,}=*$/.test(line))
    .map(secret => ({ where, secret }));

/** Hashes of passwords: who has one can log in by Digest. */
export function hashCanaries(users: string): readonly Canary[] {
  return (users.match(/\b[\da-f]{32,64}\b/g) ?? []).map(secret => ({ where: 'a hash of a password', secret }));
}

/** Of a PEM file with a certificate, only the key is secret. */
export function withoutCertificates(pem: string): string {
  return pem.replaceAll(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g, certificate => {
    new X509Certificate(certificate);
    return '';
  });
}

/** The texts of all files in a folder. */
export async function filesIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile()).map(entry => `${entry.parentPath}/${entry.name}`);
  return (await Promise.all(files.map(file => readFile(file, 'latin1').catch(() => '')))).join('\n');
}

/** Paths without arguments that some source file serves. */
export async function servedPaths(): Promise<readonly string[]> {
  const source = new URL('../../src', import.meta.url).pathname;
  const entries = await readdir(source, { recursive: true });
  const texts = await Promise.all(
    entries
      .filter(name => /^(api|vapix|at-)/.test(name) && name.endsWith('.ts'))
      .map(name => readFile(`${source}/${name}`, 'utf8')),
  );
  const paths = texts
    .flatMap(text => [...text.matchAll(/['"`](\/(?:api|axis-cgi|config|vapix|onvif)\/[^'"`\s]*)['"`]/g)])
    .map(([, path]) => path ?? '');
  return [...new Set(paths.filter(path => !/[:${}]/.test(path)))].sort();
}
