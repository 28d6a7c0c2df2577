/** Makes a board's SD-card image, its upgrade bundle, bill of materials, sums and signature: npx tsx scripts/image.ts BOARD [bundle|sbom]. */
import { copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AptRoot } from './image/apt-root.ts';
import { baseRoot } from './image/base-root.ts';
import { billOfMaterials } from './image/bill.ts';
import { boardFiles } from './image/board-files.ts';
import { makeBundle } from './image/bundle.ts';
import { makeBootSlot, makeDisk, makeFirmware, sumOf } from './image/disk.ts';
import { makeSquashfs } from './image/file-systems.ts';
import { hardware as fetchHardware } from './image/hardware.ts';
import { makeInitramfs } from './image/initramfs.ts';
import { copyFirmware, copyModules } from './image/kernel-modules.ts';
import { checkKeys } from './image/keys.ts';
import { buildNative } from './image/native-parts.ts';
import { listed, recipeOf } from './image/recipe.ts';
import { furnishRoot, unpackRoot } from './image/root-files.ts';
import { step } from './image/step.ts';
import { tool } from './image/tool.ts';
import { seal } from './image/verity.ts';

const [board = 'pi4', what = 'image'] = process.argv.slice(2);
const recipe = recipeOf({ board });
const began = performance.now();

async function make(): Promise<void> {
  checkKeys(recipe.keys);
  mkdirSync(recipe.work, { recursive: true });
  mkdirSync(recipe.out, { recursive: true });
  const extras = boardFiles(recipe);
  const apt = new AptRoot(recipe);
  const lists = ['sources.list', 'backports.list'].map(name => join(recipe.root, 'appliance', name));
  await step("Debian's lists", () => apt.update(lists));
  const base = await baseRoot(recipe, apt);
  const hardware = await fetchHardware(recipe, apt);
  const name = join(recipe.out, `stentor-${recipe.version}-${board}`);
  const bill = `${name}.cdx.json`;
  writeFileSync(bill, billOfMaterials(recipe, [...base.packages, ...hardware.packages]));
  if (what === 'sbom') {
    tell([bill]);
    return;
  }
  const root = join(recipe.work, 'root');
  await step('unpack the root', () => unpackRoot(base.tar, root));
  const native = await step('add-ons for arm64', () => buildNative(recipe, root));
  await step('kernel modules', () => {
    copyModules(listed(recipe.root, 'modules.list'), hardware.kernelFolder, hardware.kernel, root);
    copyFirmware(hardware.folder, root);
  });
  const initramfs = await step('initramfs', () => makeInitramfs(recipe, hardware, root));
  await step('our own files', () => furnishRoot(recipe, root, native));
  const rootImage = join(recipe.work, 'root.img');
  await step('squashfs', () => makeSquashfs(root, rootImage, recipe.epoch));
  const verity = await step('dm-verity', () => seal(rootImage, `stentor-${recipe.board}-${recipe.version}`));
  const bootImage = await step('boot slot', () => makeBootSlot(recipe, hardware, initramfs, verity));
  const bundle = `${name}.raucb`;
  await step('upgrade bundle', () =>
    makeBundle(
      recipe,
      { root: rootImage, boot: bootImage },
      { description: process.env['NOTES'] ?? `Stentor OS ${recipe.version}`, minimumFrom: process.env['MINIMUM_FROM'] },
      bundle,
    ),
  );
  if (what === 'bundle') {
    tell([bundle]);
    return;
  }
  const firmware = await step('firmware partition', () => makeFirmware(recipe, hardware, extras));
  const card = await step('card', () => makeDisk(recipe, { firmware, boot: bootImage, root: rootImage }));
  const image = `${name}.img.zst`;
  await step('compress', () => tool('zstd', ['-q', '-f', '-9', '-T2', card, '-o', image]));
  await step('sums and signature', () => sign(image));
  tell([image, bundle, bill]);
}

function sign(image: string): void {
  const sums = `${sumOf(image)}  ${image.replace(/.*\//, '')}\n`;
  writeFileSync(`${image}.sha256`, sums);
  rmSync(`${image}.sha256.sig`, { force: true });
  tool('openssl', [
    'dgst',
    '-sha256',
    '-sign',
    join(recipe.keys, 'sign.key'),
    '-out',
    `${image}.sha256.sig`,
    `${image}.sha256`,
  ]);
  copyFileSync(join(recipe.keys, 'sign.pem'), `${image}.sha256.pem`);
}

function tell(files: readonly string[]): void {
  for (const file of files) console.log(`${(statSync(file).size / 1e6).toFixed(1).padStart(8)} MB  ${file}`);
  console.log(`made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

try {
  await make();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
