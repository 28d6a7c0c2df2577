import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** A shared object made of C or C++ sources by one call of the compiler. */
export interface Target {
  readonly output: string;
  readonly sources: readonly string[];
  /** What else it is made of: headers, this script. */
  readonly depends: readonly string[];
  readonly flags: readonly string[];
  readonly libraries: readonly string[];
  /**
   * C unless told; C++ is other people's, whose warnings are not ours to heed. `mixed` are C and C++ of ours, which the
   * compiler for C tells apart by their names.
   */
  readonly language?: 'c++' | 'mixed';
}

const FLAGS = ['-O2', '-fPIC', '-DPIC', '-shared', '-pthread'];
const C_FLAGS = ['-Wall', '-Wextra', '-Werror', '-std=gnu11'];
const CXX_FLAGS = ['-w', '-std=gnu++17'];
/** Headers of others are in it, and there is no standard for both. */
const MIXED_FLAGS = ['-Wall', '-Wextra', '-Wno-unused-parameter'];

/** Debian's package of each header and library that may be missing. */
const PACKAGES: readonly (readonly [RegExp, string])[] = [
  [/alsa\/\S+\.h: No such file|cannot find -lasound/, 'libasound2-dev'],
  [/portaudio\.h: No such file|pa_linux_alsa\.h: No such file|cannot find -lportaudio/, 'portaudio19-dev'],
  [/opus\/opus\.h: No such file|cannot find -lopus/, 'libopus-dev'],
  [/spandsp\/\S+\.h: No such file|cannot find -lspandsp/, 'libspandsp-dev'],
  [/speex\/\S+\.h: No such file|cannot find -lspeexdsp/, 'libspeexdsp-dev'],
  [/openssl\/\S+\.h: No such file/, 'libssl-dev'],
  [/node_api\.h: No such file/, 'node-api-headers (npm: run npm ci)'],
  [/(stdio|stdlib|string|errno)\.h: No such file/, 'libc6-dev'],
];

const compilerOf = (variable: string, usual: string): [string, ...string[]] => {
  const [compiler = usual, ...wrapped] = words(process.env[variable]);
  return [compiler, ...wrapped];
};

const words = (text: string | undefined) => (text ?? '').split(/\s+/).filter(word => word !== '');

/**
 * Compiles a target where something it is made of is newer. CC and CXX name the compilers, CFLAGS and LDFLAGS are
 * added, as make does: CC=aarch64-linux-gnu-gcc builds for a Raspberry Pi.
 * @throws Error that names the Debian package that is missing
 */
export function compile({ output, sources, depends, flags, libraries, language }: Target): void {
  if (isFresh(output, [...sources, ...depends])) return;
  const [compiler, ...wrapped] = language === 'c++' ? compilerOf('CXX', 'c++') : compilerOf('CC', 'cc');
  const unfinished = `${output}.new`;
  mkdirSync(dirname(output), { recursive: true });
  const command = [
    ...wrapped,
    ...FLAGS,
    ...flagsOf(language),
    ...flags,
    ...words(process.env['CFLAGS']),
    ...['-o', unfinished, ...sources],
    ...words(process.env['LDFLAGS']),
    ...libraries,
  ];
  const { status, error, stderr } = spawnSync(compiler, command, { encoding: 'utf8' });
  if (error !== undefined)
    throw new Error(`${compiler} cannot be run (${error.message}); install the package gcc or g++`);
  if (status !== 0) throw new Error(explained(stderr));
  // A program that has the old one open keeps it.
  renameSync(unfinished, output);
  console.log(`built ${relative(process.cwd(), output)}`);
}

const flagsOf = (language: Target['language']) =>
  language === undefined ? C_FLAGS : language === 'c++' ? CXX_FLAGS : MIXED_FLAGS;

function isFresh(output: string, made: readonly string[]): boolean {
  if (!existsSync(output)) return false;
  const built = statSync(output).mtimeMs;
  return made.every(file => statSync(file).mtimeMs <= built);
}

function explained(complaint: string): string {
  const missing = PACKAGES.filter(([sign]) => sign.test(complaint)).map(([, name]) => name);
  return missing.length === 0 ? complaint : `${complaint}\nInstall what is missing: ${missing.join(', ')}`;
}
