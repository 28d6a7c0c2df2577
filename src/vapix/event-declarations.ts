import type { EventDef } from '../events/index.ts';
import { type EventItem, eventItems, eventValue } from './event-message.ts';
import type { EventSource } from './event-reader.ts';
import { type TopicLevel, topicLevels, topicText } from './event-topic.ts';
import { escapeXml } from './xml.ts';

interface Node {
  readonly children: Map<string, Node>;
  def?: EventDef;
}

/** How a leaf of the topics' tree says what its messages hold. */
export type Declare = (def: EventDef, instances: readonly unknown[]) => string;

/** The tree of all topics (WS-Topics 1.3), each leaf with its declaration. */
export function topicSet(events: EventSource, declare: Declare): string {
  const root: Node = { children: new Map() };
  for (const def of events.catalog) place(root, topicLevels(def.topic), def);
  return `<wstop:TopicSet>${treeXml(root, events, declare)}</wstop:TopicSet>`;
}

function place(root: Node, levels: readonly TopicLevel[], def: EventDef): void {
  let node = root;
  for (const [i, level] of levels.entries()) {
    const above = levels[i - 1];
    const name =
      topicText(above === undefined ? [level] : [above, level])
        .split('/')
        .at(-1) ?? '';
    const child: Node = node.children.get(name) ?? { children: new Map() };
    node.children.set(name, child);
    node = child;
  }
  node.def = def;
}

const treeXml = (node: Node, events: EventSource, declare: Declare): string =>
  [...node.children]
    .map(([name, child]) => {
      const { def } = child;
      const mark = def === undefined ? '' : ` wstop:topic="true" aev:NiceName="${escapeXml(def.title)}"`;
      const declaration = def === undefined ? '' : declare(def, events.states(def));
      return `<${name}${mark}>${declaration}${treeXml(child, events, declare)}</${name}>`;
    })
    .join('');

/** As `GetEventInstances` declares an event: with the instances that are there. */
export const axisDeclaration: Declare = (def, instances) => {
  const items = eventItems(def);
  const state = stateItem(def, items);
  const xml = (role: EventItem['role']) =>
    items
      .filter(item => item.role === role)
      .map(item => instanceXml(item, item === state, role === 'source' ? valuesIn(instances, item) : item.values))
      .join('');
  const [source, data] = [xml('source'), xml('data')];
  return [
    `<aev:MessageInstance aev:isProperty="${def.kind === 'state'}">`,
    source === '' ? '' : `<aev:SourceInstance>${source}</aev:SourceInstance>`,
    data === '' ? '' : `<aev:DataInstance>${data}</aev:DataInstance>`,
    `</aev:MessageInstance>`,
  ].join('');
};

/** As ONVIF declares an event (Core specification, 9.4). */
export const onvifDeclaration: Declare = def => {
  const items = eventItems(def);
  const xml = (role: EventItem['role']) =>
    items
      .filter(item => item.role === role)
      .map(({ name, type }) => `<tt:SimpleItemDescription Name="${name}" Type="${type}"/>`)
      .join('');
  return `<tt:MessageDescription IsProperty="${def.kind === 'state'}"><tt:Source>${xml('source')}</tt:Source><tt:Data>${xml('data')}</tt:Data></tt:MessageDescription>`;
};

/** The field that a condition looks at: what is true or false while the state holds. */
const stateItem = ({ kind }: EventDef, items: readonly EventItem[]) =>
  kind === 'state' ? items.find(({ role, type }) => role === 'data' && type === 'xsd:boolean') : undefined;

const instanceXml = ({ name, type }: EventItem, isState: boolean, values: readonly string[]) =>
  `<aev:SimpleItemInstance Type="${type}" Name="${name}"${isState ? ' isPropertyState="true"' : ''}>${values
    .map(value => `<aev:Value>${escapeXml(value)}</aev:Value>`)
    .join('')}</aev:SimpleItemInstance>`;

const valuesIn = (instances: readonly unknown[], { field }: EventItem) => [
  ...new Set(instances.map(instance => eventValue((instance as Readonly<Record<string, unknown>>)[field]))),
];
