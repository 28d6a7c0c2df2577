import { type Action, defineAction } from '../actions/index.ts';
import { choice, integer, object, string } from '../core/schema.ts';
import { SETTABLE_CLASSES } from './class-params.ts';
import type { ClipLibrary } from './clip-library.ts';
import type { ClipPlayer } from './clip-player.ts';

/** What rules, the page and programs may ask of the audio domain. */
export const audioActions = (player: ClipPlayer, clips: Pick<ClipLibrary, 'match'>): Action[] => [
  defineAction({
    id: 'audio.play-clip',
    title: 'Play audio clip',
    args: object({
      location: string(),
      repeat: integer({ minimum: -1, default: 0 }),
      volume: integer({ minimum: 0, maximum: 1000, default: 100 }),
      sourceClass: choice(SETTABLE_CLASSES, { default: 'announcement' }),
    }),
    run: ({ location, ...options }) => player.play(clips.match(location).id, options),
    hold: ({ location, ...options }) => player.play(clips.match(location).id, { ...options, repeat: -1 }),
  }),
  defineAction({
    id: 'audio.stop-clip',
    title: 'Stop playing audio clip',
    args: object({}),
    run: () => player.stop(),
  }),
];
