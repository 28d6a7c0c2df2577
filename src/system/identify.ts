import { type Action, defineAction } from '../actions/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import { integer, object } from '../core/schema.ts';
import type { EventBus } from '../events/index.ts';
import { identifying } from './events.ts';
import type { StatusLight } from './status-light.ts';

interface IdentifyDeps {
  readonly light: Pick<StatusLight, 'request'>;
  readonly events: EventBus;
  readonly clock: Clock;
}

/** Lets the status LED flash for a while, so that a person finds this speaker among many. */
export class Identify {
  readonly #deps: IdentifyDeps;
  #off: Off | undefined;

  constructor(deps: IdentifyDeps) {
    this.#deps = deps;
  }

  /** Flashes for so many seconds from now on; 0 ends it. */
  flash(seconds: number): void {
    const { light, events, clock } = this.#deps;
    const was = this.#off;
    this.#off = undefined;
    if (seconds > 0) {
      const dark = light.request('identify');
      const cancel = clock.after(seconds * 1000, () => this.flash(0));
      this.#off = () => {
        dark();
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
      title: 'Locate device: flash the status LED',
      args: object({ seconds: integer({ minimum: 0, maximum: 600, default: 60 }) }),
      run: ({ seconds }) => this.flash(seconds),
    });
  }
}
