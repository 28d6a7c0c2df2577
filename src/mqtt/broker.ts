import { BackOff } from '../core/back-off.ts';
import type { Clock, Off } from '../core/clock.ts';
import { Fault, unavailable } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import type { Log } from '../core/log.ts';
import type { BrokerPlan } from './broker-plan.ts';
import { type Link, openLink } from './link.ts';
import type { Incoming, Outgoing } from './message.ts';

export interface BrokerStatus {
  readonly state: 'off' | 'connecting' | 'connected' | 'waiting';
  /** Why it is not connected. */
  readonly problem?: string;
  readonly since: Date;
}

interface BrokerDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every new connection; what it throws ends the connection. */
  readonly connected: (link: Link) => Promise<void>;
  /** The last that is done with a connection before it is ended on purpose. */
  readonly leaving: (link: Link) => Promise<void>;
  readonly hear: (message: Incoming) => void;
}

/** How long good-bye may take, ms. */
const LEAVE_MS = 2000;
/** How long a message may wait for its confirmation before whoever sent it is told, ms. */
const CONFIRM_MS = 10_000;

/** Keeps the connection with the broker: comes back when it breaks off, with longer and longer pauses. */
export class Broker {
  readonly #deps: BrokerDeps;
  readonly #listeners = new Listeners<[]>();
  #status: BrokerStatus;
  #link: Link | undefined;
  #leave = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(deps: BrokerDeps) {
    this.#deps = deps;
    this.#status = { state: 'off', since: deps.clock.now() };
  }

  get status(): BrokerStatus {
    return this.#status;
  }

  get link(): Link | undefined {
    return this.#link;
  }

  onChange(listener: () => void): Off {
    return this.#listeners.add(listener);
  }

  /** Leaves the broker of before, then keeps a connection by this plan; without one, none. */
  use(plan: BrokerPlan | undefined): void {
    this.#leave.abort();
    this.#leave = new AbortController();
    const { signal } = this.#leave;
    this.#running = this.#running.then(() => this.#run(plan, signal));
  }

  /** Resolves when the connection has ended. */
  async stop(): Promise<void> {
    this.#leave.abort();
    await this.#running;
  }

  /** @throws Fault `unavailable` where there is no connection, or no confirmation in time; `busy` */
  async publish(message: Outgoing): Promise<void> {
    const link = this.#link;
    if (link === undefined) throw unavailable(`there is no connection to the broker${this.#because()}`);
    await within(this.#deps.clock, CONFIRM_MS, link.publish(message), () =>
      unavailable(`the broker did not confirm the message within ${CONFIRM_MS / 1000} s`),
    );
  }

  #because(): string {
    const { problem } = this.#status;
    return problem === undefined ? '' : `: ${problem}`;
  }

  async #run(plan: BrokerPlan | undefined, signal: AbortSignal): Promise<void> {
    const backOff = new BackOff();
    let ending: Partial<BrokerStatus> = {};
    while (plan !== undefined && !signal.aborted) {
      const { heldMs, why } = await this.#attempt(plan, signal);
      if (isAborted(signal)) break;
      this.#deps.log.warn('the connection to the broker failed', { why });
      if (!plan.autoReconnect) {
        ending = { problem: `${why}; it is not tried again` };
        break;
      }
      this.#tell({ state: 'waiting', problem: why });
      await this.#pause(backOff.after(heldMs), signal);
    }
    this.#tell({ state: 'off', ...ending });
  }

  async #attempt(plan: BrokerPlan, signal: AbortSignal): Promise<{ readonly heldMs: number; readonly why: string }> {
    const { clock, log, hear } = this.#deps;
    const { problem } = this.#status;
    this.#tell({ state: 'connecting', ...(problem === undefined ? {} : { problem }) });
    let link: Link;
    try {
      link = await openLink(plan, { clock, signal, hear });
    } catch (error) {
      if (!(error instanceof Fault) && !signal.aborted) log.error('connecting failed', { error: String(error) });
      return { heldMs: 0, why: error instanceof Error ? error.message : 'it failed' };
    }
    const began = clock.monotonic();
    this.#link = link;
    this.#tell({ state: 'connected' });
    log.info('connected to the broker');
    try {
      const why = await this.#serve(link, signal);
      return { heldMs: clock.monotonic() - began, why };
    } finally {
      this.#link = undefined;
    }
  }

  /** Resolves with why the link ended. */
  async #serve(link: Link, signal: AbortSignal): Promise<string> {
    const { connected, leaving, clock, log } = this.#deps;
    connected(link).catch((error: unknown) => {
      if (!(error instanceof Fault)) log.error('what follows a connection failed', { error: String(error) });
      link.breakOff(error instanceof Fault ? error.message : 'the speaker failed');
    });
    const asked = new Promise<undefined>(resolve => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const why = await Promise.race([link.ended, asked]);
    if (why !== undefined) return why;
    await within(clock, LEAVE_MS, leaving(link), () => unavailable('it took too long')).catch(() => undefined);
    await link.end();
    return 'it was ended';
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const off = this.#deps.clock.after(ms, resolve);
      signal.addEventListener(
        'abort',
        () => {
          off();
          resolve();
        },
        { once: true },
      );
    });
  }

  #tell(status: Omit<BrokerStatus, 'since'>): void {
    const isSame = status.state === this.#status.state;
    this.#status = { ...status, since: isSame ? this.#status.since : this.#deps.clock.now() };
    this.#listeners.tell();
  }
}

/** A question of its own: what the compiler knows of the signal is from before the waiting. */
const isAborted = (signal: AbortSignal) => signal.aborted;

function within<T>(clock: Clock, ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const off = clock.after(ms, () => reject(late()));
    work.then(resolve, reject).finally(off);
  });
}
