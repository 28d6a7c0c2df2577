import type { Clock } from '../core/clock.ts';
import type { ParamStore } from '../settings/index.ts';
import { encodeWish } from './encode-wish.ts';
import type { AudioEngine } from './engine.ts';
import { hasFfmpeg } from './has-ffmpeg.ts';
import { Listeners } from './listeners.ts';
import { maxListeners } from './params.ts';

interface ListenersParts {
  readonly clock: Clock;
  readonly params: ParamStore;
}

/** Those who listen to the microphone of this audio process. */
export const createListeners = ({ clock, params }: ListenersParts, engine: Pick<AudioEngine, 'hearings'>): Listeners =>
  new Listeners({
    encode: (wish, hearing) => encodeWish(engine, wish, hearing),
    limit: () => params.get(maxListeners),
    hasAac: () => hasFfmpeg(clock),
  });
