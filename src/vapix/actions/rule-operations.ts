import type { Rule, RuleCondition } from '../../api/contract.ts';
import { Fault } from '../../core/fault.ts';
import type { EventDef } from '../../events/index.ts';
import { SoapFault, type SoapOperation } from '../soap.ts';
import { childNamed, isTrue, type XmlElement } from '../soap-xml.ts';
import { escapeXml } from '../xml.ts';
import { durationMs } from '../xml-time.ts';
import type { ChosenAction } from './action-templates.ts';
import { conditionIn, conditionXml } from './conditions.ts';
import type { Configurations } from './configurations.ts';
import { actionFault, asFault } from './faults.ts';
import { numberIn, operation, partIn } from './operation.ts';

/** The rules as VAPIX needs them. */
export interface VapixRules {
  list(): readonly Rule[];
  /** @throws Fault `invalid` that names the field, `full` */
  add(spec: Omit<Rule, 'id'>): Promise<Rule>;
  /** @throws Fault `not-found` */
  remove(id: string): Promise<unknown>;
}

interface Parts {
  readonly rules: VapixRules;
  readonly catalog: readonly EventDef[];
  readonly configurations: Configurations;
}

/** As long as a rule can wait between its actions: 23:59:59, s. */
const LONGEST_WAIT_S = 86_399;
const LONGEST_NAME = 64;

/** What is done when. */
export const ruleOperations = (parts: Parts): readonly SoapOperation[] => [
  operation('AddActionRule', 'admin', async request => {
    const { spec, used } = specIn(parts, partIn(request, 'NewActionRule'));
    const { id } = await added(parts.rules, spec);
    await parts.configurations.use(used, id);
    return `<aa:RuleID>${id}</aa:RuleID>`;
  }),
  operation('GetActionRules', 'operator', () => {
    const all = parts.rules.list().map(rule => ruleXml(parts, rule));
    return `<aa:ActionRules>${all.join('')}</aa:ActionRules>`;
  }),
  operation('RemoveActionRule', 'admin', async request => {
    const id = String(numberIn(request, 'RuleID'));
    if (!parts.rules.list().some(rule => rule.id === id))
      throw actionFault('ActionRuleNotFound', `there is no action rule ${id}`);
    await parts.rules.remove(id);
    return '';
  }),
];

interface Wish {
  readonly spec: Omit<Rule, 'id'>;
  /** The configurations that it is made of. */
  readonly used: readonly number[];
}

function specIn({ catalog, configurations }: Parts, wish: XmlElement): Wish {
  const start = childNamed(wish, 'StartEvent');
  const others = childNamed(wish, 'Conditions')?.children ?? [];
  const primary = numberIn(wish, 'PrimaryAction');
  const failover = textOr(wish, 'FailoverAction', '') === '' ? undefined : numberIn(wish, 'FailoverAction');
  const action = ruleAction(configurations.get(primary).action);
  checkActivation({ isStarted: start !== undefined, conditions: others.length, hold: action.hold });
  return {
    spec: {
      name: textOr(wish, 'Name', 'Action rule').slice(0, LONGEST_NAME),
      enabled: isTrue(textOr(wish, 'Enabled', 'true'), 'Enabled'),
      wait: waitIn(textOr(wish, 'ActivationTimeout', 'PT0S')),
      conditions: conditionsIn(catalog, start, others),
      trigger: start !== undefined,
      action,
      fallback: failover === undefined ? null : ruleAction(configurations.get(failover).action),
    },
    used: failover === undefined ? [primary] : [primary, failover],
  };
}

const ruleAction = ({ id, args, hold }: ChosenAction) => ({ id, args, hold });

const conditionsIn = (
  catalog: readonly EventDef[],
  start: XmlElement | undefined,
  others: readonly XmlElement[],
): readonly RuleCondition[] => [
  ...(start === undefined ? [] : [conditionIn(start, catalog, 'start')]),
  ...others.map(each => conditionIn(each, catalog, 'condition')),
];

interface Activation {
  readonly isStarted: boolean;
  readonly conditions: number;
  readonly hold: boolean;
}

/** An unlimited action would never end without a condition. */
function checkActivation({ isStarted, conditions, hold }: Activation): void {
  if (!isStarted && conditions === 0)
    throw actionFault('InsufficientActivationRule', 'a rule needs a start event or a condition');
  if (hold && conditions === 0)
    throw actionFault('InsufficientActivationRule', 'an unlimited action needs a condition, with which it ends');
}

/** A child that is empty says as little as one that is not there. */
function textOr(element: XmlElement, name: string, usual: string): string {
  const text = childNamed(element, name)?.text ?? '';
  return text === '' ? usual : text;
}

/** A duration, or a bare number as some clients send it; s. */
function waitIn(text: string): number {
  const seconds = /^\d{1,9}$/.test(text)
    ? Number(text)
    : asFault('InvalidActivationTimeout', () => durationMs(text, 'ActivationTimeout')) / 1000;
  if (seconds >= 0 && seconds <= LONGEST_WAIT_S) return Math.ceil(seconds);
  throw actionFault('InvalidActivationTimeout', `ActivationTimeout can be up to ${LONGEST_WAIT_S} s`);
}

/** The rules have their own words for what is wrong. */
async function added(rules: VapixRules, spec: Omit<Rule, 'id'>): Promise<Rule> {
  try {
    return await rules.add(spec);
  } catch (error) {
    if (!(error instanceof Fault) || error instanceof SoapFault || error.kind !== 'invalid') throw error;
    const isOfAction = /^(action|fallback)\b/.test(error.field ?? '');
    throw actionFault(isOfAction ? 'InvalidActionConfiguration' : 'InvalidConditionFilter', error.message);
  }
}

function ruleXml({ catalog, configurations }: Parts, rule: Rule): string {
  const { id, name, enabled, wait, conditions, trigger } = rule;
  const [start, ...others] = trigger ? conditions : [undefined, ...conditions];
  const startXml = start === undefined ? undefined : conditionXml(start, catalog);
  const otherXml = others.flatMap(each => (each === undefined ? [] : (conditionXml(each, catalog) ?? [])));
  const { primary, failover } = configurations.ofRule(rule);
  return [
    `<aa:ActionRule><aa:RuleID>${escapeXml(id)}</aa:RuleID><aa:Name>${escapeXml(name)}</aa:Name><aa:Enabled>${enabled}</aa:Enabled>`,
    startXml === undefined ? '' : `<aa:StartEvent>${startXml}</aa:StartEvent>`,
    otherXml.length === 0
      ? ''
      : `<aa:Conditions>${otherXml.map(xml => `<aa:Condition>${xml}</aa:Condition>`).join('')}</aa:Conditions>`,
    `<aa:PrimaryAction>${primary}</aa:PrimaryAction>`,
    wait === 0 ? '' : `<aa:ActivationTimeout>PT${wait}S</aa:ActivationTimeout>`,
    failover === undefined ? '' : `<aa:FailoverAction>${failover}</aa:FailoverAction>`,
    '</aa:ActionRule>',
  ].join('');
}
