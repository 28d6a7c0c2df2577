import type { CallNews } from '../../engine/contract.ts';
import { CallMedia, type CallSound } from './call-media.ts';
import type { AmongSounds, MediaFactory } from './contract.ts';

/** Opens a call's sound, tells what becomes of it, and shows it among all that sounds. */
type OpenSound = (listener: (news: CallNews) => void, among?: AmongSounds) => CallSound;

/** The media of calls, whose sound is in the audio process. */
export const createCallMedia = (deps: { readonly openSound: OpenSound }): MediaFactory => ({
  open: (wish, listener, among) => new CallMedia(heard => deps.openSound(heard, among), wish, listener),
});
