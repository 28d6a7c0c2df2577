import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An authority, and a key with a certificate of its making for 127.0.0.1, PEM. */
export function vouchedCertificate(): { readonly authority: string; readonly cert: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-vouched-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const made = (name: string) => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', name];
  try {
    openssl('req', '-x509', ...made('ca.key'), '-out', 'ca.pem', '-subj', '/CN=Example authority', '-days', '30');
    openssl('req', ...made('key.pem'), '-out', 'request.pem', '-subj', '/CN=turn.example');
    writeFileSync(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n');
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names', '-days', '30'];
    openssl('x509', '-req', '-in', 'request.pem', '-out', 'cert.pem', ...signed);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    return { authority: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * A key with its certificate, as people upload them.
 * @param iterations how often the password of the PKCS #12 file is hashed
 */
export function exampleCertificate(
  kind: 'ec' | 'rsa' = 'ec',
  iterations = 2048,
): { readonly pem: string; readonly pkcs12: string } {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-example-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const wished = kind === 'rsa' ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const key = ['-newkey', ...wished, '-nodes', '-keyout', 'key.pem'];
  try {
    openssl('req', '-x509', ...key, '-out', 'cert.pem', '-subj', '/CN=hall.example', '-days', '30');
    const hashed = ['-iter', String(iterations), '-passout', 'pass:secret'];
    openssl('pkcs12', '-export', '-inkey', 'key.pem', '-in', 'cert.pem', '-out', 'all.p12', ...hashed);
    const read = (name: string, coding: 'utf8' | 'base64') => readFileSync(join(folder, name), coding);
    return { pem: read('cert.pem', 'utf8') + read('key.pem', 'utf8'), pkcs12: read('all.p12', 'base64') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
