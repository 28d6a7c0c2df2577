import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cardPiece } from '../../../scripts/image/emulator/card-piece.ts';
import { freshBootState, readBootEnv } from '../../../scripts/image/boot-env.ts';
import { BOOT_STATE, MIB, type Partition, partition } from '../../../scripts/image/layout.ts';

/** What the boot loader of a card would make of it. */
export interface StartingSlot {
  readonly slot: 'A' | 'B';
  /** The root hash of what it has. */
  readonly root: string;
  /** Slots that it would try before in vain, because they are not whole. */
  readonly inVain: number;
}

/**
 * Does what U-Boot's script and the initramfs do with the slots of a card: the first in order that has tries left, and of
 * which all is there: a kernel and an initramfs that are those of `boot`, a root that its dm-verity tree vouches for.
 * @param card a qcow2 file that no machine uses
 * @param boot the image of a boot partition, made by the recipe
 * @param folder for what is unpacked on the way; it is emptied
 * @throws AssertionError where no slot can be started
 */
export function slotThatStarts(card: string, boot: string, folder: string): StartingSlot {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const bytes = join(folder, 'state.bin');
  cardPiece(card, BOOT_STATE, bytes);
  const state = readBootEnv(readFileSync(bytes)) ?? freshBootState();
  const left = (slot: string) => Number(state[`BOOT_${slot}_LEFT`] ?? 3) > 0;
  const order = (state['BOOT_ORDER'] ?? 'A B').split(' ').filter(name => name === 'A' || name === 'B');
  // Where none has tries left, the script gives both of them new ones.
  const tried = order.some(left) ? order.filter(left) : order;
  for (const [inVain, slot] of tried.entries()) {
    const root = rootOfWholeSlot(card, slot, boot, folder);
    if (root !== undefined) return { slot, root, inVain };
  }
  return assert.fail(`no slot can be started: ${JSON.stringify(state)}`);
}

/** The root hash of a slot, or undefined where anything of it is missing or damaged. */
function rootOfWholeSlot(card: string, slot: 'A' | 'B', boot: string, folder: string): string | undefined {
  const image = (name: Partition['name']) => {
    const { start, size } = partition(name);
    const file = join(folder, `${name}.img`);
    cardPiece(card, { offset: start * MIB, size: size * MIB }, file);
    return file;
  };
  const bootImage = image(`boot${slot}`);
  const told = read(bootImage, 'slot.env')?.toString() ?? '';
  const [, blocks, tree, root, salt] = /^verity=(\d+):(\d+):([0-9a-f]{64}):([0-9a-f]+)$/m.exec(told) ?? [];
  if (blocks === undefined || tree === undefined || root === undefined || salt === undefined) return undefined;
  if (!['Image', 'initrd.img'].every(name => sum(bootImage, name) === sum(boot, name))) return undefined;
  const rootImage = image(`root${slot}`);
  const places = [
    `--data-blocks=${blocks}`,
    `--hash-offset=${Number(tree) * 4096}`,
    '--no-superblock',
    `--salt=${salt}`,
  ];
  const verified = spawnSync('veritysetup', ['verify', rootImage, rootImage, root, ...places]);
  return verified.status === 0 ? root : undefined;
}

const sum = (image: string, name: string) => {
  const bytes = read(image, name);
  return bytes === undefined ? '' : createHash('sha256').update(bytes).digest('hex');
};

/** A file of a FAT image. */
function read(image: string, name: string): Buffer | undefined {
  const { status, stdout } = spawnSync('mtype', ['-i', image, `::${name}`], { maxBuffer: 64 * MIB });
  return status === 0 ? stdout : undefined;
}
