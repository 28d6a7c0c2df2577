/**
 * Makes a RAUC bundle of the format `plain` (RAUC's reference, Bundle Formats): a squashfs with the manifest and the
 * images, its detached CMS signature (RFC 5652), and the signature's length in eight bytes, big-endian. RAUC before 1.9
 * would drop the sections `[meta.…]` of the manifest.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, copyFile, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';

const run = promisify(execFile);

const { values } = parseArgs({
  options: {
    manifest: { type: 'string' },
    content: { type: 'string' },
    cert: { type: 'string' },
    key: { type: 'string' },
    intermediate: { type: 'string' },
    out: { type: 'string' },
  },
});

function needed(name: 'manifest' | 'content' | 'cert' | 'key' | 'out'): string {
  const value = values[name];
  if (value === undefined) throw new Error(`--${name} is missing`);
  return value;
}

/** The manifest with the size and the hash of every image it names. */
async function completed(manifest: string, content: string): Promise<string> {
  const lines: string[] = [];
  for (const line of manifest.trimEnd().split('\n')) {
    lines.push(line);
    const name = /^filename\s*=\s*(.+?)\s*$/.exec(line)?.[1];
    if (name === undefined) continue;
    const path = join(content, name);
    lines.push(`sha256=${await sha256(path)}`, `size=${(await stat(path)).size}`);
  }
  return `${lines.join('\n')}\n`;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

const imagesIn = (manifest: string) =>
  [...manifest.matchAll(/^filename\s*=\s*(.+?)\s*$/gm)].map(([, name = '']) => name);

const [content, out] = [needed('content'), needed('out')];
const work = await mkdtemp(join(tmpdir(), 'stentor-bundle-'));
try {
  const manifest = await completed(await readFile(needed('manifest'), 'utf8'), content);
  await writeFile(join(work, 'manifest.raucm'), manifest);
  const sources = [join(work, 'manifest.raucm'), ...imagesIn(manifest).map(name => join(content, name))];
  const squashfs = join(work, 'bundle');
  const reproducible = ['-all-root', '-no-xattrs', '-noappend', '-quiet', '-no-progress'];
  await run('mksquashfs', [...sources, squashfs, '-comp', 'zstd', '-Xcompression-level', '6', ...reproducible]);
  const signature = join(work, 'signature');
  const chain = values.intermediate === undefined ? [] : ['-certfile', values.intermediate];
  await run('openssl', [
    ...['cms', '-sign', '-binary', '-md', 'sha256', '-nosmimecap', '-outform', 'DER'],
    ...['-signer', needed('cert'), '-inkey', needed('key'), ...chain, '-in', squashfs, '-out', signature],
  ]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt((await stat(signature)).size));
  await appendFile(squashfs, Buffer.concat([await readFile(signature), length]));
  await copyFile(squashfs, `${out}.part`);
  await rename(`${out}.part`, out);
} finally {
  await rm(work, { recursive: true, force: true });
}
