/**
 * What board/NAME/board.json means for whoever makes an image. Prints one thing a line:
 *   npx tsx scripts/board.ts NAME config|overlays|dtbs|modules|kernel [--anyway]
 * without a second word the names of all boards that work, with a name alone its JSON, checked. A board that does not
 * work is refused with the reason, save with --anyway.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { configText } from '../src/board/config-text.ts';
import { type BoardProfile, parseProfile } from '../src/board/profile.ts';

const BOARDS = new URL('../board/', import.meta.url);

const PRINTERS: Readonly<Record<string, (profile: BoardProfile) => string>> = {
  json: profile => JSON.stringify(profile, undefined, 2),
  config: configText,
  overlays: ({ overlays }) => overlays.map(({ name }) => `${name}.dtbo`).join('\n'),
  dtbs: ({ computers }) => computers.map(({ dtb }) => dtb).join('\n'),
  modules: ({ modules }) => modules.join('\n'),
  kernel: ({ kernel }) => kernel,
};

const read = (name: string) => parseProfile(JSON.parse(readFileSync(new URL(`${name}/board.json`, BOARDS), 'utf8')));
const names = () => readdirSync(BOARDS).filter(name => name !== 'virtual');

function print(name: string | undefined, what: string, anyway: boolean): string {
  if (name === undefined)
    return names()
      .filter(each => read(each).unsupported === undefined)
      .join('\n');
  if (!names().includes(name)) throw new Error(`there is no board ${name}; there are: ${names().join(', ')}`);
  const printer = PRINTERS[what];
  if (printer === undefined) throw new Error(`say what to print: ${Object.keys(PRINTERS).join(', ')}`);
  const profile = read(name);
  if (profile.unsupported !== undefined && !anyway)
    throw new Error(`${name} does not work yet: ${profile.unsupported}`);
  return printer(profile);
}

try {
  const { values, positionals } = parseArgs({
    options: { anyway: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [name, what = 'json'] = positionals;
  console.log(print(name, what, values.anyway));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
