import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key with its certificate, as people upload them. */
export function exampleCertificate(): { readonly pem: string; readonly pkcs12: string } {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-example-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem'];
  try {
    openssl('req', '-x509', ...key, '-out', 'cert.pem', '-subj', '/CN=hall.example', '-days', '30');
    openssl('pkcs12', '-export', '-inkey', 'key.pem', '-in', 'cert.pem', '-out', 'all.p12', '-passout', 'pass:secret');
    const read = (name: string) => readFileSync(join(folder, name));
    return { pem: `${read('cert.pem')}${read('key.pem')}`, pkcs12: read('all.p12').toString('base64') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
