import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from './recipe.ts';
import { tool } from './tool.ts';

const HEADERS = ['alsa', 'portaudio.h', 'pa_linux_alsa.h', 'opus', 'spandsp', 'speex', 'openssl'];
const LIBRARIES = ['asound', 'portaudio', 'opus', 'spandsp', 'speexdsp', 'systemd'];
/** Two of OpenSSL's headers are of an architecture; those of 64 bits are the same. */
const OWN_HEADERS = join(
  '/usr/include',
  process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu',
  'openssl',
);
/** The virtual sound card is of no use on a board. */
const VIRTUAL_CARD = 'libasound_module_pcm_stentor.so';

/**
 * Compiles the add-ons for the image's architecture against the very libraries in its root, with the headers of this
 * machine, which are the same for every architecture.
 * @returns their folder
 */
export function buildNative({ root: repository, work, architecture, board }: Recipe, root: string): string {
  const native = join(work, 'native');
  const triplet = architecture === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const [include, libraries] = [join(work, 'native-include'), join(work, 'native-lib')];
  for (const folder of [native, include, libraries]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  for (const name of HEADERS) cpSync(join('/usr/include', name), join(include, name), { recursive: true });
  cpSync(OWN_HEADERS, join(include, 'openssl'), { recursive: true });
  const folder = join(root, 'usr/lib', triplet);
  for (const name of LIBRARIES) {
    const found = readdirSync(folder).find(file => new RegExp(`^lib${name}\\.so\\.\\d+$`).test(file));
    if (found !== undefined) symlinkSync(join(folder, found), join(libraries, `lib${name}.so`));
  }
  const crosses = process.arch === 'x64' && architecture === 'arm64';
  const env = {
    // What this machine has besides is not on the card: there is no AEC3 there (docs/decisions/0120-echo-cancellers.md).
    PKG_CONFIG: 'false',
    ...(crosses ? { CC: 'aarch64-linux-gnu-gcc', CXX: 'aarch64-linux-gnu-g++' } : {}),
    CFLAGS: `-I${include} -ffile-prefix-map=${repository}=.`,
    LDFLAGS: `-L${libraries} -Wl,-rpath-link,${folder} -Wl,--allow-shlib-undefined`,
  };
  // epoll is what onoff drives pins with, and how the supervisor waits for the panel.
  for (const what of [[], ['epoll']]) {
    tool('npx', ['tsx', 'scripts/build-native.ts', ...what, native], { cwd: repository, env });
  }
  if (board !== 'virtual') rmSync(join(native, VIRTUAL_CARD), { force: true });
  return native;
}
