import { list, parse, type Schema } from '../core/schema.ts';
import type { ConfigPart } from '../settings/index.ts';
import { type Condition, type RuleAction, type RuleSpec, specOf } from './rule.ts';
import type { Rules } from './rules.ts';
import type { VirtualInputs } from './virtual-inputs.ts';

type Translate = (owner: string, field: string, value: unknown) => unknown;

/**
 * What stands in rules for something that the speaker keeps: a field of an event or an argument of an action holds an id
 * here, a name in a document.
 * @param owner id of the event or action
 * @returns the value itself where it stands for nothing
 */
export interface Referents {
  readonly toName: Translate;
  readonly toId: Translate;
}

const SPECS: Schema<Record<string, unknown>[]> = list({ type: 'object', additionalProperties: {} });
const NAMES: Schema<Record<string, string>> = { type: 'object', additionalProperties: { type: 'string' } };

/** Rules as a part of the whole configuration. */
export const rulesConfigPart = (rules: Rules, referents: Referents): ConfigPart => ({
  name: 'rules',
  title: 'Rules',
  read: () => rules.list().map(rule => translated(specOf(rule), referents.toName)),
  check: content => rules.checkAll(parse(SPECS, content, 'rules')),
  replace: content => {
    const specs = rules.checkAll(parse(SPECS, content, 'rules'));
    return rules.replaceAll(specs.map(spec => translated(spec, referents.toId)));
  },
});

/** Names of virtual inputs as a part of the whole configuration. */
export const virtualInputsConfigPart = (inputs: VirtualInputs): ConfigPart => ({
  name: 'virtualInputs',
  title: 'Virtual inputs',
  read: () => inputs.names(),
  check: content =>
    Object.fromEntries(inputs.checkNames(parse(NAMES, content, 'virtualInputs')).map(({ id, name }) => [id, name])),
  replace: content => inputs.replaceNames(parse(NAMES, content, 'virtualInputs')),
});

const translated = (spec: RuleSpec, translate: Translate): RuleSpec => ({
  ...spec,
  conditions: spec.conditions.map(condition => ({
    ...condition,
    fields: mapped(condition.event, condition.fields, translate) as Condition['fields'],
  })),
  action: translatedAction(spec.action, translate),
  fallback: spec.fallback === null ? null : translatedAction(spec.fallback, translate),
});

const translatedAction = (action: RuleAction, translate: Translate): RuleAction => ({
  ...action,
  args: mapped(action.id, action.args, translate),
});

const mapped = (owner: string, fields: Readonly<Record<string, unknown>>, translate: Translate) =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, translate(owner, field, value)]));
