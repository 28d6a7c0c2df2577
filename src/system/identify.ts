import { type Action, defineAction } from '../actions/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import { boolean, integer, object } from '../core/schema.ts';
import type { EventBus } from '../events/index.ts';
import { identifying } from './events.ts';
import type { StatusLight } from './status-light.ts';

interface IdentifyDeps {
  readonly light: Pick<StatusLight, 'request'>;
  readonly events: EventBus;
  readonly clock: Clock;
}

/** Nobody looks longer for a speaker, s. */
const LONGEST_S = 3600;

/** Lets the status LED flash, and the speaker ring, for a while, so that a person finds this speaker among many. */
export class Identify {
  readonly #deps: IdentifyDeps;
  #off: Off | undefined;
  #ring: () => Off = () => () => undefined;

  constructor(deps: IdentifyDeps) {
    this.#deps = deps;
  }

  /** What rings, once there is something that can. @param ring rings until what it returns is called */
  useSound(ring: () => Off): void {
    this.#ring = ring;
  }

  /** Flashes for so many seconds from now on, and rings where that is wanted; 0 ends it. */
  find(seconds: number, sound: boolean): void {
    const { light, events, clock } = this.#deps;
    const was = this.#off;
    this.#off = undefined;
    if (seconds > 0) {
      const dark = light.request('identify');
      const quiet = sound ? this.#ring() : () => undefined;
      const cancel = clock.after(seconds * 1000, () => this.find(0, false));
      this.#off = () => {
        dark();
        quiet();
        cancel();
      };
    }
    // After the new request, or the light would flicker between the two.
    was?.();
    if ((was !== undefined) !== seconds > 0) events.emit(identifying, { on: seconds > 0 });
  }

  action(): Action {
    return defineAction({
      id: 'system.identify',
      title: 'Locate device: flash the status LED and ring',
      args: object({
        seconds: integer({ minimum: 0, maximum: LONGEST_S, default: 60 }),
        sound: boolean({ default: true }),
      }),
      run: ({ seconds, sound }) => this.find(seconds, sound),
    });
  }
}
