import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHeaders } from './node-headers.ts';

/**
 * Builds npm packages with native code where they lie, in this order: npm no longer runs their install scripts. Wants g++,
 * make, python3 and the headers of this very Node.
 * @throws Error that names what is missing
 */
export function buildPackages(root: string, names: readonly string[]): void {
  const { nodedir } = nodeHeaders();
  const tool = nodeGyp();
  for (const name of names) {
    const folder = join(root, 'node_modules', name);
    if (!existsSync(folder)) throw new Error(`${name} is not installed; run npm ci`);
    if (loads(folder)) continue;
    const { status, stdout, stderr } = spawnSync(process.execPath, [tool, 'rebuild', `--nodedir=${nodedir}`], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${stdout}${stderr}\n${name} was not built; it needs g++, make and python3`);
    console.log(`built ${name}`);
  }
}

/** Whether it was built, for this version of Node. */
function loads(folder: string): boolean {
  return spawnSync(process.execPath, ['-e', `require(${JSON.stringify(folder)})`], { stdio: 'ignore' }).status === 0;
}

/** npm brings node-gyp with it; Debian's npm has it in a package of its own. */
function nodeGyp(): string {
  const global = execFileSync('npm', ['root', '--global'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
  const places = [join(global, 'npm/node_modules/node-gyp'), '/usr/share/nodejs/node-gyp'];
  const found = places.map(place => join(place, 'bin/node-gyp.js')).find(file => existsSync(file));
  if (found === undefined) throw new Error('node-gyp was not found; on Debian install the package node-gyp');
  return found;
}
