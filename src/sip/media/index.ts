import { CallMedia, type OpenCallSound } from './call-media.ts';
import type { MediaFactory } from './contract.ts';

export type { OpenCallSound } from './call-media.ts';

/** The media of calls, whose sound is in the audio process. */
export const createCallMedia = (deps: { readonly openSound: OpenCallSound }): MediaFactory => ({
  open: (wish, listener) => new CallMedia(deps.openSound, wish, listener),
});
