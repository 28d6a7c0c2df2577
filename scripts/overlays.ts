/**
 * Compiles overlays/*.dts into dist/overlays/*.dtbo, or into the folder that is named: the C preprocessor, then dtc. Wants
 * the Debian packages cpp and device-tree-compiler.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const SOURCES = join(ROOT, 'overlays');

/** Runs a tool on a text. @throws Error with the tool's complaint, or the package to install */
function filter(tool: string, args: readonly string[], input: string | Uint8Array): Uint8Array {
  const { status, error, stdout, stderr } = spawnSync(tool, args, { input });
  if (error !== undefined) throw new Error(`${tool} cannot be run; install cpp and device-tree-compiler`);
  if (status !== 0) throw new Error(`${tool}: ${stderr.toString()}`);
  process.stderr.write(stderr); // warnings
  return stdout;
}

function compile(name: string, folder: string): void {
  const preprocess = ['-nostdinc', '-undef', '-x', 'assembler-with-cpp', '-I', SOURCES, join(SOURCES, name)];
  const source = filter('cpp', preprocess, '');
  const output = join(folder, `${basename(name, '.dts')}.dtbo`);
  writeFileSync(`${output}.new`, filter('dtc', ['-@', '-I', 'dts', '-O', 'dtb', '-'], source));
  renameSync(`${output}.new`, output);
}

try {
  const folder = resolve(process.argv[2] ?? join(ROOT, 'dist/overlays'));
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(SOURCES).filter(name => name.endsWith('.dts'));
  for (const name of names) compile(name, folder);
  console.log(`built ${names.length} overlays`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
