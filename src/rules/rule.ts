import { boolean, integer, list, nullable, object, type Schema, string } from '../core/schema.ts';

/** What must be so; all conditions of a rule must hold at once. */
export interface Condition {
  /** Id of the event. */
  readonly event: string;
  /** Values of the event's data that must be met; a field that is left out may be anything. */
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  /** *Invert this condition*: it holds while the state is another. States only. */
  readonly invert: boolean;
}

export interface RuleAction {
  /** Id in the catalogue of actions. */
  readonly id: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** It lasts while the rule is active and ends with it. */
  readonly hold: boolean;
}

/** A rule as it is stored. */
export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** *Wait between actions*, s: after an action nothing is done for so long. */
  readonly wait: number;
  readonly conditions: readonly Condition[];
  /** *Use this condition as a trigger*: the first only starts the rule, which stays active while the others hold. */
  readonly trigger: boolean;
  readonly action: RuleAction;
  /** Is done where the action failed. */
  readonly fallback: RuleAction | null;
}

export type RuleSpec = Omit<Rule, 'id'>;

/** A rule without its id. */
export const specOf = ({ name, enabled, wait, conditions, trigger, action, fallback }: Rule): RuleSpec => ({
  name,
  enabled,
  wait,
  conditions,
  trigger,
  action,
  fallback,
});

/** VAPIX: 256 rules. */
export const MAX_RULES = 256;
const MAX_CONDITIONS = 16;
/** s: 23:59:59. */
const LONGEST_WAIT = 86_399;

const anything = <T>() => ({ type: 'object', additionalProperties: {}, default: {} }) as Schema<T>;

const CONDITION: Schema<Condition> = object({
  event: string({ minLength: 1 }),
  fields: anything<Condition['fields']>(),
  invert: boolean({ default: false }),
});

const ACTION: Schema<RuleAction> = object({
  id: string({ minLength: 1 }),
  args: anything<RuleAction['args']>(),
  hold: boolean({ default: false }),
});

const SPEC = {
  name: string({ minLength: 1, maxLength: 64 }),
  enabled: boolean({ default: true }),
  wait: integer({ minimum: 0, maximum: LONGEST_WAIT, default: 0 }),
  conditions: list(CONDITION, { minItems: 1, maxItems: MAX_CONDITIONS }),
  trigger: boolean({ default: false }),
  action: ACTION,
  fallback: { ...nullable(ACTION), default: null } as Schema<RuleAction | null>,
};

/** A rule that somebody sends; what is left out has its default. */
export const RULE_SPEC: Schema<RuleSpec> = object(SPEC);
export const RULES: Schema<Rule[]> = list(object({ id: string(), ...SPEC }));
