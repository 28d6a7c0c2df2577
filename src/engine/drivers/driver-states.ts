import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Fault } from '../../core/fault.ts';
import type { DriverState } from '../contract.ts';
import { requireNative } from '../portaudio/native.ts';

/** The packages with native code that naudiodon is made of, and what building leaves in their folders. */
const BUILT = {
  naudiodon: 'build/Release/naudiodon.node',
  'segfault-handler': 'build/Release/segfault-handler.node',
};

const require = createRequire(import.meta.url);

/** The folder of an installed package; undefined where there is none. */
function installed(name: string): string | undefined {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

/**
 * Which drivers can be chosen here. Only looks for naudiodon, because loading it would take over the process's signals.
 * @param folderOf finds the folder of a package
 */
export const driverStates = (folderOf = installed): readonly DriverState[] => [
  { name: 'portaudio', ...missing(nativeProblem()) },
  { name: 'naudiodon', ...missing(naudiodonProblem(folderOf)) },
  { name: 'file' },
];

const missing = (why: string | undefined) => (why === undefined ? {} : { missing: why });

function nativeProblem(): string | undefined {
  try {
    requireNative();
    return undefined;
  } catch (error) {
    return error instanceof Fault ? error.message : String(error);
  }
}

function naudiodonProblem(folderOf: (name: string) => string | undefined): string | undefined {
  for (const [name, file] of Object.entries(BUILT)) {
    const folder = folderOf(name);
    if (folder === undefined) return 'it is not installed';
    if (!existsSync(join(folder, file))) return 'it is not built on this machine; run make naudiodon';
  }
  return undefined;
}
