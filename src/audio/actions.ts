import { type Action, defineAction } from '../actions/index.ts';
import { boolean, choice, integer, object, string } from '../core/schema.ts';
import type { ParamStore } from '../settings/index.ts';
import { SETTABLE_CLASSES } from './class-params.ts';
import type { ClipLibrary } from './clip-library.ts';
import type { ClipPlayer } from './clip-player.ts';
import { outputGain, outputMuted } from './params.ts';

interface AudioActionDeps {
  readonly player: ClipPlayer;
  readonly clips: Pick<ClipLibrary, 'match'>;
  readonly params: Pick<ParamStore, 'update'>;
}

/** What rules, the page and programs may ask of the audio domain. */
export const audioActions = ({ player, clips, params }: AudioActionDeps): Action[] => [
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
  }),
  defineAction({
    id: 'audio.stop-clip',
    title: 'Stop playing audio clip',
    args: object({}),
    run: () => player.stop(),
  }),
  defineAction({
    id: 'audio.set-output-gain',
    title: 'Set output gain',
    args: object({ gain: outputGain.schema }),
    run: ({ gain }) => params.update({ [outputGain.path]: gain }),
  }),
  defineAction({
    id: 'audio.mute-output',
    title: 'Mute output',
    args: object({ muted: boolean({ default: true }) }),
    run: ({ muted }) => params.update({ [outputMuted.path]: muted }),
  }),
];
