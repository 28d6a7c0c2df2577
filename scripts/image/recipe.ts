import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { tool } from './tool.ts';

export type Architecture = 'arm64' | 'amd64';

/** What an image is made of, and where its parts lie. */
export interface Recipe {
  /** The repository. */
  readonly root: string;
  /** A folder of board/. */
  readonly board: string;
  readonly architecture: Architecture;
  readonly version: string;
  /** Time of every file in the image (s since 1970): that of the last commit. */
  readonly epoch: number;
  /** Folder with ca.pem, sign.pem and sign.key. */
  readonly keys: string;
  /** What outlives a checkout: downloads, base root file systems. */
  readonly cache: string;
  /** What is made on the way. */
  readonly work: string;
  /** What is handed out. */
  readonly out: string;
}

interface Choice {
  readonly board: string;
  readonly architecture?: Architecture;
  readonly version?: string | undefined;
  readonly out?: string | undefined;
}

const ROOT = resolve(import.meta.dirname, '../..');

/** The recipe of a board's image. VERSION, KEYS, OUT, SOURCE_DATE_EPOCH and XDG_CACHE_HOME in the environment change it. */
export function recipeOf({ board, architecture = 'arm64', version, out }: Choice): Recipe {
  const { env } = process;
  const cacheHome = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return {
    root: ROOT,
    board,
    architecture,
    version: version ?? chosen(env['VERSION']) ?? packageVersion(),
    epoch: Number(chosen(env['SOURCE_DATE_EPOCH']) ?? tool('git', ['-C', ROOT, 'log', '-1', '--format=%ct'])),
    keys: resolve(ROOT, chosen(env['KEYS']) ?? 'appliance/keys'),
    cache: join(cacheHome, 'stentor'),
    work: join(ROOT, '.cache/image', architecture === 'amd64' ? 'amd64' : board),
    out: resolve(ROOT, out ?? chosen(env['OUT']) ?? 'out'),
  };
}

const chosen = (value: string | undefined) => (value === '' ? undefined : value);

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
}

/** The words of a list file of appliance/; `#` begins a comment. */
export function listed(root: string, name: string): readonly string[] {
  const text = readFileSync(join(root, 'appliance', name), 'utf8');
  return text
    .split('\n')
    .map(line => line.replace(/#.*/, ''))
    .join(' ')
    .split(/\s+/)
    .filter(word => word !== '');
}
