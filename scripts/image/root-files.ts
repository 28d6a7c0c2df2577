import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { copy, date, put, putLink } from './files.ts';
import { listed, type Recipe } from './recipe.ts';
import { tool } from './tool.ts';

/** What Debian's installation leaves that no speaker needs, or that each must make for itself. */
const REMOVED = [
  'boot',
  'etc/.pwd.lock',
  'etc/apt',
  'etc/passwd-',
  'etc/group-',
  'etc/shadow-',
  'etc/gshadow-',
  'usr/share/bash-completion',
  'usr/share/gcc',
  'usr/share/gdb',
  'usr/share/lintian',
  'usr/share/man',
  'usr/share/info',
  'usr/share/locale',
  'usr/share/zsh',
  'var/cache/apt',
  'var/cache/debconf',
  'var/lib/apt',
  'var/lib/systemd/catalog',
  'var/log',
];

/** Where the kernel's or the container's mounts go. */
const PLACES = ['boot/firmware', 'data', 'var', 'var/log'];

/** Unpacks a base root and removes what stays away. */
export function unpackRoot(tar: string, root: string): void {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  tool('tar', ['-xf', tar, '-C', root, '--numeric-owner', '--exclude=./dev/*']);
  for (const path of REMOVED) rmSync(join(root, path), { recursive: true, force: true });
  for (const name of readdirSync(join(root, 'etc/ssh')))
    if (name.startsWith('ssh_host_')) rmSync(join(root, 'etc/ssh', name));
  for (const path of PLACES) mkdirSync(join(root, path), { recursive: true });
}

/** Lays our own files over a root: programs, configuration, users, units. */
export function furnishRoot(recipe: Recipe, root: string, native: string): void {
  copyPrograms(recipe, root, native);
  layOver(join(recipe.root, 'appliance/rootfs'), root);
  writeIdentity(recipe, root);
  writeRauc(recipe, root);
  tool('systemd-sysusers', [`--root=${root}`]);
  const systemctl = (verb: string, list: string) =>
    tool('systemctl', [`--root=${root}`, '--quiet', verb, ...listed(recipe.root, list)]);
  systemctl('enable', 'units.enabled');
  systemctl('disable', 'units.disabled');
  systemctl('mask', 'units.masked');
  for (const name of listed(recipe.root, 'generators.masked'))
    putLink('/dev/null', join(root, 'etc/systemd/system-generators', name));
  for (const path of ['etc/passwd-', 'etc/group-', 'etc/shadow-', 'etc/gshadow-', 'etc/.pwd.lock'])
    rmSync(join(root, path), { force: true });
  keepVar(root);
  date(root, recipe.epoch);
}

function copyPrograms({ root: repository }: Recipe, root: string, native: string): void {
  const target = join(root, 'usr/lib/stentor');
  const dist = join(repository, 'dist');
  if (!existsSync(join(dist, 'stentord.mjs'))) throw new Error('dist/ is empty; run make build');
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(dist)) {
    if (name.endsWith('.mjs') || name.endsWith('.cjs')) cpSync(join(dist, name), join(target, name));
  }
  cpSync(join(dist, 'ui'), join(target, 'ui'), { recursive: true, filter: path => !path.endsWith('.map') });
  cpSync(native, join(target, 'native'), { recursive: true });
}

/** A copy with the rights that git knows: 755 or 644, owned by root. */
function layOver(folder: string, root: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const [from, to] = [join(folder, entry.name), join(root, entry.name)];
    if (entry.isDirectory()) {
      mkdirSync(to, { recursive: true });
      layOver(from, to);
    } else {
      rmSync(to, { force: true });
      copy(from, to);
      if (entry.isFile()) chmodSync(to, (readFileMode(from) & 0o100) === 0 ? 0o644 : 0o755);
    }
  }
}

const readFileMode = (path: string) => Number.parseInt(tool('stat', ['-c', '%a', path]), 8);

function writeIdentity({ root: repository, board, version, epoch }: Recipe, root: string): void {
  const release = [
    'NAME="Stentor OS"',
    'ID=stentor',
    'ID_LIKE=debian',
    `VERSION_ID=${version}`,
    `PRETTY_NAME="Stentor OS ${version}"`,
    `VARIANT_ID=${board}`,
    `BUILD_ID=${new Date(epoch * 1000).toISOString().slice(0, 10)}`,
    '',
  ];
  rmSync(join(root, 'etc/os-release'), { force: true });
  rmSync(join(root, 'usr/lib/os-release'), { force: true });
  put(join(root, 'usr/lib/os-release'), release.join('\n'));
  symlinkSync('../usr/lib/os-release', join(root, 'etc/os-release'));
  // A Pi has no clock: systemd begins with this file's time instead of 1970.
  put(join(root, 'usr/lib/clock-epoch'), '');
  put(join(root, 'usr/lib/stentor/version.json'), versionFile(repository, version));
  // Without it the supervisor takes the virtual board.
  const profile = join(repository, 'board', board, 'board.json');
  if (existsSync(profile)) copy(profile, join(root, 'etc/stentor/board.json'));
  for (const name of ['hostname', 'machine-id', 'resolv.conf']) rmSync(join(root, 'etc', name), { force: true });
  put(join(root, 'etc/machine-id'), '');
  put(join(root, 'etc/hostname'), 'stentor\n');
  put(join(root, 'etc/hosts'), '127.0.0.1 localhost\n::1 localhost\n');
  symlinkSync('/run/systemd/resolve/stub-resolv.conf', join(root, 'etc/resolv.conf'));
}

/** The version, and the oldest that may be installed over it, where the build left it. */
function versionFile(repository: string, version: string): string {
  const built = JSON.parse(readFileSync(join(repository, 'dist/version.json'), 'utf8')) as object;
  return `${JSON.stringify({ ...built, version })}\n`;
}

/** RAUC's configuration: what it installs must be meant for this board and signed by this authority. */
function writeRauc({ root: repository, board, keys }: Recipe, root: string): void {
  if (board === 'virtual') {
    // A container has no slots; who asks for RAUC is told at once that there is none.
    rmSync(join(root, 'usr/share/dbus-1/system-services/de.pengutronix.rauc.service'), { force: true });
    return;
  }
  const template = readFileSync(join(repository, 'appliance/rauc/system.conf'), 'utf8');
  put(join(root, 'etc/rauc/system.conf'), template.replace('@BOARD@', board));
  cpSync(join(keys, 'ca.pem'), join(root, 'etc/rauc/keyring.pem'));
  chmodSync(join(root, 'etc/rauc/keyring.pem'), 0o644);
}

/** /var is bound from the data partition; what a fresh one begins with stays here. */
function keepVar(root: string): void {
  const factory = join(root, 'usr/share/factory/var');
  rmSync(factory, { recursive: true, force: true });
  mkdirSync(join(root, 'usr/share/factory'), { recursive: true });
  tool('cp', ['-a', join(root, 'var'), factory]);
  rmSync(join(factory, 'lib/dpkg'), { recursive: true, force: true });
  rmSync(join(root, 'var'), { recursive: true, force: true });
  mkdirSync(join(root, 'var'));
}
