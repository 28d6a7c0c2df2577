import { createHash } from 'node:crypto';
import { statSync, truncateSync } from 'node:fs';
import { tool } from './tool.ts';

const BLOCK = 4096;

/**
 * Appends the hash tree of dm-verity to a file system image.
 * @param seed the same seed gives the same salt, and so the same image
 * @returns `blocks:first hash block:root hash:salt`, as the initramfs wants it
 */
export function seal(image: string, seed: string): string {
  const blocks = Math.ceil(statSync(image).size / BLOCK);
  truncateSync(image, blocks * BLOCK);
  const salt = createHash('sha256').update(seed).digest('hex');
  const said = tool('veritysetup', [
    'format',
    image,
    image,
    `--hash-offset=${blocks * BLOCK}`,
    `--data-blocks=${blocks}`,
    '--no-superblock',
    `--salt=${salt}`,
  ]);
  const hash = /Root hash:\s+([0-9a-f]{64})/.exec(said)?.[1];
  if (hash === undefined) throw new Error(`veritysetup told no root hash:\n${said}`);
  return `${blocks}:${blocks}:${hash}:${salt}`;
}
