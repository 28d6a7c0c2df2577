import type { Happening } from '../events/index.ts';
import type { Change, ConditionState, Present } from './condition-state.ts';
import type { Explain } from './explain.ts';
import { conditionInWords } from './words.ts';

/**
 * What a rule makes of a happening. `begins`: it is active from now on, or, with nothing but a trigger, for this instant;
 * `again`: its trigger came once more while it was active.
 */
export interface Decision {
  readonly verdict: 'begins' | 'again' | 'ends' | 'goes-on' | 'not-met';
  readonly why: string;
}

/** Whether a rule is active, by its conditions alone. */
export class RuleState {
  readonly conditions: readonly ConditionState[];
  readonly #trigger: boolean;
  #active: boolean;

  /** @param trigger whether the first condition only starts the rule */
  constructor(conditions: readonly ConditionState[], trigger: boolean, active = false) {
    this.conditions = conditions;
    this.#trigger = trigger;
    this.#active = active;
  }

  get active(): boolean {
    return this.#active;
  }

  /** Whether the rule is active from the start; a trigger must come while somebody looks. */
  survey(present: Present): boolean {
    for (const condition of this.conditions) condition.survey(present);
    this.#active = !this.#trigger && this.#unmet() === undefined;
    return this.#active;
  }

  /** The same as it is now, to try something on. */
  copy(): RuleState {
    const conditions = this.conditions.map(condition => condition.copy());
    return new RuleState(conditions, this.#trigger, this.#active);
  }

  hear(happening: Happening, explain: Explain): Decision {
    const changes = this.conditions.map(condition =>
      condition.def === happening.def ? condition.hear(happening) : undefined,
    );
    return this.#trigger ? this.#afterTrigger(changes[0], happening, explain) : this.#whole(happening, explain);
  }

  #whole(happening: Happening, explain: Explain): Decision {
    const was = this.#active;
    const unmet = this.#unmet();
    this.#active = unmet === undefined;
    if (unmet !== undefined) return { verdict: was ? 'ends' : 'not-met', why: explain(unmet, happening) };
    return was
      ? { verdict: 'goes-on', why: 'the rule was active already' }
      : { verdict: 'begins', why: 'all its conditions hold' };
  }

  #afterTrigger(trigger: Change | undefined, happening: Happening, explain: Explain): Decision {
    const was = this.#active;
    const unmet = this.#unmet();
    const only = this.conditions.length === 1;
    if (unmet !== undefined) {
      this.#active = false;
      const came = trigger?.rises === true ? 'its trigger came, but ' : '';
      return { verdict: was ? 'ends' : 'not-met', why: came + explain(unmet, happening) };
    }
    if (trigger?.rises === true) {
      this.#active = !only;
      return {
        verdict: was ? 'again' : 'begins',
        why: only ? 'its trigger came' : 'its trigger came and the other conditions hold',
      };
    }
    if (was) return { verdict: 'goes-on', why: 'the rule is active' };
    return { verdict: 'not-met', why: this.#noTrigger(trigger, happening, explain) };
  }

  #noTrigger(change: Change | undefined, happening: Happening, explain: Explain): string {
    const [trigger] = this.conditions as readonly [ConditionState];
    if (change === undefined) return `it waits for its trigger, ${conditionInWords(trigger.def, trigger.condition)}`;
    return change.holds ? 'its trigger was so already: only a change starts the rule' : explain(trigger, happening);
  }

  /** The first of those that must hold and does not. */
  #unmet(): ConditionState | undefined {
    return this.conditions.find(({ holds }, index) => !holds && !(this.#trigger && index === 0));
  }
}
