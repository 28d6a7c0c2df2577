import { spawnSync } from 'node:child_process';

/** What the compiler must be told of a library, as pkg-config has it; undefined where that or the library is missing. */
export function packageFlags(name: string): { readonly flags: string[]; readonly libraries: string[] } | undefined {
  const program = process.env['PKG_CONFIG'] ?? 'pkg-config';
  const ask = (what: string) => spawnSync(program, [what, name], { encoding: 'utf8' });
  const [flags, libraries] = [ask('--cflags'), ask('--libs')];
  if (flags.status !== 0 || libraries.status !== 0) return undefined;
  const words = (text: string) => text.split(/\s+/).filter(word => word !== '');
  return { flags: words(flags.stdout), libraries: words(libraries.stdout) };
}
