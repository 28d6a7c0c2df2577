import type { Off } from '../core/clock.ts';
import type { EventBus, Happening } from './bus.ts';

const KEPT = 1000;

/** The last thousand events, oldest first, for the page and the server report. */
export class EventHistory {
  readonly #events: EventBus;
  readonly #kept: Happening[] = [];

  constructor(events: EventBus) {
    this.#events = events;
  }

  start(): Off {
    return this.#events.onAny(happening => {
      this.#kept.push(happening);
      if (this.#kept.length > KEPT) this.#kept.shift();
    });
  }

  list(): readonly Happening[] {
    return this.#kept;
  }
}
