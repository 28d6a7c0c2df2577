import type { Clock } from '../core/clock.ts';
import { instant } from '../core/clock.ts';
import { inBackground } from '../core/background.ts';
import type { Log } from '../core/log.ts';
import { object, type Schema, string } from '../core/schema.ts';
import type { StateFile } from '../settings/index.ts';
import { MINUTE } from './wall.ts';

export interface SeenTime {
  /** ISO 8601; empty where there was none yet. */
  readonly seen: string;
}

export const SEEN: Schema<SeenTime> = object({ seen: string() });

/** How often it is written; flash wears. */
const EVERY = 15 * MINUTE;
const AFTER_PULSE = 5 * MINUTE;

interface SeenDeps {
  readonly file: StateFile<SeenTime>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Until when pulses were told: what is known of it after a loss of power is at most a few minutes old. */
export class Seen {
  readonly #deps: SeenDeps;
  #writtenAt: number | undefined;

  constructor(deps: SeenDeps) {
    this.#deps = deps;
  }

  /** ms since 1970; undefined where nothing was ever told. */
  async load(): Promise<number | undefined> {
    const { seen } = await this.#deps.file.load();
    const at = instant(seen).getTime();
    return Number.isNaN(at) ? undefined : at;
  }

  /** Writes the time down, now and then. @param pulsed whether something was told that must not be told again */
  note(at: number, pulsed: boolean): void {
    const { clock, log } = this.#deps;
    const since = this.#writtenAt === undefined ? Infinity : clock.monotonic() - this.#writtenAt;
    if (since < (pulsed ? AFTER_PULSE : EVERY)) return;
    this.#writtenAt = clock.monotonic();
    inBackground(log, 'writing down the time', () => this.#write(at));
  }

  /** Writes it a last time, where it was ever written. */
  async close(at: number | undefined): Promise<void> {
    if (at !== undefined && this.#writtenAt !== undefined) await this.#write(at);
  }

  #write(at: number): Promise<void> {
    return this.#deps.file.save({ seen: instant(at).toISOString() });
  }
}
