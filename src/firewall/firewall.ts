import { inBackground } from '../core/background.ts';
import type { Clock, Off } from '../core/clock.ts';
import { conflict, Fault, invalid } from '../core/fault.ts';
import { Listeners } from '../core/listeners.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import type { StateFile } from '../settings/index.ts';
import { checkedPlan } from './check.ts';
import { firewallFailed, firewallReverted } from './events.ts';
import { type Asker, keptOutBy } from './lock-out.ts';
import { ruleset, type Trial } from './ruleset.ts';
import { type FirewallPlan, OFF, type StoredFirewall } from './settings.ts';

interface FirewallDeps {
  readonly file: StateFile<StoredFirewall>;
  /** Puts a ruleset in force, all at once. @throws Fault where it cannot; then nothing is changed */
  readonly enforce: (ruleset: string) => Promise<void>;
  /** The MAC address of a neighbour, where it is known. */
  readonly macOf: (address: string) => Promise<string | undefined>;
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ChangeOptions {
  /** How long the plan is tested, s; 0 puts it in force for good. */
  readonly testS: number;
  /** Who is warned where the plan would keep him out; nobody unless told. */
  readonly asker?: Omit<Asker, 'mac'>;
}

/** A plan that is tested. */
export interface RunningTest {
  readonly plan: FirewallPlan;
  /** Until the former one is back, s. */
  readonly leftS: number;
}

/** VAPIX sets no limit; a test that runs for days is forgotten. */
export const LONGEST_TEST_S = 86_400;

/**
 * Who may reach the speaker. A plan that is tested goes by itself: the kernel forgets it when its time is over, whatever
 * became of us; only a plan that was confirmed is on the disk and comes back after a restart.
 */
export class Firewall {
  readonly #deps: FirewallDeps;
  readonly #listeners = new Listeners<[]>();
  #kept: StoredFirewall = OFF;
  #test: { readonly plan: FirewallPlan; readonly endsAt: number; readonly cancel: Off } | undefined;
  #changing: Promise<unknown> = Promise.resolve();
  #failed = false;

  constructor(deps: FirewallDeps) {
    this.#deps = deps;
  }

  /** What holds for good. */
  get plan(): FirewallPlan {
    const { activated, policy, rules } = this.#kept;
    return { activated, policy, rules };
  }

  /** What was tested last, or is, and waits to be confirmed. */
  get pending(): StoredFirewall['pending'] {
    return this.#kept.pending;
  }

  get test(): RunningTest | undefined {
    if (this.#test === undefined) return undefined;
    const { plan, endsAt } = this.#test;
    return { plan, leftS: Math.max(0, Math.ceil((endsAt - this.#deps.clock.monotonic()) / 1000)) };
  }

  readonly onChange = this.#listeners.add;

  /** Puts what is kept in force; a test that somebody left behind ends with that. The speaker starts without it too. */
  async start(): Promise<Off> {
    const { file, log } = this.#deps;
    this.#kept = await file.load();
    try {
      await this.#enforce(this.#kept);
    } catch (error) {
      // Where no firewall is wanted, nobody needs to know that there can be none.
      if (this.#kept.activated) this.#tellFailed((error as Error).message);
      else log.info('there is no firewall here', { reason: String(error) });
    }
    return () => this.#inTurn(() => this.#endTest()).catch((error: unknown) => log.warn(String(error)));
  }

  /**
   * @throws Fault `invalid` with the field; `conflict` with the field `asker` where the plan would keep the asker out;
   * what `enforce` throws. Nothing is changed then.
   */
  change(wanted: FirewallPlan, { testS, asker }: ChangeOptions): Promise<void> {
    return this.#inTurn(async () => {
      if (testS > LONGEST_TEST_S) throw invalid(`a test takes at most ${LONGEST_TEST_S} s`, 'testS');
      const plan = checkedPlan(wanted);
      if (asker !== undefined) await this.#warn(plan, asker);
      if (testS === 0) await this.#keep(plan);
      else await this.#try({ plan, seconds: testS });
      this.#listeners.tell();
    });
  }

  /** Keeps what is tested. @throws Fault `conflict` where nothing is */
  confirm(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#test === undefined) throw conflict('no rules are tested');
      await this.#keep(this.#test.plan);
      this.#listeners.tell();
    });
  }

  /** Ends a test, and forgets what waits to be confirmed. */
  revert(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#endTest();
      if (this.#kept.pending !== null) await this.#save({ ...this.#kept, pending: null });
      this.#listeners.tell();
    });
  }

  async #warn(plan: FirewallPlan, asker: Omit<Asker, 'mac'>): Promise<void> {
    const by = keptOutBy(plan, { ...asker, mac: await this.#deps.macOf(asker.address) });
    if (by === undefined) return;
    const whom = `${asker.address} to port ${asker.port}`;
    const message =
      by === 'policy'
        ? `the default policy would lock you out: you come from ${whom} (TCP)`
        : `rule ${by} would lock you out: you come from ${whom} (TCP)`;
    throw new Fault('conflict', message, { field: 'asker' });
  }

  async #keep(plan: FirewallPlan): Promise<void> {
    const before = this.#kept;
    await this.#enforce(plan);
    try {
      await this.#save({ ...plan, pending: null });
    } catch (error) {
      await this.#enforce(before);
      throw error;
    } finally {
      this.#forgetTest();
    }
  }

  async #try(trial: Trial): Promise<void> {
    const { policy, rules } = trial.plan;
    await this.#enforce(this.#kept, trial);
    this.#forgetTest();
    const { clock, log } = this.#deps;
    const end = () => inBackground(log, 'going back to the former rules', () => this.#inTurn(() => this.#endTest()));
    const cancel = clock.after(trial.seconds * 1000, end);
    this.#test = { plan: trial.plan, endsAt: clock.monotonic() + trial.seconds * 1000, cancel };
    await this.#save({ ...this.#kept, pending: { policy, rules } });
  }

  async #endTest(): Promise<void> {
    if (this.#test === undefined) return;
    this.#forgetTest();
    await this.#enforce(this.#kept);
    this.#deps.events.emit(firewallReverted, {});
    this.#listeners.tell();
  }

  #forgetTest(): void {
    void this.#test?.cancel();
    this.#test = undefined;
  }

  async #enforce(kept: FirewallPlan, trial?: Trial): Promise<void> {
    await this.#deps.enforce(ruleset(kept, trial));
    if (this.#failed) this.#tellFailed('');
  }

  async #save(kept: StoredFirewall): Promise<void> {
    await this.#deps.file.save(kept);
    this.#kept = kept;
  }

  #tellFailed(reason: string): void {
    this.#failed = reason !== '';
    if (this.#failed) this.#deps.log.error('the firewall is not in force', { reason });
    this.#deps.events.emit(firewallFailed, { failed: this.#failed, reason });
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#changing.then(act);
    this.#changing = done.catch(() => undefined);
    return done;
  }
}
