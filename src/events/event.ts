import type { Schema } from '../core/schema.ts';

/** In the order in which they are offered. */
export const EVENT_GROUPS = [
  'Device status',
  'Edge storage',
  'I/O',
  'Time',
  'Call',
  'Audio',
  'Speaker test',
  'Multicast controller',
  'MQTT',
  'Security',
] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];

/**
 * The definition of one kind of event. The bus, the rules, MQTT, the WebSocket and the VAPIX event
 * service all read this object; none of them knows an event by name.
 */
export interface EventDef<T = unknown> {
  readonly id: string;
  readonly title: string;
  /** The heading under which rules offer it; "Device status" unless told. */
  readonly group?: EventGroup;
  /** A `state` has a current value that is kept and replayed; a `pulse` is over when it was told. */
  readonly kind: 'state' | 'pulse';
  /** What a state is before anyone tells: an inverted condition on an untold state would be wrongly false. */
  readonly initial?: T;
  /** The field of the data that tells instances of a state apart (a schedule's id, a port), or sources of pulses. */
  readonly key?: string;
  readonly data: Schema<T>;
  /** The VAPIX topic, e.g. `tnsaxis:MediaClip/tnsaxis:Playing`. */
  readonly topic: string;
  /** What VAPIX calls fields of the data that have another name here. */
  readonly vapixNames?: Readonly<Record<string, string>>;
}

export const defineEvent = <T>(def: EventDef<T>): EventDef<T> => Object.freeze(def);
