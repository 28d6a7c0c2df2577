import type { EventDef } from '../events/index.ts';
import type { ConditionState, Present } from './condition-state.ts';
import type { Explanations } from './explain.ts';
import type { Rule } from './rule.ts';
import type { Traced } from './trace.ts';
import { conditionInWords, differenceInWords, valuesInWords } from './words.ts';

/** Why a rule did, or did not, act at some time. */
export interface Why {
  /** A sentence for the rule and for each of its conditions. */
  readonly lines: readonly string[];
  /** What the rule looked at within a minute of the time. */
  readonly looks: readonly Traced[];
}

interface WhyDeps {
  readonly trace: readonly Traced[];
  readonly present: Present;
  readonly explanations: Explanations;
}

const AROUND_MS = 60_000;

/** @param conditions of the rule, with the definitions of their events */
export function whyAt(rule: Rule, conditions: readonly ConditionState[], at: Date, deps: WhyDeps): Why {
  const looks = deps.trace
    .filter(({ happening }) => Math.abs(happening.at.getTime() - at.getTime()) <= AROUND_MS)
    .map(traced => ({ ...traced, looks: traced.looks.filter(look => look.rule === rule.id) }))
    .filter(traced => traced.looks.length > 0);
  const lines = [
    ...(rule.enabled ? [] : ['The rule is switched off.']),
    ...conditions.map(condition => upper(`${about(condition, at, deps)}.`)),
    ...(looks.length === 0 ? ['Nothing that the rule waits for happened within a minute of that time.'] : []),
  ];
  return { lines, looks };
}

function about({ def, condition }: ConditionState, at: Date, { trace, present, explanations }: WhyDeps): string {
  const inverted = condition.invert ? ' (the condition is inverted)' : '';
  const known = Object.hasOwn(explanations, def.id) ? explanations[def.id] : undefined;
  if (known !== undefined) return known(condition.fields, at) + inverted;
  const asked = conditionInWords(def, condition);
  if (def.kind === 'pulse') return `${asked} is waited for`;
  const then = stateAt(def, condition.fields, at, { trace, present });
  if (then === undefined) return `${asked}${inverted}: what was so then is not known any more`;
  const difference = differenceInWords(condition, then);
  return difference === ''
    ? `${asked} was so: ${valuesInWords(then as Readonly<Record<string, unknown>>)}${inverted}`
    : `${asked} was not so: ${difference}${inverted}`;
}

/** The state of the instance that a condition names, or of the one that was told last. */
function stateAt(
  def: EventDef,
  fields: Readonly<Record<string, unknown>>,
  at: Date,
  { trace, present }: Pick<WhyDeps, 'trace' | 'present'>,
): unknown {
  const { key } = def;
  const wanted = key === undefined ? undefined : fields[key];
  const isIt = (data: unknown) =>
    key === undefined || wanted === undefined || (data as Readonly<Record<string, unknown>>)[key] === wanted;
  const told = trace.filter(({ happening }) => happening.def.id === def.id && isIt(happening.data));
  const before = told.findLast(({ happening }) => happening.at <= at);
  if (before !== undefined) return before.happening.data;
  // Nothing was told since: it is as it was, unless the trace does not reach back.
  return told.length === 0 ? present.states(def).findLast(isIt) : undefined;
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
