import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { integer, object, optional, type Schema, string } from '../core/schema.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import { attachment } from './attachment.ts';
import type { Clip, Clips, PlayClip } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** The clip library, as the page needs it. Records may hold more than the page is told. */
export interface ApiClips {
  list(): readonly Clip[];
  /** @throws Fault `not-found` */
  get(id: string): Clip;
  /** @throws Fault that says why the file was not taken */
  receive(
    upload: { readonly fileName: string; readonly content: Readable; readonly name?: string },
    signal: AbortSignal,
  ): Promise<Clip>;
  rename(id: string, name: string): Promise<unknown>;
  remove(id: string): Promise<unknown>;
  original(id: string): {
    readonly path: string;
    readonly fileName: string;
    readonly type: string;
    readonly bytes: number;
  };
  usage(): { readonly bytes: number; readonly quotaBytes: number };
}

interface ClipsDeps {
  readonly clips: ApiClips;
  readonly player: {
    play(id: string, options: PlayClip): void;
    stop(): void;
  };
  readonly limits: () => { readonly maxUploadBytes: number };
  /** What an upload may be, in words for people. */
  readonly formats: readonly string[];
}

const RENAME = object({ name: string({ minLength: 1 }) });
const PLAY: Schema<PlayClip> = object({
  repeat: optional(integer({ minimum: -1, maximum: 1_000_000 })),
  volume: optional(integer({ minimum: 0, maximum: 1000 })),
});

/** The audio clips: the list, uploads, playing, the originals. */
export const clipRoutes = (deps: ClipsDeps): Route[] => [
  ...collectionRoutes(deps),
  ...playRoutes(deps),
  ...oneRoutes(deps),
];

const collectionRoutes = (deps: ClipsDeps): Route[] => [
  { path: '/api/clips', methods: ['GET'], access: 'viewer', handle: () => json(listOf(deps)) },
  {
    path: '/api/clips',
    methods: ['POST'],
    access: 'operator',
    handle: async exchange => json(shown(await received(deps, exchange)), 201),
  },
];

const playRoutes = ({ player }: ClipsDeps): Route[] => [
  {
    path: '/api/clips/stop',
    methods: ['POST'],
    access: 'viewer',
    handle: () => {
      player.stop();
      return undefined;
    },
  },
  {
    path: '/api/clips/:id/play',
    methods: ['POST'],
    access: 'viewer',
    handle: async exchange => {
      player.play(idIn(exchange), await bodyOf(PLAY, exchange));
      return undefined;
    },
  },
];

const oneRoutes = ({ clips }: ClipsDeps): Route[] => [
  {
    path: '/api/clips/:id',
    methods: ['PATCH'],
    access: 'operator',
    handle: async exchange => {
      const { name } = await bodyOf(RENAME, exchange);
      await clips.rename(idIn(exchange), name);
      return json(shown(clips.get(idIn(exchange))));
    },
  },
  {
    path: '/api/clips/:id',
    methods: ['DELETE'],
    access: 'operator',
    handle: async exchange => {
      await clips.remove(idIn(exchange));
      return undefined;
    },
  },
  {
    path: '/api/clips/:id/file',
    methods: ['GET'],
    access: 'viewer',
    handle: exchange => original(clips, idIn(exchange)),
  },
];

const idIn = ({ params }: Exchange) => params['id'] ?? '';

function listOf({ clips, formats, limits }: ClipsDeps): Clips {
  const { bytes, quotaBytes } = clips.usage();
  const { maxUploadBytes } = limits();
  return { clips: clips.list().map(shown), formats, maxUploadBytes, quotaBytes, usedBytes: bytes };
}

const shown = (clip: Clip): Clip => ({
  id: clip.id,
  name: clip.name,
  location: clip.location,
  format: clip.format,
  bytes: clip.bytes,
  durationMs: clip.durationMs,
  lufs: clip.lufs,
  truePeakDb: clip.truePeakDb,
  waveform: clip.waveform,
  addedAt: clip.addedAt,
});

function received({ clips }: ClipsDeps, exchange: Exchange): Promise<Clip> {
  const name = exchange.query.get('name') ?? '';
  return exchange.file(({ fileName, content }) =>
    clips.receive({ fileName, content, ...(name === '' ? {} : { name }) }, exchange.signal),
  );
}

async function original(clips: ApiClips, id: string): Promise<Answer> {
  const { path, fileName, type, bytes } = clips.original(id);
  const file = await open(path);
  return {
    type,
    body: file.createReadStream(),
    headers: { 'Content-Length': String(bytes), 'Content-Disposition': attachment(fileName) },
  };
}
