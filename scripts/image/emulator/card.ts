import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { recipeOf, type Recipe } from '../recipe.ts';
import { tool } from '../tool.ts';

/** What an emulator needs of a built image. */
export interface BuiltCard {
  /** The image, unpacked. */
  readonly card: string;
  /** Its upgrade bundle. */
  readonly bundle: string;
  readonly hardware: string;
  readonly panel: string;
}

/**
 * The image that `make image` left in out/, unpacked beside its parts.
 * @throws Error that says what to make first
 */
export function builtCard(board: string, version?: string): BuiltCard {
  const recipe = recipeOf({ board, version });
  const name = join(recipe.out, `stentor-${recipe.version}-${board}`);
  const image = `${name}.img.zst`;
  if (!existsSync(image)) throw new Error(`${image} is missing; run make image BOARD=${board}`);
  const card = join(recipe.work, `card-${recipe.version}.img`);
  mkdirSync(recipe.work, { recursive: true });
  if (!existsSync(card) || statSync(card).mtimeMs < statSync(image).mtimeMs) {
    tool('zstd', ['-q', '-d', '-f', '--sparse', image, '-o', card]);
    tool('touch', [card]);
  }
  const panel = join(recipe.root, 'dist/overlays/stentor-panel.dtbo');
  return { card, bundle: `${name}.raucb`, hardware: unpackedHardware(recipe), panel };
}

function unpackedHardware({ cache }: Recipe): string {
  const complete = readdirSync(cache)
    .filter(name => name.startsWith('hardware-') && existsSync(join(cache, name, 'complete')))
    .map(name => join(cache, name))
    .sort((a, b) => statSync(join(b, 'complete')).mtimeMs - statSync(join(a, 'complete')).mtimeMs);
  const [newest] = complete;
  if (newest === undefined) throw new Error('boot loader and device trees are not unpacked; run make image');
  return newest;
}
