import { type Clock, pause } from '../../core/clock.ts';
import { Fault } from '../../core/fault.ts';
import type { Health } from './health.ts';

/** What the gate looks at. */
export interface GateSenses {
  /** @throws Fault where the supervisor does not answer as it should */
  readonly ask: () => Promise<Health>;
  readonly networkProblem: () => Promise<string | undefined>;
}

interface GateOptions {
  readonly clock: Clock;
  /** How long all must be well without a break, ms. */
  readonly healthyMs: number;
  /** How long it may take until then, ms. */
  readonly patienceMs: number;
  /** How often is looked, ms. */
  readonly everyMs: number;
}

/** A release is kept that is well for some time on end. */
export class HealthGate {
  readonly #senses: GateSenses;
  readonly #options: GateOptions;
  #callbacks: number | null = null;

  constructor(senses: GateSenses, options: GateOptions) {
    this.#senses = senses;
    this.#options = options;
  }

  /** Resolves with what is still wrong when the patience is over; undefined where all is well. */
  async pass(): Promise<string | undefined> {
    const { clock, healthyMs, patienceMs, everyMs } = this.#options;
    const end = clock.monotonic() + patienceMs;
    let wellSince: number | undefined;
    let wrong: string | undefined;
    do {
      wrong = await this.#look();
      if (wrong !== undefined) wellSince = undefined;
      else wellSince ??= clock.monotonic();
      if (wellSince !== undefined && clock.monotonic() - wellSince >= healthyMs) return undefined;
      await pause(clock, everyMs);
    } while (clock.monotonic() < end);
    return wrong ?? 'It was not well for long enough.';
  }

  async #look(): Promise<string | undefined> {
    try {
      const { ready, callbacks, requires } = await this.#senses.ask();
      if (!ready) return 'The speaker’s program runs, but did not finish its start.';
      const silent = requires.audio ? this.#audioProblem(callbacks) : undefined;
      return silent ?? (requires.network ? await this.#senses.networkProblem() : undefined);
    } catch (error) {
      if (error instanceof Fault) return `The speaker’s program does not answer (${error.message}).`;
      throw error;
    }
  }

  /** The number wraps at 32 bits, so any other one will do. */
  #audioProblem(callbacks: number | null): string | undefined {
    const before = this.#callbacks;
    this.#callbacks = callbacks;
    if (callbacks === null) return 'The sound card is not open.';
    return callbacks === before ? 'The sound card is open, but takes no sound.' : undefined;
  }
}
