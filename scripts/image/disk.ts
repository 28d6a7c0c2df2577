import {
  closeSync,
  cpSync,
  fstatSync,
  openSync,
  readSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { bootEnv, freshBootState } from './boot-env.ts';
import { copy, put } from './files.ts';
import { makeExt4, makeFat } from './file-systems.ts';
import type { Hardware } from './hardware.ts';
import { BOOT_STATE, DISK_ID, diskSize, MIB, type Partition, partition, sfdiskScript } from './layout.ts';
import type { Recipe } from './recipe.ts';
import { tool } from './tool.ts';

const DATA_UUID = '53544e01-0000-4000-8000-000000000003';
const PI_FILES = ['bootcode.bin', 'start.elf', 'fixup.dat', 'start4.elf', 'fixup4.dat'];

/** The whole default environment of U-Boot, for a file of this name replaces its own. */
const UBOOT_ENV = {
  bootdelay: '-2',
  devtype: 'mmc',
  bootcmd: [
    'for devnum in 0 1; do',
    'if mmc dev ${devnum} && load mmc ${devnum}:1 0x07000000 boot.scr; then source 0x07000000; fi;',
    'done; echo stentor: no boot.scr; sleep 5; reset',
  ].join(' '),
};

const CONFIG = `# Stentor's lines; those of the board follow.
arm_64bit=1
enable_uart=1
upstream_kernel=1
kernel=u-boot.bin
disable_overscan=1
boot_delay=0
`;

/** What the board adds to the firmware partition. */
export interface BoardFiles {
  /** Lines of config.txt. */
  readonly config: string;
  /** Paths of compiled overlays. */
  readonly overlays: readonly string[];
}

/** One slot's boot partition: kernel, initramfs, and how to check the root. */
export function makeBootSlot(recipe: Recipe, hardware: Hardware, initramfs: string, verity: string): string {
  const folder = join(recipe.work, 'boot');
  rmSync(folder, { recursive: true, force: true });
  put(join(folder, 'slot.env'), `disk=${DISK_ID}\nverity=${verity}\n`);
  cpSync(initramfs, join(folder, 'initrd.img'));
  // Unpacked by U-Boot: reading 51 MB from a card takes longer.
  tool('sh', ['-ec', `gzip -9nc '${join(hardware.kernelFolder, 'vmlinuz')}' >'${join(folder, 'Image')}'`]);
  const output = join(recipe.work, 'boot.img');
  makeFat(folder, {
    output,
    size: partition('bootA').size,
    epoch: recipe.epoch,
    label: 'SLOT',
    id: '53544e11',
    bits: 16,
  });
  return output;
}

/** The firmware partition: what the Pi's own loader reads, U-Boot, its script, device trees, a text for people. */
export function makeFirmware(recipe: Recipe, hardware: Hardware, { config, overlays }: BoardFiles): string {
  const folder = join(recipe.work, 'firmware');
  rmSync(folder, { recursive: true, force: true });
  const pi = join(hardware.folder, 'usr/lib/raspi-firmware');
  for (const name of PI_FILES) copy(join(pi, name), join(folder, name));
  copy(join(hardware.folder, 'usr/lib/u-boot/rpi_arm64/u-boot.bin'), join(folder, 'u-boot.bin'));
  const trees = tool('find', [join(hardware.kernelFolder, 'dtb/broadcom'), '-name', 'bcm27*-rpi-*.dtb'])
    .trim()
    .split('\n');
  for (const tree of trees) copy(tree, join(folder, tree.replace(/.*\//, '')));
  for (const overlay of overlays) copy(overlay, join(folder, 'overlays', overlay.replace(/.*\//, '')));
  put(join(folder, 'config.txt'), `${CONFIG}\n${config}`);
  put(join(folder, 'uboot.env'), bootEnv(UBOOT_ENV, 0x4000));
  copy(join(recipe.root, 'appliance/CARD.md'), join(folder, 'README.txt'));
  tool(
    'mkimage',
    [
      ...['-q', '-A', 'arm64', '-T', 'script', '-C', 'none', '-n', 'stentor'],
      '-d',
      join(recipe.root, 'appliance/boot/boot.cmd'),
      join(folder, 'boot.scr'),
    ],
    { env: { SOURCE_DATE_EPOCH: `${recipe.epoch}` } },
  );
  const output = join(recipe.work, 'firmware.img');
  makeFat(folder, {
    output,
    size: partition('firmware').size,
    epoch: recipe.epoch,
    label: 'STENTOR',
    id: '53544e10',
    bits: 32,
  });
  return output;
}

/** Puts the parts into one sparse file, slot B left empty. */
export function makeDisk(recipe: Recipe, parts: Readonly<Record<'firmware' | 'boot' | 'root', string>>): string {
  const output = join(recipe.work, 'card.img');
  const data = join(recipe.work, 'data.img');
  makeExt4({ output: data, size: partition('data').size, epoch: recipe.epoch }, DATA_UUID);
  rmSync(output, { force: true });
  writeFileSync(output, '');
  truncateSync(output, diskSize() * MIB);
  tool('sfdisk', ['-q', output], { input: sfdiskScript() });
  const disk = openSync(output, 'r+');
  writeSync(disk, bootEnv(freshBootState(), BOOT_STATE.size), 0, BOOT_STATE.size, BOOT_STATE.offset);
  write(disk, parts.firmware, partition('firmware'));
  write(disk, parts.boot, partition('bootA'));
  write(disk, parts.root, partition('rootA'));
  write(disk, data, partition('data'));
  closeSync(disk);
  return output;
}

/** Copies a file into its place and leaves holes where it holds zeros. */
function write(disk: number, file: string, { name, start, size }: Partition): void {
  const source = openSync(file, 'r');
  const length = fstatSync(source).size;
  if (length > size * MIB) throw new Error(`${file} has ${length} bytes, ${name} takes ${size} MiB`);
  const piece = Buffer.alloc(MIB);
  for (let at = 0; at < length; at += MIB) {
    const count = readSync(source, piece, 0, MIB, at);
    const bytes = piece.subarray(0, count);
    if (!bytes.every(byte => byte === 0)) writeSync(disk, bytes, 0, count, start * MIB + at);
  }
  closeSync(source);
}

/** The SHA-256 sum of a file, in hex. */
export function sumOf(file: string): string {
  return tool('sha256sum', [file]).slice(0, 64);
}
