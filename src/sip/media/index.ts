import type { CallNews } from '../../engine/contract.ts';
import { CallMedia, type CallMediaDeps, type CallSound } from './call-media.ts';
import type { AmongSounds, MediaFactory } from './contract.ts';

interface CallMediaParts extends Partial<Omit<CallMediaDeps, 'openSound'>> {
  /** Opens a call's sound, tells what becomes of it, and shows it among all that sounds. */
  readonly openSound: (listener: (news: CallNews) => void, among?: AmongSounds) => CallSound;
}

/**
 * The media of calls, whose sound is in the audio process. Without `lookUp` servers must be told as addresses; without
 * `later` all is done at once.
 */
export const createCallMedia = ({
  openSound,
  lookUp = () => Promise.resolve([]),
  trusted = () => [],
  warn = () => undefined,
  later = run => run(),
}: CallMediaParts): MediaFactory => ({
  open: (wish, listener, among) =>
    new CallMedia({ openSound: heard => openSound(heard, among), lookUp, trusted, warn, later }, wish, listener),
});
