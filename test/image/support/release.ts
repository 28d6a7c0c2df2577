import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeBundle } from '../../../scripts/image/bundle.ts';
import { makeFat, makeSquashfs } from '../../../scripts/image/file-systems.ts';
import { DISK_ID, MIB, partition } from '../../../scripts/image/layout.ts';
import { type Recipe, recipeOf } from '../../../scripts/image/recipe.ts';
import { tool } from '../../../scripts/image/tool.ts';
import { seal } from '../../../scripts/image/verity.ts';

interface ReleaseOptions {
  readonly board: string;
  readonly version: string;
  /** What the release says that it is for; the board unless told. */
  readonly product?: string;
  /** Files of the root that differ from those of the built image: path, text. */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * `whole`, or small for a short upload: `broken-kernel` ends after the first 64 KiB of its kernel and has an empty root;
   * `hollow` has nothing in it, for one that is refused.
   */
  readonly content?: 'whole' | 'broken-kernel' | 'hollow';
  /** A folder that goes with the test. */
  readonly folder: string;
}

/** A signed release made of what `make image` left. @returns the bundle's path */
export function makeRelease(options: ReleaseOptions): string {
  const { board, version, product = board, content = 'whole', folder } = options;
  const recipe = { ...recipeOf({ board, version }), board: product, work: join(folder, version) };
  mkdirSync(recipe.work, { recursive: true });
  const root = content === 'whole' ? makeRoot(recipe, options) : blank(recipe, 'root.img');
  const boot = content === 'hollow' ? blank(recipe, 'boot.img') : makeBoot(recipe, options, seal(root, version));
  const bundle = join(folder, `${version}.raucb`);
  makeBundle(recipe, { root, boot }, { description: `Release ${version} of a test` }, bundle);
  rmSync(recipe.work, { recursive: true, force: true });
  return bundle;
}

/** The root of the built image with some of its files replaced. */
function makeRoot({ work, version, epoch }: Recipe, { board, files = {} }: ReleaseOptions): string {
  const root = join(work, 'root');
  // Links, not copies: what is replaced is removed first.
  tool('cp', ['-al', join(recipeOf({ board }).work, 'root'), root]);
  const built = JSON.parse(readFileSync(join(root, 'usr/lib/stentor/version.json'), 'utf8')) as object;
  const identity = {
    'usr/lib/stentor/version.json': `${JSON.stringify({ ...built, version })}\n`,
    'usr/lib/os-release': `NAME="Stentor OS"\nID=stentor\nVERSION_ID=${version}\nPRETTY_NAME="Stentor OS ${version}"\n`,
  };
  for (const [path, text] of Object.entries({ ...identity, ...files })) replace(join(root, path), text);
  const output = join(work, 'root.img');
  makeSquashfs(root, output, epoch);
  return output;
}

function makeBoot({ work, epoch }: Recipe, { board, content }: ReleaseOptions, verity: string): string {
  const folder = join(work, 'boot');
  cpSync(join(recipeOf({ board }).work, 'boot'), folder, { recursive: true });
  writeFileSync(join(folder, 'slot.env'), `disk=${DISK_ID}\nverity=${verity}\n`);
  if (content === 'broken-kernel') truncateSync(join(folder, 'Image'), 65_536);
  const output = join(work, 'boot.img');
  makeFat(folder, { output, size: partition('bootA').size, epoch, label: 'SLOT', id: '53544e11', bits: 16 });
  return output;
}

function blank({ work }: Recipe, name: string): string {
  writeFileSync(join(work, name), Buffer.alloc(MIB));
  return join(work, name);
}

function replace(path: string, text: string): void {
  if (existsSync(path)) rmSync(path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
