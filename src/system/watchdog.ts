import type { Clock, Off } from '../core/clock.ts';
import { inBackground } from '../core/background.ts';
import type { Log } from '../core/log.ts';

/** How often the service manager hears from us; it waits for 30 s (WatchdogSec). */
const EVERY_MS = 5000;

/** One sign of life; resolves with what is wrong, or undefined. */
export type LifeSign = () => Promise<string | undefined> | string | undefined;

interface WatchdogDeps {
  /** The service manager. */
  readonly notifier: { ready(): void; status(text: string): void; watchdog(): void };
  readonly signs: readonly LifeSign[];
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Tells the service manager that the speaker runs, again and again while all signs of life are there. One that is
 * missing, or that never answers, makes it silent: then the service manager starts the supervisor anew.
 */
export class Watchdog {
  readonly #deps: WatchdogDeps;
  #checking = false;
  #complaint: string | undefined;

  constructor(deps: WatchdogDeps) {
    this.#deps = deps;
  }

  start(): Off {
    const { notifier, clock, log } = this.#deps;
    notifier.ready();
    notifier.status('Running');
    return clock.every(EVERY_MS, () => {
      if (!this.#checking) inBackground(log, 'the watchdog', () => this.#check());
    });
  }

  async #check(): Promise<void> {
    this.#checking = true;
    try {
      this.#tell(await this.#whatIsWrong());
    } finally {
      this.#checking = false;
    }
  }

  async #whatIsWrong(): Promise<string | undefined> {
    for (const sign of this.#deps.signs) {
      const wrong = await sign();
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }

  #tell(wrong: string | undefined): void {
    const { notifier, log } = this.#deps;
    if (wrong === undefined) notifier.watchdog();
    if (wrong === this.#complaint) return;
    this.#complaint = wrong;
    if (wrong !== undefined) log.error('a sign of life is missing', { wrong });
    notifier.status(wrong ?? 'Running');
  }
}
