import type { Action, Cause } from '../actions/index.ts';
import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { EventBus } from '../events/index.ts';
import { actionFailed } from './events.ts';
import type { Rule, RuleAction } from './rule.ts';
import type { Look } from './trace.ts';
import { spanInWords } from './words.ts';

interface ActorDeps {
  readonly action: (id: string) => Action | undefined;
  readonly events: Pick<EventBus, 'emit'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Told when an action was started or has ended. */
  readonly changed: () => void;
}

/** So many actions of one rule may be under way: one that hangs must not gather thousands. */
const AT_ONCE = 4;
/** A rule that acts more often than this within a second sets itself off, most likely… */
const OFTEN = 20;
const OFTEN_MS = 1000;
/** … and then rests for so long, so that the speaker goes on. */
const REST_MS = 10_000;

export type Refusal = Pick<Look, 'verdict' | 'why'>;

/** Does what a rule says, but not too often; keeps what lasts until it is ended. */
export class Actor {
  readonly #deps: ActorDeps;
  #underWay = 0;
  #freeAt = -Infinity;
  #restsUntil = -Infinity;
  #recent: number[] = [];
  #holding: Promise<Off | undefined> | undefined;
  ranAt: Date | undefined;
  problem: string | undefined;

  constructor(deps: ActorDeps) {
    this.#deps = deps;
  }

  /** Whether something lasts, or is being begun. */
  get holds(): boolean {
    return this.#holding !== undefined;
  }

  /** Why nothing may be done now. @returns undefined where it may */
  refusal(): Refusal | undefined {
    const now = this.#deps.clock.monotonic();
    if (now < this.#freeAt)
      return { verdict: 'waits', why: `the wait between actions lasts for another ${spanInWords(this.#freeAt - now)}` };
    if (this.#setsItselfOff(now))
      return {
        verdict: 'loop',
        why: `the rule acted ${OFTEN} times within a second: it rests for ${REST_MS / 1000} s`,
      };
    if (this.#underWay >= AT_ONCE) return { verdict: 'busy', why: `${AT_ONCE} of its actions are still under way` };
    return undefined;
  }

  /** ms until the wait between actions is over. */
  get waitMs(): number {
    return Math.max(0, this.#freeAt - this.#deps.clock.monotonic());
  }

  /** Does the action once. Ask `refusal` first. */
  run(rule: Rule, cause: Cause, look: Look): void {
    this.#begun(rule, look);
    void this.#attempt(rule, cause, look, async () => this.#actionOf(rule.action).run(rule.action.args, cause));
  }

  /** Begins an action that lasts until `release`. Ask `refusal` first. */
  hold(rule: Rule, cause: Cause, look: Look): void {
    this.#begun(rule, look);
    const begun = async () => {
      const { hold } = this.#actionOf(rule.action);
      if (hold === undefined) throw new Error(`${rule.action.id} cannot last`);
      return hold(rule.action.args, cause);
    };
    this.#holding = this.#attempt(rule, cause, look, begun) as Promise<Off | undefined>;
  }

  async release(): Promise<void> {
    const holding = this.#holding;
    this.#holding = undefined;
    try {
      await (
        await holding
      )?.();
    } catch (error) {
      this.#deps.log.error('an action that lasted cannot be ended', { error: String(error) });
    }
  }

  #begun(rule: Rule, look: Look): void {
    const { clock, changed } = this.#deps;
    const now = clock.monotonic();
    this.#freeAt = now + 1000 * rule.wait;
    this.#recent.push(now);
    this.ranAt = clock.now();
    look.action = { state: 'running' };
    changed();
  }

  async #attempt(rule: Rule, cause: Cause, look: Look, act: () => Promise<unknown>): Promise<unknown> {
    this.#underWay++;
    try {
      const result = await act();
      look.action = { state: 'done' };
      this.problem = undefined;
      return result;
    } catch (error) {
      await this.#failed(rule, cause, look, error);
      return undefined;
    } finally {
      this.#underWay--;
      this.#deps.changed();
    }
  }

  async #failed(rule: Rule, cause: Cause, look: Look, error: unknown): Promise<void> {
    const { events, log } = this.#deps;
    const description = messageOf(error);
    log.warn('the action of a rule failed', { rule: rule.name, action: rule.action.id, reason: description });
    this.problem = description;
    look.action = { state: 'running', problem: description };
    events.emit(actionFailed, { rule: rule.name, action: this.#titleOf(rule.action), description });
    look.action = { state: 'failed', problem: description + (await this.#fallBack(rule, cause, description)) };
  }

  /** @returns how that went, in words */
  async #fallBack({ name, fallback }: Rule, cause: Cause, problem: string): Promise<string> {
    if (fallback === null) return '';
    const title = this.#titleOf(fallback);
    const stop = /[.!?]$/.test(problem) ? '' : '.';
    try {
      await this.#actionOf(fallback).run(fallback.args, cause);
      return `${stop} In its place: ${title}`;
    } catch (error) {
      this.#deps.log.warn('the fallback of a rule failed', { rule: name, reason: messageOf(error) });
      return `${stop} ${title} failed too: ${messageOf(error)}`;
    }
  }

  #actionOf({ id }: RuleAction): Action {
    const action = this.#deps.action(id);
    if (action === undefined) throw new Error(`there is no action ${id} any more`);
    return action;
  }

  readonly #titleOf = ({ id }: RuleAction) => this.#deps.action(id)?.title ?? id;

  #setsItselfOff(now: number): boolean {
    if (now < this.#restsUntil) return true;
    this.#recent = this.#recent.filter(at => at > now - OFTEN_MS);
    if (this.#recent.length < OFTEN) return false;
    this.#restsUntil = now + REST_MS;
    return true;
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
