import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AptRoot, Package } from './apt-root.ts';
import { listed, type Recipe } from './recipe.ts';
import { step } from './step.ts';
import { tool } from './tool.ts';

/** Paths of packages that no speaker reads. Licences stay. */
const LEFT_OUT = ['doc/*', 'man/*', 'locale/*', 'info/*', 'lintian/*'].map(path => `path-exclude=/usr/share/${path}`);
const DPKG = [...LEFT_OUT, 'path-include=/usr/share/doc/*/copyright', 'force-unsafe-io'];
/** Changes whenever the same packages would give another root. */
const EDITION = '2';
/** ping as a plain file: one with capabilities cannot even be started by a service that may not gain any. */
const PLAIN_PING = 'cp "$1/usr/bin/ping" "$1/ping" && chmod 755 "$1/ping" && mv "$1/ping" "$1/usr/bin/ping"';

/** A Debian root file system, packed, and what it was made of. */
export interface BaseRoot {
  readonly tar: string;
  readonly packages: readonly Package[];
}

/**
 * Debian's packages of packages.list, installed into a root of their own and packed. The pack is kept by the list and by the
 * versions that Debian has today, so that only a change of either costs the minutes of an installation under emulation.
 */
export async function baseRoot(recipe: Recipe, apt: AptRoot): Promise<BaseRoot> {
  const names = listed(recipe.root, 'packages.list');
  const packages = await step(`${recipe.architecture}: versions of ${names.length} packages and what they need`, () =>
    apt.resolve(names),
  );
  const made = JSON.stringify([EDITION, DPKG, packages.map(({ name, version, sha256 }) => [name, version, sha256])]);
  const key = createHash('sha256').update(made).digest('hex').slice(0, 16);
  const tar = join(recipe.cache, `root-${recipe.architecture}-${key}.tar`);
  if (existsSync(tar)) console.log(`${recipe.architecture}: base root ${key} is at hand`);
  else await step(`${recipe.architecture}: base root ${key}, minutes`, () => install(recipe, names, tar));
  return { tar, packages };
}

function install(recipe: Recipe, names: readonly string[], tar: string): void {
  mkdirSync(recipe.cache, { recursive: true });
  if (recipe.architecture === 'arm64') emulate();
  const unfinished = `${tar}.${process.pid}`;
  const log = `${tar}.log`;
  try {
    const said = tool(
      'mmdebstrap',
      [
        '--quiet',
        `--architectures=${recipe.architecture}`,
        '--variant=apt',
        '--aptopt=Apt::Install-Recommends "false"',
        '--aptopt=Acquire::Languages "none"',
        ...DPKG.map(option => `--dpkgopt=${option}`),
        `--include=${names.join(',')}`,
        `--customize-hook=${PLAIN_PING}`,
        '--format=tar',
        'trixie',
        unfinished,
        join(recipe.root, 'appliance/sources.list'),
      ],
      // One date for every build: the pack must not change with the commit.
      { env: { SOURCE_DATE_EPOCH: '1760000000' } },
    );
    writeFileSync(log, said);
    renameSync(unfinished, tar);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Lets this machine run programs of the Pi: its kernel hands them to qemu. */
function emulate(): void {
  const folder = '/proc/sys/fs/binfmt_misc';
  if (process.arch === 'arm64') return;
  if (!existsSync(join(folder, 'register'))) tool('mount', ['-t', 'binfmt_misc', 'none', folder]);
  if (!existsSync(join(folder, 'qemu-aarch64'))) tool('update-binfmts', ['--enable', 'qemu-aarch64']);
  if (!readFileSync(join(folder, 'qemu-aarch64'), 'utf8').includes('flags: '))
    throw new Error('programs for arm64 cannot be run here; install qemu-user-static and binfmt-support');
}
