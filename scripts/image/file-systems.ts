import { mkdirSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { date } from './files.ts';
import { MIB } from './layout.ts';
import { tool } from './tool.ts';

interface Volume {
  readonly output: string;
  /** MiB. */
  readonly size: number;
  /** s since 1970. */
  readonly epoch: number;
}

/** Makes a FAT image that holds a folder, without mounting it. */
export function makeFat(folder: string, volume: Volume & { label: string; id: string; bits: 16 | 32 }): void {
  const { output, size, epoch, label, id, bits } = volume;
  blank(output, size);
  tool('mkfs.vfat', ['--invariant', '-i', id, '-n', label, '-F', `${bits}`, output]);
  date(folder, epoch);
  // mcopy -s -m keeps the folders' times; mmd would stamp the present.
  for (const name of readdirSync(folder).sort()) tool('mcopy', ['-s', '-m', '-i', output, join(folder, name), '::']);
}

/** Makes an empty ext4 image; its checksums and times depend on nothing but the recipe. */
export function makeExt4({ output, size, epoch }: Volume, uuid: string): void {
  blank(output, size);
  tool(
    'mke2fs',
    ['-q', '-t', 'ext4', '-L', 'data', '-m', '1', '-U', uuid, '-E', `hash_seed=${uuid},root_owner=0:0`, output],
    { env: { E2FSPROGS_FAKE_TIME: `${epoch}` } },
  );
}

/** Packs a folder read-only and compressed, all owned as it lies. */
export function makeSquashfs(folder: string, output: string, epoch: number): void {
  rmSync(output, { force: true });
  tool(
    'mksquashfs',
    [
      folder,
      output,
      '-comp',
      'zstd',
      '-Xcompression-level',
      '9',
      '-b',
      '256K',
      '-noappend',
      '-no-progress',
      '-quiet',
      '-no-xattrs',
    ],
    { env: { SOURCE_DATE_EPOCH: `${epoch}` } },
  );
  if (statSync(output).size < MIB) throw new Error(`mksquashfs made nothing of ${folder}`);
}

function blank(output: string, size: number): void {
  mkdirSync(join(output, '..'), { recursive: true });
  rmSync(output, { force: true });
  writeFileSync(output, '');
  truncateSync(output, size * MIB);
}
