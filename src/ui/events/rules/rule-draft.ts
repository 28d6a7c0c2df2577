import type {
  ConditionKind,
  EventsCatalog,
  Rule,
  RuleAction,
  RuleActionKind,
  RuleCondition,
} from '../../../api/contract.ts';
import { Refusal } from '../../data/refusal.ts';
import { fieldsOf, initialTexts, type Texts, textsOf, valuesOf, wantedValues } from '../schema-fields.ts';
import { waitSeconds, waitText } from './wait-time.ts';
import { t } from '../../language/translate.ts';

/** A condition as it is being typed. */
export interface ConditionDraft {
  /** Stays the same while conditions are moved; no two of a draft have the same. */
  readonly key: number;
  /** Empty until one was chosen. */
  readonly event: string;
  /** An empty text is "any". */
  readonly fields: Texts;
  readonly invert: boolean;
}

export interface ActionDraft {
  /** Empty until one was chosen. */
  readonly id: string;
  readonly args: Texts;
  readonly hold: boolean;
}

/** A rule as it is being typed. */
export interface RuleDraft {
  readonly name: string;
  readonly enabled: boolean;
  /** hh:mm:ss */
  readonly wait: string;
  readonly conditions: readonly ConditionDraft[];
  readonly trigger: boolean;
  readonly action: ActionDraft;
  readonly fallback: ActionDraft | null;
}

/** A rule as the speaker takes it. */
export type RuleSpec = Omit<Rule, 'id'>;

/** The speaker takes so many. */
export const MAX_CONDITIONS = 16;

const NO_ACTION: ActionDraft = { id: '', args: {}, hold: false };

export const newRule = (): RuleDraft => ({
  name: '',
  enabled: true,
  wait: waitText(0),
  conditions: [{ key: 1, event: '', fields: {}, invert: false }],
  trigger: false,
  action: NO_ACTION,
  fallback: null,
});

export const draftOf = ({ name, enabled, wait, conditions, trigger, action, fallback }: RuleSpec): RuleDraft => ({
  name,
  enabled,
  wait: waitText(wait),
  conditions: conditions.map((condition, i) => ({ ...condition, key: i + 1, fields: textsOf(condition.fields) })),
  trigger,
  action: draftOfAction(action),
  fallback: fallback === null ? null : draftOfAction(fallback),
});

const draftOfAction = ({ args, ...action }: RuleAction): ActionDraft => ({ ...action, args: textsOf(args) });

export const conditionKind = ({ conditions }: EventsCatalog, event: string): ConditionKind | undefined =>
  conditions.find(kind => kind.event === event);

export const actionKind = ({ actions }: EventsCatalog, id: string): RuleActionKind | undefined =>
  actions.find(kind => kind.id === id);

const isPulse = (catalog: EventsCatalog, { event }: Pick<ConditionDraft, 'event'>) =>
  conditionKind(catalog, event)?.kind === 'pulse';

/** Whether the first condition is over as soon as it was told, so that it can only be the trigger. */
export const beginsWithPulse = (draft: RuleDraft, catalog: EventsCatalog): boolean =>
  draft.conditions[0] !== undefined && isPulse(catalog, draft.conditions[0]);

/** Whether condition number `index` may be a pulse: a rule has one at the most. */
export const mayBePulse = (draft: RuleDraft, catalog: EventsCatalog, index: number): boolean =>
  draft.conditions.every((condition, at) => at === index || !isPulse(catalog, condition));

/** Whether the rule stays active for a while, so that an action can last as long. */
export const lasts = ({ trigger, conditions }: Pick<RuleDraft, 'trigger' | 'conditions'>): boolean =>
  !trigger || conditions.length > 1;

/** Another event for a condition. A pulse goes to the front and becomes the trigger: a rule takes it nowhere else. */
export function chooseEvent(draft: RuleDraft, index: number, kind: ConditionKind): RuleDraft {
  const { key = 0 } = draft.conditions[index] ?? {};
  const chosen: ConditionDraft = { key, event: kind.event, fields: likelyFields(kind), invert: false };
  if (kind.kind === 'state') return withCondition(draft, index, chosen);
  const others = draft.conditions.filter((_, at) => at !== index);
  return { ...draft, conditions: [chosen, ...others], trigger: true };
}

/** A state is most often waited for while it is so: "playing" is yes unless told. */
const likelyFields = ({ event, kind, fields }: ConditionKind): Texts =>
  kind === 'pulse'
    ? {}
    : Object.fromEntries(
        fieldsOf(event, fields)
          .filter(spec => spec.kind === 'boolean' && spec.required)
          .map(({ name }) => [name, 'true']),
      );

export const withCondition = (draft: RuleDraft, index: number, changed: ConditionDraft): RuleDraft => ({
  ...draft,
  conditions: draft.conditions.map((condition, at) => (at === index ? changed : condition)),
});

export const addCondition = (draft: RuleDraft): RuleDraft => ({
  ...draft,
  conditions: [
    ...draft.conditions,
    { key: Math.max(0, ...draft.conditions.map(({ key }) => key)) + 1, event: '', fields: {}, invert: false },
  ],
});

/** A trigger belongs to the condition that was first: it goes with it. */
export const removeCondition = (draft: RuleDraft, index: number): RuleDraft => ({
  ...draft,
  conditions: draft.conditions.filter((_, at) => at !== index),
  trigger: draft.trigger && index > 0,
});

export const chooseAction = (kind: RuleActionKind): ActionDraft => ({
  id: kind.id,
  args: initialTexts(fieldsOf(kind.id, kind.args)),
  hold: false,
});

/**
 * The rule as the speaker takes it.
 * @throws Refusal that names the field, as `conditions.0.fields.port` or `action.args.location`
 */
export function ruleOf(draft: RuleDraft, catalog: EventsCatalog): RuleSpec {
  const wait = waitSeconds(draft.wait);
  const name = draft.name.trim();
  if (name === '') throw new Refusal({ message: t('Type a name.'), field: 'name' });
  if (wait === undefined)
    throw new Refusal({ message: t('Type a time as hh:mm:ss, 23:59:59 at the most.'), field: 'wait' });
  const action = (from: ActionDraft, path: string) => actionOf(from, path, { catalog, lasts: lasts(draft) });
  return {
    name,
    enabled: draft.enabled,
    wait,
    conditions: draft.conditions.map((condition, i) => conditionOf(condition, `conditions.${i}`, catalog)),
    trigger: draft.trigger,
    action: action(draft.action, 'action'),
    // A fallback cannot last.
    fallback: draft.fallback === null ? null : { ...action(draft.fallback, 'fallback'), hold: false },
  };
}

function conditionOf(draft: ConditionDraft, path: string, catalog: EventsCatalog): RuleCondition {
  const { event, fields, invert } = draft;
  const kind = conditionKind(catalog, event);
  if (kind === undefined) throw new Refusal({ message: t('Choose a condition.'), field: `${path}.event` });
  return {
    event,
    fields: wantedValues(fieldsOf(event, kind.fields), fields, `${path}.fields`),
    invert: invert && kind.kind === 'state',
  };
}

interface ActionSurroundings {
  readonly catalog: EventsCatalog;
  readonly lasts: boolean;
}

function actionOf({ id, args, hold }: ActionDraft, path: string, around: ActionSurroundings): RuleAction {
  const kind = actionKind(around.catalog, id);
  if (kind === undefined) throw new Refusal({ message: t('Choose an action.'), field: `${path}.id` });
  return {
    id,
    args: valuesOf(fieldsOf(id, kind.args), args, `${path}.args`),
    hold: hold && kind.holds && around.lasts,
  };
}
