/** Bundles the supervisor, the audio process, their workers and the page into dist/. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build, type BuildOptions } from 'esbuild';

const ROOT = new URL('..', import.meta.url).pathname;

const node: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  outdir: 'dist',
  sourcemap: 'linked',
  // CommonJS dependencies call require() for Node's own modules.
  banner: {
    js: "import { createRequire as _createRequire } from 'node:module'; const require = _createRequire(import.meta.url);",
  },
  // naudiodon and rpio are options; of the third, a neural Opus decoder, nothing is ever loaded.
  external: ['naudiodon', 'rpio', '@wasm-audio-decoders/opus-ml'],
  // Packages with an add-on look for it here, which is beside the bundle and not in node_modules.
  alias: { bindings: `${ROOT}scripts/native/bindings.cjs` },
  logLevel: 'warning',
};

const page: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  sourcemap: 'linked',
  entryPoints: { app: 'src/ui/main.ts', page: 'src/ui/page.tsx', 'talk-worklet': 'src/ui/talk-worklet.ts' },
  outdir: 'dist/ui',
  // What few people open comes when they do: what comes first has to be small.
  splitting: true,
  chunkNames: 'part-[hash]',
  logLevel: 'warning',
};

await rm(`${ROOT}dist/ui`, { recursive: true, force: true });
await mkdir(`${ROOT}dist/ui`, { recursive: true });
await Promise.all([
  build({
    ...node,
    entryPoints: {
      stentord: 'src/main.ts',
      audiod: 'src/engine/main.ts',
      health: 'src/upgrade/health/main.ts',
      'mixer-worker': 'src/engine/mixer-worker.ts',
      'analysis-worker': 'src/speakertest/analysis-worker.ts',
      'decode-worker': 'src/audio/decode-worker.ts',
      'radio-worker': 'src/audio/radio/radio-worker.ts',
      'early-reset': 'src/board/early-reset/main.ts',
    },
  }),
  build(page),
  cp(`${ROOT}src/ui/static`, `${ROOT}dist/ui`, { recursive: true }),
]);
const { version, stentor } = JSON.parse(await readFile(`${ROOT}package.json`, 'utf8')) as {
  version: string;
  stentor: { oldest: string };
};
await writeFile(`${ROOT}dist/version.json`, `${JSON.stringify({ version, ...stentor })}\n`);
