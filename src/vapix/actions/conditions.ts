import type { RuleCondition } from '../../api/contract.ts';
import { instant } from '../../core/clock.ts';
import { parse, type Schema } from '../../core/schema.ts';
import type { EventDef } from '../../events/index.ts';
import { type ContentExpression, contentExpression } from '../content-expression.ts';
import { eventFilter } from '../event-filter.ts';
import { type EventItem, eventItems, eventTopic, eventValue } from '../event-message.ts';
import { DIALECTS, isDialect } from '../filter-dialects.ts';
import type { XmlElement } from '../soap-xml.ts';
import { escapeXml } from '../xml.ts';
import { actionFault, asFault } from './faults.ts';

/** Where a filter stands: what starts a rule may be over at once, a condition must last. */
type Place = 'start' | 'condition';

/**
 * A filter of topic and content as a condition of ours. It must mean one event, and say of each field no more than what
 * it must be. @throws SoapFault
 */
export function conditionIn(element: XmlElement, catalog: readonly EventDef[], place: Place): RuleCondition {
  const topics = element.children.filter(({ name }) => name === 'TopicExpression');
  const contents = element.children.filter(({ name }) => name === 'MessageContent');
  const other = element.children.find(({ name }) => name !== 'TopicExpression' && name !== 'MessageContent');
  if (other !== undefined) throw actionFault('InvalidFilter', `a filter ${other.name} is not known`);
  const [topic, second] = topics;
  if (topic === undefined || second !== undefined) throw actionFault('InvalidFilter', 'a filter needs one topic');
  const asked = demandsIn(contents);
  const def = eventFor(topic, { catalog, place, names: Object.keys(asked.values) });
  return { event: def.id, ...fieldsOf(def, asked) };
}

/** What the content of a message must be. */
interface Demands {
  readonly values: Readonly<Record<string, { readonly text: string; readonly equal: boolean }>>;
  /** All of it must not be so. */
  readonly invert: boolean;
}

function demandsIn(contents: readonly XmlElement[]): Demands {
  const parts = contents
    .filter(({ text }) => text !== '')
    .map(content => {
      if (!isDialect(content, DIALECTS.content))
        throw actionFault('InvalidMessageContentExpression', 'the dialect of the content is not known');
      return asFault('InvalidMessageContentExpression', () => contentExpression(content.text));
    });
  const [only] = parts;
  const isNegated = parts.length === 1 && only?.kind === 'not';
  const leaves = isNegated ? leavesOf(only.part) : parts.flatMap(leavesOf);
  const values: Record<string, { text: string; equal: boolean }> = {};
  for (const { name, ...demand } of leaves) {
    if (Object.hasOwn(values, name)) throw inexpressible(`${name} is there twice`);
    values[name] = demand;
  }
  return { values, invert: isNegated };
}

interface Leaf {
  readonly name: string;
  readonly text: string;
  readonly equal: boolean;
}

/** The items that an expression demands, all of them at once. @throws SoapFault where it says anything else */
function leavesOf(expression: ContentExpression): readonly Leaf[] {
  switch (expression.kind) {
    case 'and':
      return expression.parts.flatMap(leavesOf);
    case 'item':
      return [leafOf(expression)];
    case 'not': {
      if (expression.part.kind !== 'item') throw inexpressible('not(…) may hold one item, or all there is');
      const leaf = leafOf(expression.part);
      return [{ ...leaf, equal: !leaf.equal }];
    }
    case 'or':
      throw inexpressible('items can only be joined by "and": make a rule for each');
  }
}

function leafOf({ tests }: Extract<ContentExpression, { kind: 'item' }>): Leaf {
  const name = tests.filter(({ attribute, equal }) => attribute === 'Name' && equal);
  const value = tests.filter(({ attribute }) => attribute === 'Value');
  const [first] = name;
  const [wanted] = value;
  if (first === undefined || wanted === undefined || tests.length !== 2)
    throw inexpressible('an item needs one @Name and one @Value');
  return { name: first.text, text: wanted.text, equal: wanted.equal };
}

const inexpressible = (why: string) => actionFault('InvalidConditionFilter', `the filter cannot be used here: ${why}`);

interface Search {
  readonly catalog: readonly EventDef[];
  readonly place: Place;
  /** Fields that the event must have. */
  readonly names: readonly string[];
}

function eventFor(topic: XmlElement, { catalog, place, names }: Search): EventDef {
  if (!isDialect(topic, DIALECTS.topic))
    throw actionFault('TopicExpressionDialectUnknown', 'the dialect of the topic is not known');
  const lookup = topic.namespaceOf.bind(topic);
  const isMeant = asFault('InvalidTopicExpression', () => eventFilter({ topic: topic.text, lookup }));
  const fitting = catalog.filter(def => {
    const message = { topic: eventTopic(def), at: instant(0), operation: undefined, source: {}, data: {} };
    const fields = eventItems(def).map(({ name }) => name);
    return isMeant(message) && names.every(name => fields.includes(name));
  });
  const lasting = fitting.filter(({ kind }) => place === 'start' || kind === 'state');
  const [found, another] = lasting;
  if (found !== undefined && another === undefined) return found;
  const what = place === 'start' ? 'event' : 'event that lasts';
  const why =
    found === undefined ? `${topic.text} with these items is no ${what}` : `${topic.text} is more than one ${what}`;
  throw actionFault(place === 'start' ? 'InvalidFilter' : 'InvalidConditionFilter', why);
}

function fieldsOf(def: EventDef, { values, invert }: Demands): Pick<RuleCondition, 'fields' | 'invert'> {
  const demanded = eventItems(def).flatMap(item => {
    const demand = values[item.name];
    return demand === undefined ? [] : [{ item, ...demand }];
  });
  const fields = demanded.map(({ item, text, equal }) => {
    const { name, field } = item;
    const value = asFault('InvalidConditionFilter', () => valueIn(def, item, text));
    if (equal) return [field, value] as const;
    if (typeof value !== 'boolean') throw inexpressible(`${name} can only be equal to something`);
    return [field, !value] as const;
  });
  return { fields: Object.fromEntries(fields), invert };
}

function valueIn(def: EventDef, { name, field, type }: EventItem, text: string): string | number | boolean {
  const properties = def.data['properties'] as Readonly<Record<string, Schema<string | number | boolean>>>;
  const truth = type === 'xsd:boolean' ? TRUTH[text] : undefined;
  return parse(properties[field] ?? {}, truth ?? text, name);
}

const TRUTH: Readonly<Record<string, boolean>> = { '1': true, '0': false };

/** A condition as a filter; undefined where its event is no more. */
export function conditionXml(condition: RuleCondition, catalog: readonly EventDef[]): string | undefined {
  const def = catalog.find(({ id }) => id === condition.event);
  if (def === undefined) return undefined;
  const content = contentOf(def, condition);
  const topic = `<wsnt:TopicExpression Dialect="${DIALECTS.topic[0]}">${eventTopic(def)}</wsnt:TopicExpression>`;
  if (content === '') return topic;
  return `${topic}<wsnt:MessageContent Dialect="${DIALECTS.content[0]}">${escapeXml(content)}</wsnt:MessageContent>`;
}

function contentOf(def: EventDef, { fields, invert }: RuleCondition): string {
  const others = Object.entries(fields).filter(([name]) => name !== def.key);
  // One instance and one truth: that it is not so means that it is the other way round, which more clients understand.
  const isOneTruth = others.length === 1 && typeof others[0]?.[1] === 'boolean';
  const canFlip = isOneTruth && (def.key === undefined || Object.hasOwn(fields, def.key));
  const items = Object.entries(fields).map(([name, value]) => {
    const told = invert && canFlip && typeof value === 'boolean' ? !value : value;
    return `boolean(//SimpleItem[@Name="${def.vapixNames?.[name] ?? name}" and @Value=${quoted(eventValue(told))}])`;
  });
  const all = items.join(' and ');
  if (!invert || canFlip || all === '') return all;
  return `not(${all})`;
}

/** XPath 1.0 has no way to write both sorts of quotes in one text. */
const quoted = (text: string) => (text.includes('"') ? `'${text.replaceAll("'", '')}'` : `"${text}"`);
