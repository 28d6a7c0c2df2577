/** Writes a built image to a card: npx tsx scripts/image-flash.ts BOARD /dev/sdX. Refuses what is not a whole, unused disk. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { recipeOf } from './image/recipe.ts';
import { tool } from './image/tool.ts';

interface Disk {
  readonly path: string;
  readonly type: string;
  readonly size: number;
  readonly rm: boolean;
  readonly model: string | null;
  readonly mountpoints: readonly (string | null)[];
  readonly children?: readonly Disk[];
}

const [board = 'pi4', card = ''] = process.argv.slice(2);
/** No speaker's card is larger; a disk that is could be somebody's data (bytes). */
const LARGEST = 300e9;

/** @throws Error that says why this is no card to write to */
function check(path: string): Disk {
  const { blockdevices } = JSON.parse(
    tool('lsblk', ['--json', '--bytes', '-o', 'PATH,TYPE,SIZE,RM,MODEL,MOUNTPOINTS', ...(path === '' ? [] : [path])]),
  ) as { blockdevices: readonly Disk[] };
  const cards = blockdevices.filter(({ type }) => type === 'disk');
  if (path === '') {
    const lines = cards.map(disk => `  CARD=${disk.path}  ${(disk.size / 1e9).toFixed(0)} GB  ${disk.model ?? ''}`);
    throw new Error(`name the card; there are:\n${lines.join('\n')}`);
  }
  const [disk] = cards;
  if (disk === undefined) throw new Error(`${path} is no whole disk`);
  const used = [disk, ...(disk.children ?? [])]
    .flatMap(({ mountpoints }) => mountpoints)
    .filter(point => point !== null);
  if (used.length > 0) throw new Error(`${path} is in use at ${used.join(', ')}; unmount it first`);
  if (disk.size > LARGEST)
    throw new Error(`${path} has ${(disk.size / 1e9).toFixed(0)} GB, which no card of a speaker has`);
  return disk;
}

try {
  const recipe = recipeOf({ board });
  const image = join(recipe.out, `stentor-${recipe.version}-${board}.img.zst`);
  if (!existsSync(image)) throw new Error(`${image} is missing; run make image BOARD=${board}`);
  const { path, size, model } = check(card);
  console.log(`Writing to ${path} (${(size / 1e9).toFixed(0)} GB${model === null ? '' : `, ${model}`})`);
  const command = `zstdcat '${image}' | dd of='${path}' bs=4M conv=fsync oflag=direct iflag=fullblock status=progress`;
  const { status } = spawnSync('sh', ['-ec', command], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the card was not written');
  console.log('Done; the card may be taken out.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
