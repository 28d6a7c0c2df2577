import { join } from 'node:path';
import type { BoardFiles } from './disk.ts';
import type { Recipe } from './recipe.ts';
import { tool } from './tool.ts';

/**
 * What the board's profile adds to the card.
 * @throws Error in the profile's words where the board cannot be served by Debian's kernel
 */
export function boardFiles({ root, board }: Recipe): BoardFiles {
  const ask = (what: string) => tool('npx', ['tsx', 'scripts/board.ts', board, what], { cwd: root });
  if (ask('kernel').trim() === 'raspberrypi')
    throw new Error(`${board} needs the Raspberry Pi kernel, which Debian does not have`);
  const overlays = ask('overlays')
    .trim()
    .split('\n')
    .filter(name => name !== '');
  return { config: ask('config'), overlays: overlays.map(name => join(root, 'dist/overlays', name)) };
}
