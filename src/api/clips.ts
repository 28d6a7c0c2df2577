import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { boolean, integer, object, optional, type Schema, string } from '../core/schema.ts';
import { type Answer, type Exchange, idIn, type Route } from '../http/index.ts';
import { attachment } from './attachment.ts';
import type { Clip, ClipChange, Clips, PlayClip } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** A clip as the library knows it; how loud it plays is a matter of the settings. */
type KnownClip = Omit<Clip, 'gainDb' | 'ownGain'> & { readonly ownGain?: boolean };

export type ClipGain = (clip: Pick<KnownClip, 'lufs' | 'truePeakDb' | 'ownGain'>) => number;

/** The clip library, as the page needs it. Records may hold more than the page is told. */
export interface ApiClips {
  list(): readonly KnownClip[];
  /** @throws Fault `not-found` */
  get(id: string): KnownClip;
  /** @throws Fault that says why the file was not taken */
  receive(
    upload: { readonly fileName: string; readonly content: Readable; readonly name?: string },
    signal: AbortSignal,
  ): Promise<KnownClip>;
  rename(id: string, name: string): Promise<unknown>;
  useOwnGain(id: string, ownGain: boolean): Promise<unknown>;
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
  /** dB with which a clip plays now. */
  readonly clipGain: ClipGain;
  readonly player: {
    play(id: string, options: PlayClip): void;
    stop(): void;
  };
  readonly limits: () => { readonly maxUploadBytes: number };
  /** What an upload may be, in words for people. */
  readonly formats: readonly string[];
}

const CHANGE: Schema<ClipChange> = object({
  name: optional(string({ minLength: 1 })),
  ownGain: optional(boolean()),
});
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
    handle: async exchange => json(shown(deps, await received(deps, exchange)), 201),
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
    body: PLAY,
    handle: async exchange => {
      player.play(idIn(exchange), await bodyOf(PLAY, exchange));
      return undefined;
    },
  },
];

const oneRoutes = (deps: ClipsDeps): Route[] => [
  {
    path: '/api/clips/:id',
    methods: ['PATCH'],
    access: 'operator',
    body: CHANGE,
    handle: async exchange => {
      await change(deps, idIn(exchange), await bodyOf(CHANGE, exchange));
      return json(shown(deps, deps.clips.get(idIn(exchange))));
    },
  },
  {
    path: '/api/clips/:id',
    methods: ['DELETE'],
    access: 'operator',
    handle: async exchange => {
      await deps.clips.remove(idIn(exchange));
      return undefined;
    },
  },
  {
    path: '/api/clips/:id/file',
    methods: ['GET'],
    access: 'viewer',
    handle: exchange => original(deps.clips, idIn(exchange)),
  },
];

/** @throws Fault `not-found`, `invalid` */
async function change({ clips }: ClipsDeps, id: string, { name, ownGain }: ClipChange): Promise<void> {
  if (name !== undefined) await clips.rename(id, name);
  if (ownGain !== undefined) await clips.useOwnGain(id, ownGain);
}

function listOf(deps: ClipsDeps): Clips {
  const { clips, formats, limits } = deps;
  const { bytes, quotaBytes } = clips.usage();
  const { maxUploadBytes } = limits();
  return { clips: clips.list().map(clip => shown(deps, clip)), formats, maxUploadBytes, quotaBytes, usedBytes: bytes };
}

const shown = ({ clipGain }: ClipsDeps, clip: KnownClip): Clip => ({
  id: clip.id,
  name: clip.name,
  location: clip.location,
  format: clip.format,
  bytes: clip.bytes,
  durationMs: clip.durationMs,
  lufs: clip.lufs,
  truePeakDb: clip.truePeakDb,
  gainDb: clipGain(clip),
  ownGain: clip.ownGain ?? false,
  waveform: clip.waveform,
  addedAt: clip.addedAt,
});

function received({ clips }: ClipsDeps, exchange: Exchange): Promise<KnownClip> {
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
