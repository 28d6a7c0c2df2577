import { type Action, defineAction } from '../actions/index.ts';
import { boolean, choice, integer, number, object, string } from '../core/schema.ts';
import type { ParamStore } from '../settings/index.ts';
import type { HeldSettings } from './held-settings.ts';
import { SETTABLE_CLASSES } from './class-params.ts';
import type { ClipLibrary } from './clip-library.ts';
import type { ClipPlayer } from './clip-player.ts';
import { MAX_GAIN_DB, MIN_GAIN_DB, outputGain, outputMuted } from './params.ts';

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

/** The volume of the whole speaker, as the settings have it. */
export const levelActions = (params: Pick<ParamStore, 'update'>, held: Pick<HeldSettings, 'hold'>): Action[] => [
  defineAction({
    id: 'audio.set-volume',
    title: 'Set volume',
    // dB, the output gain.
    args: object({ gain: number({ minimum: MIN_GAIN_DB, maximum: MAX_GAIN_DB }) }),
    run: ({ gain }) => params.update({ [outputGain.path]: gain }),
    hold: ({ gain }) => held.hold(outputGain, gain),
  }),
  defineAction({
    id: 'audio.mute',
    title: 'Mute',
    args: object({ muted: boolean({ default: true }) }),
    run: ({ muted }) => params.update({ [outputMuted.path]: muted }),
    hold: ({ muted }) => held.hold(outputMuted, muted),
  }),
];
