import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AptRoot } from './apt-root.ts';
import { baseRoot } from './base-root.ts';
import { makeKeys } from './keys.ts';
import { buildNative } from './native-parts.ts';
import { recipeOf } from './recipe.ts';
import { furnishRoot, unpackRoot } from './root-files.ts';
import { step } from './step.ts';

let made: Promise<string> | undefined;

/** The same root file system for a PC, board `virtual`; its folder. Made once, however many containers it is for. */
export const virtualRoot = (): Promise<string> => (made ??= make());

async function make(): Promise<string> {
  const recipe = recipeOf({ board: 'virtual', architecture: 'amd64' });
  makeKeys(recipe.keys);
  mkdirSync(recipe.work, { recursive: true });
  const apt = new AptRoot(recipe);
  await step("Debian's lists", () => apt.update([join(recipe.root, 'appliance/sources.list')]));
  const base = await baseRoot(recipe, apt);
  const root = join(recipe.work, 'root');
  await step('unpack the root', () => unpackRoot(base.tar, root));
  const native = await step('add-ons', () => buildNative(recipe, root));
  await step('our own files', () => furnishRoot(recipe, root, native));
  return root;
}
