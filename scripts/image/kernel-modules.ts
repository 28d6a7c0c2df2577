import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tool } from './tool.ts';

const INDEXES = ['modules.builtin', 'modules.builtin.modinfo', 'modules.order'];

/** The name of a module's file or of the module as the kernel writes it. */
const plain = (name: string) =>
  name
    .replace(/^.*\//, '')
    .replace(/\.ko(\.\w+)?$/, '')
    .replace(/-/g, '_');

/**
 * Copies the named modules, and those they need, from a kernel's folder into a root, unpacked, with indexes of their own.
 * @returns how many there are
 * @throws Error that names what the kernel has neither as a module nor built in
 */
export function copyModules(names: readonly string[], kernelFolder: string, release: string, root: string): number {
  const target = join(root, 'usr/lib/modules', release);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const chosen = closure(names, dependencies(kernelFolder), builtIn(kernelFolder));
  for (const file of chosen) {
    const copy = join(target, file);
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(join(kernelFolder, file), copy);
  }
  const packed = [...chosen].filter(file => file.endsWith('.xz')).map(file => join(target, file));
  if (packed.length > 0) tool('xz', ['-d', '-T0', ...packed]);
  for (const index of INDEXES) cpSync(join(kernelFolder, index), join(target, index));
  tool('depmod', ['-b', join(root, 'usr'), release]);
  return chosen.size;
}

function dependencies(kernelFolder: string): ReadonlyMap<string, readonly string[]> {
  const table = readFileSync(join(kernelFolder, 'modules.dep'), 'utf8');
  return new Map(
    table
      .trim()
      .split('\n')
      .map(line => line.split(':'))
      .map(([file = '', needs = '']) => [file, needs.trim() === '' ? [] : needs.trim().split(' ')]),
  );
}

function builtIn(kernelFolder: string): ReadonlySet<string> {
  return new Set(readFileSync(join(kernelFolder, 'modules.builtin'), 'utf8').trim().split('\n').map(plain));
}

/** The files of these modules and of all that they need. */
export function closure(
  names: readonly string[],
  needs: ReadonlyMap<string, readonly string[]>,
  present: ReadonlySet<string>,
): ReadonlySet<string> {
  const files = new Map([...needs.keys()].map(file => [plain(file), file]));
  const wanted = names.map(plain).filter(name => !present.has(name));
  const unknown = wanted.filter(name => !files.has(name));
  if (unknown.length > 0) throw new Error(`the kernel has no module ${unknown.join(', ')}`);
  const chosen = wanted.map(name => files.get(name)!);
  return new Set(chosen.flatMap(file => [file, ...(needs.get(file) ?? [])]).sort());
}

/** Copies the firmware of the Pi's Wi-Fi chips: 43430, 43436, 43455 and 43456. */
export function copyFirmware(folder: string, root: string): void {
  for (const maker of ['brcm', 'cypress']) {
    const from = join(folder, 'usr/lib/firmware', maker);
    const to = join(root, 'usr/lib/firmware', maker);
    mkdirSync(to, { recursive: true });
    const wanted = readdirSync(from).filter(
      name => /^(brcm|cy)fmac434(30|36|55|56)/.test(name) && (name.includes('raspberrypi') || !name.endsWith('.txt')),
    );
    for (const name of wanted) cpSync(join(from, name), join(to, name), { verbatimSymlinks: true });
  }
}
