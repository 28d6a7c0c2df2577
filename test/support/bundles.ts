import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SCRIPT = new URL('../../scripts/bundle.ts', import.meta.url).pathname;

/** Somebody who signs releases. */
export interface Signer {
  readonly certificate: string;
  readonly key: string;
}

interface Release {
  readonly product?: string;
  readonly version?: string;
  readonly minimumFrom?: string;
}

/** Makes keys and real bundles in a folder, with openssl and our own script. */
export class BundleMaker {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  signer(name: string): Signer {
    const [certificate, key] = [join(this.#folder, `${name}.pem`), join(this.#folder, `${name}.key`)];
    const subject = ['-subj', `/O=Stentor tests/CN=${name}`, '-days', '30'];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    run('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', certificate, ...subject]);
    return { certificate, key };
  }

  /** @returns the path of the bundle */
  bundle(name: string, { certificate, key }: Signer, release: Release = {}): string {
    const { product = 'stentor-test', version = '1.1.0', minimumFrom } = release;
    const content = join(this.#folder, `${name}.content`);
    mkdirSync(content);
    writeFileSync(join(content, 'rootfs.img'), randomBytes(300_000));
    writeFileSync(join(content, 'boot.img'), randomBytes(100_000));
    const lines = [
      '[update]',
      `compatible=${product}`,
      `version=${version}`,
      `description=Release ${version} of the tests.`,
      'build=2026-01-01',
      '[bundle]',
      'format=plain',
      '[image.rootfs]',
      'filename=rootfs.img',
      '[image.boot]',
      'filename=boot.img',
      ...(minimumFrom === undefined ? [] : ['[meta.stentor]', `minimum-from=${minimumFrom}`]),
    ];
    const manifest = join(this.#folder, `${name}.raucm`);
    writeFileSync(manifest, `${lines.join('\n')}\n`);
    const path = join(this.#folder, `${name}.raucb`);
    const arguments_ = [
      '--manifest',
      manifest,
      '--content',
      content,
      '--cert',
      certificate,
      '--key',
      key,
      '--out',
      path,
    ];
    run(process.execPath, ['--import', 'tsx', SCRIPT, ...arguments_]);
    rmSync(content, { recursive: true });
    return path;
  }

  /** The same bundle with some bytes in its middle changed. */
  tampered(path: string): string {
    const bytes = readFileSync(path);
    bytes.fill(0x55, 150_000, 150_100);
    return this.#write(`${path}.tampered`, bytes);
  }

  truncated(path: string): string {
    return this.#write(`${path}.truncated`, readFileSync(path).subarray(0, 200_000));
  }

  unsigned(path: string): string {
    const bytes = readFileSync(path);
    return this.#write(
      `${path}.unsigned`,
      bytes.subarray(0, bytes.length - 8 - Number(bytes.readBigUInt64BE(bytes.length - 8))),
    );
  }

  #write(path: string, bytes: Uint8Array): string {
    writeFileSync(path, bytes);
    return path;
  }
}

const run = (program: string, args: readonly string[]) =>
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });

/** Why real bundles cannot be made on this machine; undefined where they can. */
export function whyNoBundles(): string | undefined {
  for (const [program, version] of [
    ['rauc', '--version'],
    ['mksquashfs', '-version'],
    ['unsquashfs', '-version'],
    ['openssl', 'version'],
  ] as const) {
    try {
      execFileSync(program, [version], { stdio: 'ignore' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return `${program} is not installed`;
    }
  }
  return undefined;
}
