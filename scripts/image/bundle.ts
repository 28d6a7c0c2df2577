import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from './recipe.ts';
import { tool } from './tool.ts';

/** What an upgrade says about itself, beside board and version. */
export interface ReleaseNotes {
  /** One line for the page. */
  readonly description: string;
  /** The oldest version that may go to this one in one step. */
  readonly minimumFrom?: string | undefined;
}

/** The text of RAUC's manifest. */
export function manifest({ board, version, epoch }: Recipe, { description, minimumFrom }: ReleaseNotes): string {
  return [
    '[update]',
    `compatible=stentor-${board}`,
    `version=${version}`,
    `description=${description}`,
    `build=${new Date(epoch * 1000).toISOString().slice(0, 10)}`,
    '',
    '[bundle]',
    'format=plain',
    '',
    ...(minimumFrom === undefined ? [] : ['[meta.stentor]', `minimum-from=${minimumFrom}`, '']),
    '[image.rootfs]',
    'filename=rootfs.img',
    '',
    '[image.boot]',
    'filename=boot.img',
    '',
  ].join('\n');
}

/** Packs a slot's two images into a signed RAUC bundle. Its content is the same each time; the signature carries its time. */
export function makeBundle(
  recipe: Recipe,
  parts: Readonly<Record<'boot' | 'root', string>>,
  notes: ReleaseNotes,
  output: string,
): void {
  const folder = join(recipe.work, 'bundle');
  rmSync(folder, { recursive: true, force: true });
  rmSync(output, { force: true });
  mkdirSync(folder, { recursive: true });
  linkSync(parts.root, join(folder, 'rootfs.img'));
  linkSync(parts.boot, join(folder, 'boot.img'));
  writeFileSync(join(folder, 'manifest.raucm'), manifest(recipe, notes));
  const key = (name: string) => join(recipe.keys, name);
  tool(
    'npx',
    [
      ...['tsx', 'scripts/bundle.ts', '--manifest', join(folder, 'manifest.raucm'), '--content', folder],
      ...['--cert', key('sign.pem'), '--key', key('sign.key'), '--out', output],
    ],
    { cwd: recipe.root, env: { SOURCE_DATE_EPOCH: `${recipe.epoch}` } },
  );
  rmSync(folder, { recursive: true, force: true });
}
