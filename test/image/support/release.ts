import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeBundle } from '../../../scripts/image/bundle.ts';
import { makeSquashfs } from '../../../scripts/image/file-systems.ts';
import { DISK_ID } from '../../../scripts/image/layout.ts';
import { recipeOf } from '../../../scripts/image/recipe.ts';
import { tool } from '../../../scripts/image/tool.ts';
import { seal } from '../../../scripts/image/verity.ts';

interface ReleaseOptions {
  readonly board: string;
  readonly version: string;
  /** What the release says that it is for; the board unless told. */
  readonly product?: string;
  /** Files of the root that differ from those of the built image: path, text. */
  readonly files?: Readonly<Record<string, string>>;
  /** The kernel ends after its first megabyte. */
  readonly brokenKernel?: boolean;
  /** A folder that goes with the test. */
  readonly folder: string;
}

/** A signed release made of the root that `make image` left, with some of its files replaced. @returns the bundle's path */
export function makeRelease({
  board,
  version,
  product = board,
  files = {},
  brokenKernel = false,
  folder,
}: ReleaseOptions): string {
  const built = recipeOf({ board });
  const recipe = { ...recipeOf({ board, version }), board: product, work: join(folder, version) };
  mkdirSync(recipe.work, { recursive: true });
  const root = join(recipe.work, 'root');
  // Links, not copies: what is replaced is removed first.
  tool('cp', ['-al', join(built.work, 'root'), root]);
  const identity = {
    'usr/lib/stentor/version.json': `${JSON.stringify({ version })}\n`,
    'usr/lib/os-release': `NAME="Stentor OS"\nID=stentor\nVERSION_ID=${version}\nPRETTY_NAME="Stentor OS ${version}"\n`,
  };
  for (const [path, text] of Object.entries({ ...identity, ...files })) replace(join(root, path), text);
  const rootImage = join(recipe.work, 'root.img');
  makeSquashfs(root, rootImage, recipe.epoch);
  const boot = join(recipe.work, 'boot.img');
  copyFileSync(join(built.work, 'boot.img'), boot);
  putOnFat(boot, 'slot.env', Buffer.from(`disk=${DISK_ID}\nverity=${seal(rootImage, version)}\n`), recipe.work);
  if (brokenKernel) {
    tool('sh', ['-ec', `mtype -i '${boot}' ::Image | head -c 1048576 >'${recipe.work}/Image'`]);
    tool('mcopy', ['-o', '-i', boot, join(recipe.work, 'Image'), '::Image']);
  }
  const bundle = join(folder, `${version}.raucb`);
  makeBundle(recipe, { root: rootImage, boot }, { description: `Release ${version} of a test` }, bundle);
  rmSync(recipe.work, { recursive: true, force: true });
  return bundle;
}

function replace(path: string, text: string): void {
  if (existsSync(path)) rmSync(path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function putOnFat(image: string, name: string, bytes: Buffer, folder: string): void {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  tool('mcopy', ['-o', '-i', image, file, `::${name}`]);
}
