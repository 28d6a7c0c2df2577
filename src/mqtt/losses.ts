import type { Clock, Off } from '../core/clock.ts';
import { Listeners } from '../core/listeners.ts';
import type { Log } from '../core/log.ts';

/** How often losses are told, ms: they come in floods. */
const TELL_EVERY_MS = 1000;
/** How often they are logged, ms. */
const LOG_EVERY_MS = 60_000;

/** Counts what had to be left out, by reason, since the start. */
export class Losses {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #counts = new Map<string, number>();
  readonly #listeners = new Listeners<[]>();
  #telling: Off | undefined;
  #loggedAt = -Infinity;

  constructor({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** @param reason one of few: it is kept */
  count(reason: string): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
    if (this.#telling === undefined) this.#telling = this.#clock.after(TELL_EVERY_MS, () => this.#tell());
  }

  /** A sentence; undefined while nothing was left out. */
  note(): string | undefined {
    if (this.#counts.size === 0) return undefined;
    return `Left out since the start: ${[...this.#counts].map(([reason, count]) => `${count} ${reason}`).join('; ')}.`;
  }

  onChange(listener: () => void): Off {
    return this.#listeners.add(listener);
  }

  #tell(): void {
    this.#telling = undefined;
    this.#listeners.tell();
    const now = this.#clock.monotonic();
    if (now - this.#loggedAt < LOG_EVERY_MS) return;
    this.#loggedAt = now;
    this.#log.warn('messages were left out', Object.fromEntries(this.#counts));
  }
}
