import { type Clock, instant, type Off } from '../core/clock.ts';
import { Fault, unavailable } from '../core/fault.ts';
import type { Delivery } from './message.ts';

/** The first pause after a failure, ms; each is twice the one before. */
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 300_000;
/** After this long nobody wants to hear of it any more, ms: three days. */
const OLDEST_MS = 259_200_000;

interface LaneDeps {
  readonly clock: Clock;
  /** One attempt. @throws Fault `failed` where no other will do */
  readonly deliver: (delivery: Delivery, signal: AbortSignal) => Promise<void>;
  /** Takes it off the disk. */
  readonly done: (delivery: Delivery) => Promise<void>;
  /** It is given up. */
  readonly lost: (delivery: Delivery, why: string) => void;
  readonly changed: () => void;
}

interface Waiting {
  readonly delivery: Delivery;
  /** Told how the first attempt went. */
  readonly first: { resolve(): void; reject(error: unknown): void };
}

/** How a lane stands. */
export interface LaneState {
  readonly waiting: number;
  readonly bytes: number;
  readonly since: string;
  readonly attempts: number;
  readonly nextAttempt?: string;
  readonly problem?: string;
}

/** What waits for one recipient: one after the other, the next when the one before has arrived or is given up. */
export class Lane {
  readonly #deps: LaneDeps;
  readonly #waiting: Waiting[] = [];
  #attempts = 0;
  #problem: string | undefined;
  #next: Date | undefined;
  #timer: Off | undefined;
  #running: AbortController | undefined;
  #working: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: LaneDeps) {
    this.#deps = deps;
  }

  /** Resolves when the first attempt went well. @throws Fault why it did not; it waits then, unless it was refused */
  push(delivery: Delivery): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ delivery, first: { resolve, reject } });
      this.#deps.changed();
      if (this.#problem === undefined) this.#go();
      else reject(unavailable(`it waits behind others: ${this.#problem}`));
    });
  }

  /** Tries at once. */
  hurry(): void {
    if (this.#running !== undefined) return;
    this.#pause(undefined);
    this.#go();
  }

  /** Throws away what waits. */
  async clear(): Promise<void> {
    const all = this.#waiting.splice(0);
    this.#running?.abort();
    this.#pause(undefined);
    this.#problem = undefined;
    this.#attempts = 0;
    for (const { delivery, first } of all) {
      await this.#deps.done(delivery);
      first.reject(new Fault('failed', 'it was thrown away'));
    }
    await this.#working;
    this.#deps.changed();
  }

  /** What waits stays on the disk. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#pause(undefined);
    this.#running?.abort();
    await this.#working;
  }

  state(): LaneState | undefined {
    const [first] = this.#waiting;
    if (first === undefined) return undefined;
    return {
      waiting: this.#waiting.length,
      bytes: this.#waiting.reduce((sum, { delivery }) => sum + delivery.bytes, 0),
      since: first.delivery.at,
      attempts: this.#attempts,
      ...(this.#next === undefined ? {} : { nextAttempt: this.#next.toISOString() }),
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  #go(): void {
    if (this.#running !== undefined || this.#timer !== undefined || this.#stopped) return;
    this.#working = this.#work();
  }

  async #work(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    try {
      while (!running.signal.aborted && (await this.#first(running.signal)));
    } finally {
      this.#running = undefined;
    }
    if (this.#waiting.length === 0) return;
    if (running.signal.aborted) {
      this.#go();
      return;
    }
    this.#pause(Math.min(FIRST_PAUSE_MS * 2 ** this.#attempts, LONGEST_PAUSE_MS));
    this.#attempts++;
    this.#deps.changed();
  }

  /** Tries the first; whether the next may be tried now. */
  async #first(signal: AbortSignal): Promise<boolean> {
    const [item] = this.#waiting;
    if (item === undefined) return false;
    try {
      await this.#deps.deliver(item.delivery, signal);
    } catch (error) {
      if (signal.aborted) return false;
      return this.#failed(item, error);
    }
    await this.#drop(item);
    item.first.resolve();
    return true;
  }

  async #failed(item: Waiting, error: unknown): Promise<boolean> {
    const why = error instanceof Error ? error.message : String(error);
    item.first.reject(error);
    const age = this.#deps.clock.now().getTime() - instant(item.delivery.at).getTime();
    if ((error instanceof Fault && error.kind === 'failed') || age > OLDEST_MS) {
      this.#deps.lost(item.delivery, why);
      await this.#drop(item);
      return true;
    }
    // Those behind it have waited for an answer long enough.
    for (const { first } of this.#waiting) first.reject(unavailable(`it waits behind others: ${why}`));
    this.#problem = why;
    return false;
  }

  async #drop(item: Waiting): Promise<void> {
    const at = this.#waiting.indexOf(item);
    if (at < 0) return; // thrown away meanwhile
    this.#waiting.splice(at, 1);
    this.#attempts = 0;
    this.#problem = undefined;
    await this.#deps.done(item.delivery);
    this.#deps.changed();
  }

  #pause(ms: number | undefined): void {
    this.#timer?.();
    this.#timer = undefined;
    this.#next = undefined;
    if (ms === undefined || this.#stopped) return;
    const { clock } = this.#deps;
    this.#next = instant(clock.now().getTime() + ms);
    this.#timer = clock.after(ms, () => {
      this.#pause(undefined);
      this.#go();
    });
  }
}
