import type { Happening } from '../events/index.ts';
import type { ConditionState, Present } from './condition-state.ts';
import type { Condition } from './rule.ts';
import { conditionInWords, differenceInWords } from './words.ts';

/** Says in a sentence why a condition does not hold. */
export type Explain = (condition: ConditionState, happening: Happening | undefined) => string;

/** Sentences of those who know more of their events, by id of the event. */
export type Explanations = Readonly<Record<string, (fields: Condition['fields'], at: Date) => string>>;

interface ExplainDeps {
  readonly present: Present;
  readonly explanations: Explanations;
  readonly now: () => Date;
}

export const createExplain =
  ({ present, explanations, now }: ExplainDeps): Explain =>
  ({ def, condition }, happening) => {
    const asked = conditionInWords(def, condition);
    const known = Object.hasOwn(explanations, def.id) ? explanations[def.id] : undefined;
    const inverted = condition.invert ? `${asked} is inverted: it must not be so, and it is` : undefined;
    if (known !== undefined) {
      const said = known(condition.fields, happening?.at ?? now());
      return inverted === undefined ? said : `${inverted}: ${said}`;
    }
    if (inverted !== undefined) return inverted;
    if (happening?.def === def) return `${asked} is waited for: ${differenceInWords(condition, happening.data)}`;
    return `${asked} does not hold: ${presentInWords(condition, def.key, present.states(def))}`;
  };

/** What is so in the place of what a condition waits for. */
function presentInWords(condition: Condition, key: string | undefined, states: readonly unknown[]): string {
  const wanted = key === undefined ? undefined : condition.fields[key];
  const about =
    key === undefined || wanted === undefined
      ? states
      : states.filter(data => (data as Readonly<Record<string, unknown>>)[key] === wanted);
  const [first] = about;
  if (first === undefined) return 'nothing has been told of it';
  const difference = differenceInWords(condition, first);
  return about.length === 1 ? difference : `none of ${about.length} is so`;
}
