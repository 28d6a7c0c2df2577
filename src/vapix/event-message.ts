import type { EventDef, Happening } from '../events/index.ts';
import { topicLevels, topicText } from './event-topic.ts';
import { escapeXml } from './xml.ts';

/** A state as it was when the reader came, a change of it, or something that happens and is over. */
export type Operation = 'Initialized' | 'Changed' | undefined;

/** An event as messages tell it: all values are texts. */
export interface EventMessage {
  readonly topic: string;
  readonly at: Date;
  readonly operation: Operation;
  readonly source: Readonly<Record<string, string>>;
  readonly data: Readonly<Record<string, string>>;
}

/** Whether a reader wants to hear a message. */
export type EventFilter = (message: EventMessage) => boolean;

/** One field of an event, as its schema tells it. */
export interface EventItem {
  /** In messages, and in the event's data. */
  readonly name: string;
  readonly field: string;
  /** A type of XML Schema. */
  readonly type: 'xsd:boolean' | 'xsd:int' | 'xsd:float' | 'xsd:string';
  readonly role: 'source' | 'data';
  /** The values it can have, where the schema lists them. */
  readonly values: readonly string[];
}

const TYPES: Readonly<Record<string, EventItem['type']>> = {
  boolean: 'xsd:boolean',
  integer: 'xsd:int',
  number: 'xsd:float',
};

/** The fields of an event: the one that tells instances apart is the source, all others are data. */
export function eventItems({ data, key, vapixNames = {} }: EventDef): readonly EventItem[] {
  const properties = (data['properties'] ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return Object.entries(properties).map(([field, schema]) => ({
    name: vapixNames[field] ?? field,
    field,
    type: TYPES[String(schema['type'])] ?? 'xsd:string',
    role: field === key ? 'source' : 'data',
    values: ((schema['enum'] ?? []) as readonly unknown[]).map(eventValue),
  }));
}

/** Where an event goes in messages. */
export const eventTopic = ({ topic }: EventDef) => topicText(topicLevels(topic));

export function eventMessage({ def, data, at }: Happening, told: 'now' | 'before'): EventMessage {
  const fields = data as Readonly<Record<string, unknown>>;
  const items = eventItems(def).filter(({ field }) => fields[field] !== undefined);
  const valuesOf = (role: EventItem['role']) =>
    Object.fromEntries(
      items.filter(item => item.role === role).map(({ name, field }) => [name, eventValue(fields[field])]),
    );
  return {
    topic: eventTopic(def),
    at,
    operation: def.kind === 'pulse' ? undefined : told === 'now' ? 'Changed' : 'Initialized',
    source: valuesOf('source'),
    data: valuesOf('data'),
  };
}

/** A value as text: truth is 1 or 0 on all of VAPIX's ways. */
export function eventValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The message as an element of WS-Notification (b-2), for ONVIF and RTSP. */
export function notificationXml({ topic, at, operation, source, data }: EventMessage, producer: string): string {
  const kind = operation === undefined ? '' : ` PropertyOperation="${operation}"`;
  return [
    `<wsnt:NotificationMessage><wsnt:Topic Dialect="http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple">${topic}</wsnt:Topic>`,
    `<wsnt:ProducerReference><wsa5:Address>${escapeXml(producer)}</wsa5:Address></wsnt:ProducerReference>`,
    `<wsnt:Message><tt:Message UtcTime="${at.toISOString()}"${kind}>`,
    `<tt:Source>${itemsXml(source)}</tt:Source><tt:Key></tt:Key><tt:Data>${itemsXml(data)}</tt:Data>`,
    `</tt:Message></wsnt:Message></wsnt:NotificationMessage>`,
  ].join('');
}

const itemsXml = (items: Readonly<Record<string, string>>) =>
  Object.entries(items)
    .map(([name, value]) => `<tt:SimpleItem Name="${escapeXml(name)}" Value="${escapeXml(value)}"/>`)
    .join('');
