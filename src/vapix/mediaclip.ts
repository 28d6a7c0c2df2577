import { open } from 'node:fs/promises';
import { invalid } from '../core/fault.ts';
import type { Answer, Exchange, Route } from '../http/index.ts';
import { badRequest, plain } from './answers.ts';
import type { MediaClips, MediaPlayer } from './media-clips.ts';
import { playRequested } from './play-request.ts';

interface MediaClipDeps {
  readonly clips: MediaClips;
  readonly player: MediaPlayer;
}

/** `mediaclip.cgi`: plays, stops, uploads, renames, removes and hands back audio clips. */
export const mediaClipCgi = (deps: MediaClipDeps): Route => ({
  path: '/axis-cgi/mediaclip.cgi',
  methods: ['GET', 'POST'],
  access: 'operator',
  handle: async exchange => act(deps, await argumentsOf(exchange), exchange),
  refuse: badRequest,
});

/** An upload has its arguments in the query only: its body is the file, which must not be read into memory. */
const argumentsOf = (exchange: Exchange) => (exchange.query.has('action') ? exchange.query : exchange.args());

async function act(deps: MediaClipDeps, args: URLSearchParams, exchange: Exchange): Promise<Answer> {
  const action = needed(args, 'action');
  switch (action) {
    case 'play':
      return plain(`OK\nplaying=${playRequested(deps, args)}`);
    case 'stop':
      deps.player.stop();
      return plain('OK\nstopping');
    case 'upload':
      return upload(deps, args, exchange);
    case 'remove':
      return remove(deps, args);
    case 'update':
      return update(deps, args);
    case 'download':
      return download(deps, args);
    default:
      throw invalid(`there is no action ${action}`, 'action');
  }
}

function needed(args: URLSearchParams, name: string): string {
  const value = args.get(name) ?? '';
  if (value === '') throw invalid(`${name} is missing`, name);
  return value;
}

async function upload({ clips }: MediaClipDeps, args: URLSearchParams, exchange: Exchange): Promise<Answer> {
  if ((args.get('media') ?? 'audio') !== 'audio') throw invalid('media must be audio', 'media');
  const name = args.get('name') ?? '';
  const clip = await exchange.file(({ fileName, content }) =>
    clips.receive({ fileName, content, ...(name === '' ? {} : { name }) }, exchange.signal),
  );
  return plain(`OK\nuploaded=${clip.id}`);
}

async function remove({ clips }: MediaClipDeps, args: URLSearchParams): Promise<Answer> {
  const { id } = clips.get(needed(args, 'clip'));
  await clips.remove(id);
  return plain(`OK\nremoved=${id}`);
}

async function update({ clips }: MediaClipDeps, args: URLSearchParams): Promise<Answer> {
  const { id } = clips.get(needed(args, 'clip'));
  await clips.rename(id, needed(args, 'name'));
  return plain(`OK\nupdated=${id}`);
}

async function download({ clips }: MediaClipDeps, args: URLSearchParams): Promise<Answer> {
  const { id } = clips.get(needed(args, 'clip'));
  const { path, type, bytes } = clips.original(id);
  const file = await open(path);
  return { type, body: file.createReadStream(), headers: { 'Content-Length': String(bytes) } };
}
