/**
 * Compiles what is written in C into dist/native, or into the folder that is named: the plug-in of the virtual sound card
 * and the add-ons for PortAudio, codecs, capture, DTLS and Linux, and where its library is found that for WebRTC's echo canceller. `epoll [FOLDER]` builds the add-on of that package instead, which wants a C++
 * compiler and Node's headers, `naudiodon` and `rpio` those optional packages.
 */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compile, type Target } from './native/compile.ts';
import { packageFlags } from './native/package-flags.ts';
import { epollTarget } from './native/epoll.ts';
import { buildPackages } from './native/node-gyp.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** What the add-ons share. */
const ADD_ON_HEADERS = 'src/engine/native';

/** What every add-on for Node is compiled with. */
const ADD_ON = [
  `-I${join(ROOT, 'node_modules/node-api-headers/include')}`,
  `-I${join(ROOT, ADD_ON_HEADERS)}`,
  '-DNAPI_VERSION=8',
  '-D_GNU_SOURCE',
  '-fvisibility=hidden',
];

function target(folder: string, output: string, rest: Pick<Target, 'flags' | 'libraries'>): Target {
  const files = [folder, ADD_ON_HEADERS].flatMap(from =>
    readdirSync(join(ROOT, from)).map(name => join(ROOT, from, name)),
  );
  return {
    ...rest,
    output,
    sources: files.filter(name => name.endsWith('.c')),
    depends: [
      ...files.filter(name => name.endsWith('.h')),
      join(ROOT, 'scripts/native/compile.ts'),
      import.meta.filename,
    ],
  };
}

function build(folder: string): void {
  compile(
    target('board/virtual/card', join(folder, 'libasound_module_pcm_stentor.so'), {
      flags: [],
      libraries: ['-lasound', '-lm'],
    }),
  );
  const addOn = (from: string, name: string, libraries: readonly string[]) =>
    compile(target(from, join(folder, name), { flags: ADD_ON, libraries }));
  addOn('src/engine/portaudio', 'portaudio.node', ['-lportaudio', '-lasound', '-ldl']);
  addOn('src/engine/codecs/native', 'codecs.node', ['-lopus', '-lspandsp']);
  addOn('src/engine/capture/native', 'capture.node', ['-lspeexdsp', '-lm']);
  buildAec3(folder);
  // Node's own OpenSSL, which is in the process already: another one beside it would meet its symbols.
  addOn('src/engine/dtls/native', 'dtls.node', []);
  addOn('src/engine/udp', 'udp.node', []);
  addOn('src/linux/native', 'linux.node', []);
}

/** WebRTC's echo canceller, where the library is: Debian 13 has it, Debian 12 an older one without AEC3. */
function buildAec3(folder: string): void {
  const found = packageFlags('webrtc-audio-processing-1');
  if (found === undefined) return;
  const face = join(ROOT, 'src/engine/capture/native');
  const files = readdirSync(join(ROOT, ADD_ON_HEADERS)).map(name => join(ROOT, ADD_ON_HEADERS, name));
  compile({
    output: join(folder, 'aec3.node'),
    sources: [join(ROOT, 'src/engine/capture/aec3/aec3.cc'), join(face, 'addon.c')],
    depends: [...files, join(face, 'capture.h'), import.meta.filename],
    flags: [...ADD_ON, `-I${face}`, ...found.flags],
    libraries: [...found.libraries, '-lstdc++'],
    language: 'mixed',
  });
}

const [what, folder] = process.argv.slice(2);
const into = (named: string | undefined) => resolve(named ?? join(ROOT, 'dist/native'));

try {
  if (what === 'naudiodon') buildPackages(ROOT, ['segfault-handler', 'naudiodon']);
  else if (what === 'rpio') buildPackages(ROOT, ['rpio']);
  else if (what === 'epoll') compile(epollTarget(ROOT, into(folder)));
  else build(into(what));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
