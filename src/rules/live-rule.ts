import type { Clock, Off } from '../core/clock.ts';
import type { Happening } from '../events/index.ts';
import type { Actor } from './actor.ts';
import type { Explain } from './explain.ts';
import type { Rule } from './rule.ts';
import type { Decision, RuleState } from './rule-state.ts';
import type { Look } from './trace.ts';

/** What a rule that is not listening gives as its reason. */
const RULE_IS_OFF = 'the rule is switched off';

export type Cause = Pick<Happening, 'data' | 'at'> & {
  readonly def: Pick<Happening['def'], 'id' | 'title' | 'topic'>;
};

interface LiveRuleDeps {
  readonly rule: Rule;
  readonly state: RuleState;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly explain: Explain;
  /** Told when something is done without an event: after a wait. */
  readonly late: (cause: Cause, look: Look) => void;
}

/** A rule at work: its conditions and what it does. */
export class LiveRule {
  readonly state: RuleState;
  readonly actor: Actor;
  readonly #deps: LiveRuleDeps;
  #rule: Rule;
  #waiting: Off | undefined;

  constructor(deps: LiveRuleDeps) {
    this.#deps = deps;
    this.#rule = deps.rule;
    this.state = deps.state;
    this.actor = deps.actor;
  }

  get rule(): Rule {
    return this.#rule;
  }

  /** Takes a change that leaves conditions and action alone: nothing begins or ends. */
  adopt(rule: Rule): void {
    this.#rule = rule;
  }

  /** The rule is active from the start, or from when it was saved. */
  begin(cause: Cause): Look {
    return this.#act({ verdict: 'begins', why: 'all its conditions hold' }, cause);
  }

  hear(happening: Happening): Look {
    if (!this.#rule.enabled) return this.look('off', RULE_IS_OFF);
    return this.#act(this.state.hear(happening, this.#deps.explain), happening);
  }

  look(verdict: Look['verdict'], why: string): Look {
    const { id, name } = this.#rule;
    return { rule: id, name, verdict, why };
  }

  /** Ends what lasts. */
  async stop(): Promise<void> {
    this.#waiting?.();
    this.#waiting = undefined;
    await this.actor.release();
  }

  /** What would be done; see `hear`. */
  wouldHear(happening: Happening): Look {
    if (!this.#rule.enabled) return this.look('off', RULE_IS_OFF);
    const decision = this.state.copy().hear(happening, this.#deps.explain);
    const look = this.#verdictOf(decision);
    return acts(decision) ? { ...look, action: { state: 'dry' } } : look;
  }

  /** Does for a happening of before what would be done now; what lasts is not begun, for nothing would end it. */
  replay(happening: Happening): Look {
    const look = this.wouldHear(happening);
    if (look.action === undefined || this.#rule.action.hold) return look;
    return this.#once(this.look(look.verdict, look.why), happening);
  }

  #act(decision: Decision, cause: Cause): Look {
    const look = this.#verdictOf(decision);
    if (decision.verdict === 'ends') void this.stop();
    if (!acts(decision)) return look;
    return this.#rule.action.hold ? this.#hold(look, cause) : this.#once(look, cause);
  }

  #verdictOf({ verdict, why }: Decision): Look {
    switch (verdict) {
      case 'begins':
        return this.look(this.#rule.action.hold ? 'began' : 'fired', why);
      case 'again':
        return this.look(this.#rule.action.hold ? 'goes-on' : 'fired', why);
      case 'ends':
        return this.look('ended', why);
      case 'goes-on':
      case 'not-met':
        return this.look(verdict, why);
    }
  }

  #once(look: Look, cause: Cause): Look {
    const refusal = this.actor.refusal();
    if (refusal !== undefined) return this.look(refusal.verdict, refusal.why);
    this.actor.run(this.#rule, cause, look);
    return look;
  }

  #hold(look: Look, cause: Cause): Look {
    if (this.actor.holds) return look;
    const refusal = this.actor.refusal();
    if (refusal === undefined) {
      this.actor.hold(this.#rule, cause, look);
      return look;
    }
    if (refusal.verdict === 'waits') this.#holdLater(cause);
    return this.look(refusal.verdict, refusal.why);
  }

  /** What lasts begins late, not never, where the rule is still active when the wait is over. */
  #holdLater(cause: Cause): void {
    this.#waiting?.();
    this.#waiting = this.#deps.clock.after(this.actor.waitMs, () => {
      this.#waiting = undefined;
      if (!this.state.active || this.actor.holds) return;
      this.#deps.late(cause, this.#hold(this.look('began', 'the wait between actions is over'), cause));
    });
  }
}

/** Whether the action is due. */
const acts = ({ verdict }: Decision) => verdict === 'begins' || verdict === 'again';
