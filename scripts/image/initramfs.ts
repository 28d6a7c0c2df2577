import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { below, copy, date, put } from './files.ts';
import type { Hardware } from './hardware.ts';
import { copyModules } from './kernel-modules.ts';
import { listed, type Recipe } from './recipe.ts';
import { tool } from './tool.ts';

const LIBRARIES = 'usr/lib/aarch64-linux-gnu';

/**
 * Packs the initramfs: busybox, dmsetup with its libraries, a dozen modules, our init. 3 MB, where initramfs-tools would make
 * tens.
 * @param root the unpacked root file system, whose libraries it takes
 */
export function makeInitramfs(recipe: Recipe, hardware: Hardware, root: string): string {
  const folder = join(recipe.work, 'initramfs');
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['bin', 'dev', 'lib', 'proc', 'root', 'run', 'sys', 'usr'])
    mkdirSync(join(folder, name), { recursive: true });
  symlinkSync('../bin', join(folder, 'usr/bin'));
  symlinkSync('../lib', join(folder, 'usr/lib'));
  symlinkSync('bin', join(folder, 'sbin'));
  cpSync(join(hardware.folder, 'usr/bin/busybox'), join(folder, 'bin/busybox'));
  for (const applet of listed(recipe.root, 'initramfs/applets.list'))
    symlinkSync('busybox', join(folder, 'bin', applet));
  copyProgram(join(hardware.folder, 'usr/sbin/dmsetup'), folder, [
    join(hardware.folder, LIBRARIES),
    join(root, LIBRARIES),
  ]);
  const modules = listed(recipe.root, 'initramfs/modules.list');
  copyModules(modules, hardware.kernelFolder, hardware.kernel, folder);
  put(join(folder, 'lib/modules.list'), `${modules.join('\n')}\n`);
  copy(join(recipe.root, 'appliance/initramfs/data.sh'), join(folder, 'lib/data.sh'));
  put(join(folder, 'init'), readFileSync(join(recipe.root, 'appliance/initramfs/init')), 0o755);
  date(folder, recipe.epoch);
  return pack(folder, join(recipe.work, 'initrd.img'));
}

/** A program, its loader and its libraries, found by their names in these folders. */
function copyProgram(program: string, folder: string, libraries: readonly string[]): void {
  cpSync(program, join(folder, 'bin', basename(program)));
  const seen = new Set<string>();
  const follow = (file: string) => {
    for (const [, name = ''] of tool('readelf', ['-d', file]).matchAll(/\(NEEDED\).*\[(.+)\]/g)) {
      if (seen.has(name)) continue;
      seen.add(name);
      const found = libraries.map(place => join(place, name)).find(path => existsSync(path));
      if (found === undefined) throw new Error(`${program} needs ${name}, which is nowhere`);
      cpSync(realpathSync(found), join(folder, 'lib', name));
      follow(found);
    }
  };
  follow(program);
}

function pack(folder: string, output: string): string {
  const names = below(folder)
    .map(path => relative(folder, path))
    .sort();
  const list = `${output}.list`;
  writeFileSync(list, ['.', ...names].join('\0'));
  const quoted = [folder, list, output].map(path => `'${path}'`);
  tool('sh', [
    '-ec',
    `cd ${quoted[0]}; cpio --quiet --null --create --format=newc --reproducible --owner=0:0 <${quoted[1]} | zstd -q -19 -T1 -f -o ${quoted[2]}`,
  ]);
  return output;
}
