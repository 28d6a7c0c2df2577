import type { Clock } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import type { Exchange } from '../http/index.ts';
import { onvifDeclaration, topicSet } from './event-declarations.ts';
import { anyOf, eventFilter } from './event-filter.ts';
import { type EventFilter, notificationXml } from './event-message.ts';
import type { EventSource } from './event-reader.ts';
import { originOf } from './entry-service.ts';
import { DIALECTS, isDialect } from './filter-dialects.ts';
import { NAMESPACES } from './namespaces.ts';
import type { PullPoint, PullPoints } from './pull-points.ts';
import { SoapFault, type SoapOperation } from './soap.ts';
import { childNamed, textIn, type XmlElement } from './soap-xml.ts';
import { durationMs, untilMs } from './xml-time.ts';

interface OnvifEventsDeps {
  readonly events: EventSource;
  readonly points: PullPoints;
  readonly clock: Clock;
  /** Who sends the messages, as an address. */
  readonly producer: string;
}

/** Where a subscription is reached; its name follows. */
export const SUBSCRIPTIONS = '/onvif/subscriptions';

/** A subscription's life unless told, and at the most, ms. */
const LIFE_MS = 60_000;
const LONGEST_MS = 3_600_000;
/** No request waits longer for a message, ms. */
const LONGEST_PULL_MS = 60_000;
/** Messages in one answer. */
const MOST_MESSAGES = 100;

/** The event service of ONVIF (Core specification, 9): for those who come and fetch what happened. */
export const onvifEvents = (deps: OnvifEventsDeps): readonly SoapOperation[] => [
  operation('tev', 'GetServiceCapabilities', () => capabilitiesXml),
  operation('tev', 'GetEventProperties', () => propertiesXml(deps.events)),
  operation('tev', 'CreatePullPointSubscription', (request, exchange) => create(deps, request, exchange)),
];

/** What is asked of one subscription. */
export const onvifSubscription = (deps: OnvifEventsDeps): readonly SoapOperation[] => {
  const pointOf = ({ params, caller }: Exchange) => deps.points.find(params['id'], caller?.name ?? '');
  return [
    operation('tev', 'PullMessages', (request, exchange) => pull(deps, pointOf(exchange), { request, exchange })),
    operation('tev', 'SetSynchronizationPoint', (_request, exchange) => {
      pointOf(exchange).synchronize();
      return '<tev:SetSynchronizationPointResponse/>';
    }),
    operation('wsnt', 'Renew', (request, exchange) => {
      const point = pointOf(exchange);
      point.live(lifeIn(request, 'TerminationTime', deps.clock));
      const [now, end] = times('wsnt', point, deps.clock);
      return `<wsnt:RenewResponse>${end}${now}</wsnt:RenewResponse>`;
    }),
    operation('wsnt', 'Unsubscribe', (_request, exchange) => {
      pointOf(exchange).end();
      return '<wsnt:UnsubscribeResponse/>';
    }),
  ];
};

const operation = (prefix: 'tev' | 'wsnt', name: string, run: SoapOperation['run']): SoapOperation => ({
  namespace: NAMESPACES[prefix],
  name,
  access: 'viewer',
  run,
});

function create(deps: OnvifEventsDeps, request: XmlElement, exchange: Exchange): string {
  const lifeMs = lifeIn(request, 'InitialTerminationTime', deps.clock);
  const point = deps.points.create({ filter: filterIn(request), lifeMs, owner: exchange.caller?.name ?? '' });
  return [
    `<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference>`,
    `<wsa5:Address>${originOf(exchange)}${SUBSCRIPTIONS}/${point.id}</wsa5:Address></tev:SubscriptionReference>`,
    ...times('wsnt', point, deps.clock),
    `</tev:CreatePullPointSubscriptionResponse>`,
  ].join('');
}

async function pull(
  { clock, producer }: OnvifEventsDeps,
  point: PullPoint,
  { request, exchange }: { readonly request: XmlElement; readonly exchange: Exchange },
): Promise<string> {
  const timeoutMs = Math.min(Math.max(durationMs(textIn(request, 'Timeout'), 'Timeout'), 0), LONGEST_PULL_MS);
  const limit = textIn(request, 'MessageLimit');
  if (!/^\d{1,9}$/.test(limit) || Number(limit) === 0) {
    throw new SoapFault('invalid', 'MessageLimit must be a number above 0', { subcodes: ['ter:InvalidArgVal'] });
  }
  const most = Math.min(Number(limit), MOST_MESSAGES);
  const messages = await point.pull({ timeoutMs, most, signal: exchange.signal });
  return [
    `<tev:PullMessagesResponse>`,
    ...times('tev', point, clock),
    ...messages.map(message => notificationXml(message, producer)),
    `</tev:PullMessagesResponse>`,
  ].join('');
}

/** The present time and the end of a subscription. */
const times = (prefix: 'tev' | 'wsnt', point: PullPoint, clock: Clock): readonly [now: string, end: string] => [
  `<${prefix}:CurrentTime>${clock.now().toISOString()}</${prefix}:CurrentTime>`,
  `<${prefix}:TerminationTime>${point.terminationTime.toISOString()}</${prefix}:TerminationTime>`,
];

function lifeIn(request: XmlElement, name: string, clock: Clock): number {
  const text = childNamed(request, name)?.text ?? '';
  const ms = text === '' ? LIFE_MS : untilMs(text, clock.now(), name);
  if (ms > 0) return Math.min(ms, LONGEST_MS);
  throw new SoapFault('invalid', `${name} must lie in the future`, {
    detail: `<wsnt:Unacceptable${name === 'TerminationTime' ? '' : 'Initial'}TerminationTimeFault/>`,
  });
}

/** The topics must fit, and the content (WS-BaseNotification 1.3, 4.2). */
function filterIn(request: XmlElement): EventFilter {
  const parts = childNamed(request, 'Filter')?.children ?? [];
  const topics = parts.filter(({ name }) => name === 'TopicExpression').map(topicFilter);
  const contents = parts.filter(({ name }) => name === 'MessageContent').map(messageFilter);
  const other = parts.find(({ name }) => name !== 'TopicExpression' && name !== 'MessageContent');
  if (other !== undefined) throw filterFault(`a filter ${other.name} is not known`, 'InvalidFilterFault');
  const topic = anyOf(topics);
  return message => topic(message) && contents.every(content => content(message));
}

function topicFilter(element: XmlElement): EventFilter {
  const fault = 'TopicExpressionDialectUnknownFault';
  if (!isDialect(element, DIALECTS.topic)) throw filterFault('the dialect of the topic is not known', fault);
  const lookup = element.namespaceOf.bind(element);
  return made(() => eventFilter({ topic: element.text, lookup }), 'InvalidTopicExpressionFault');
}

function messageFilter(element: XmlElement): EventFilter {
  const fault = 'InvalidMessageContentExpressionFault';
  if (!isDialect(element, DIALECTS.content)) throw filterFault('the dialect of the content is not known', fault);
  return made(() => eventFilter({ content: element.text }), fault);
}

function made(make: () => EventFilter, fault: string): EventFilter {
  try {
    return make();
  } catch (error) {
    throw error instanceof Fault ? filterFault(error.message, fault) : error;
  }
}

const filterFault = (message: string, name: string) =>
  new SoapFault('invalid', message, { subcodes: ['ter:InvalidArgVal'], detail: `<wsnt:${name}/>` });

const capabilitiesXml = [
  `<tev:GetServiceCapabilitiesResponse><tev:Capabilities WSSubscriptionPolicySupport="false"`,
  ` WSPausableSubscriptionManagerInterfaceSupport="false" MaxPullPoints="32" PersistentNotificationStorage="false"/>`,
  `</tev:GetServiceCapabilitiesResponse>`,
].join('');

const propertiesXml = (events: EventSource) =>
  [
    `<tev:GetEventPropertiesResponse>`,
    `<tev:TopicNamespaceLocation>http://www.onvif.org/onvif/ver10/topics/topicns.xml</tev:TopicNamespaceLocation>`,
    `<wsnt:FixedTopicSet>true</wsnt:FixedTopicSet>${topicSet(events, onvifDeclaration)}`,
    ...DIALECTS.topic.map(dialect => `<wsnt:TopicExpressionDialect>${dialect}</wsnt:TopicExpressionDialect>`),
    ...DIALECTS.content.map(d => `<tev:MessageContentFilterDialect>${d}</tev:MessageContentFilterDialect>`),
    `<tev:MessageContentSchemaLocation>http://www.onvif.org/onvif/ver10/schema/onvif.xsd</tev:MessageContentSchemaLocation>`,
    `</tev:GetEventPropertiesResponse>`,
  ].join('');
