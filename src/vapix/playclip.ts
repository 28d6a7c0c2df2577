import type { Route } from '../http/index.ts';
import { badRequest, plain } from './answers.ts';
import type { MediaClips, MediaPlayer } from './media-clips.ts';
import { playRequested } from './play-request.ts';

interface PlayClipDeps {
  readonly clips: Pick<MediaClips, 'get' | 'match'>;
  readonly player: MediaPlayer;
}

/** `playclip.cgi` and `stopclip.cgi`: the links that the page makes, called by cameras, scripts and other web pages. */
export const playClipCgis = (deps: PlayClipDeps): Route[] => [
  {
    path: '/axis-cgi/playclip.cgi',
    methods: ['GET', 'POST'],
    access: 'viewer',
    crossSite: true,
    handle: async exchange => plain(`OK\nplaying=${playRequested(deps, await exchange.args())}`),
    refuse: badRequest,
  },
  {
    path: '/axis-cgi/stopclip.cgi',
    methods: ['GET', 'POST'],
    access: 'viewer',
    crossSite: true,
    handle: () => {
      deps.player.stop();
      return plain('OK\nstopping');
    },
    refuse: badRequest,
  },
];
