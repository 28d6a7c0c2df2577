/**
 * Tells whether the recipe of the image is the one that passed `make test-image`: npx tsx scripts/image-stamp.ts check|write.
 * The stamp is a sum over everything that decides how an image is built and boots; programs in src/ have tests of their own.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from './image/tool.ts';

const ROOT = join(import.meta.dirname, '..');
const STAMP = 'appliance/tested';
const RECIPE = ['appliance', 'overlays', 'scripts/image', 'scripts/image.ts', 'test/image'];
/** They change nothing that boots. */
const TEXT = '.md';

function sum(): string {
  const files = tool('git', ['-C', ROOT, 'ls-files', '--cached', '--others', '--exclude-standard', ...RECIPE])
    .trim()
    .split('\n')
    .filter(name => name !== STAMP && !name.endsWith(TEXT))
    .sort();
  const hash = createHash('sha256');
  for (const name of files)
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(ROOT, name)))
      .update('\0');
  return hash.digest('hex');
}

const passed = (): string => {
  try {
    return readFileSync(join(ROOT, STAMP), 'utf8').trim();
  } catch {
    return '';
  }
};

if (process.argv[2] === 'write') writeFileSync(join(ROOT, STAMP), `${sum()}\n`);
else if (sum() !== passed()) process.exitCode = 1;
