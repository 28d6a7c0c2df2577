import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { PAGE_POLICY } from './page-headers.ts';
import type { Answer } from './route.ts';

interface StoredFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  /** Undefined where it would save nothing. */
  readonly zipped: Buffer | undefined;
  readonly caching: string;
}

/** The headers of a request that change how a file is answered. */
interface Wanted {
  readonly 'if-none-match'?: string | undefined;
  readonly 'accept-encoding'?: string | string[] | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** A file whose name holds the bundler's hash of its content never changes. */
const HASHED = /-[A-Z0-9]{8}\.\w+$/;
const INDEX = '/index.html';

/**
 * The files of the web page, all in memory (they are small) and compressed once. Only names that were there at the
 * start exist, so no request can reach anything else on the disk.
 */
export class StaticFiles {
  readonly #folder: string;
  #files: ReadonlyMap<string, StoredFile> = new Map();

  /** @param folder where the build put the page */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Reads the files. @returns how many there are */
  async load(): Promise<number> {
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = new Map<string, StoredFile>();
    for (const entry of entries.filter(one => one.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const name = `/${relative(this.#folder, path).split(sep).join('/')}`;
      files.set(name, await stored(name, await readFile(path)));
    }
    this.#files = files;
    return files.size;
  }

  /** The file at this path; the page itself for every path without a dot, since those are places within the page. */
  answer(path: string, wanted: Wanted): Answer | undefined {
    const file = this.#files.get(isPlace(path) ? INDEX : path);
    if (file === undefined) return undefined;
    const { type, etag, plain, zipped, caching } = file;
    const headers = {
      ETag: etag,
      'Cache-Control': caching,
      Vary: 'Accept-Encoding',
      'Content-Security-Policy': PAGE_POLICY,
    };
    if (wanted['if-none-match']?.includes(etag) === true) return { status: 304, headers };
    return zipped !== undefined && /\bgzip\b/.test(String(wanted['accept-encoding'] ?? ''))
      ? { type, headers: { ...headers, 'Content-Encoding': 'gzip' }, body: zipped }
      : { type, headers, body: plain };
  }
}

/** Whether a path is one of the page's places (`/audio/clips`) and no file's name. */
export const isPlace = (path: string) => !path.includes('.');

async function stored(name: string, plain: Buffer): Promise<StoredFile> {
  const zipped = await promisify(gzip)(plain, { level: 9 });
  return {
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    etag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    zipped: zipped.length < plain.length ? zipped : undefined,
    caching: HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}
