import { boolean, object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** A message came for a subscription without a state. */
export const mqttMessage = defineEvent({
  id: 'mqtt.message',
  title: 'MQTT message',
  kind: 'pulse',
  topic: 'tnsaxis:MQTT/Message/Stateless',
  data: object({ filter: string(), topic: string(), payload: string(), retained: boolean() }),
});

/** The last message of a subscription with a state; empty where there is none any more. */
export const mqttState = defineEvent({
  id: 'mqtt.state',
  title: 'MQTT state',
  kind: 'state',
  key: 'filter',
  topic: 'tnsaxis:MQTT/Message/Stateful',
  data: object({ filter: string(), topic: string(), payload: string() }),
});

/** What came from a broker; it is never published again, or a subscription of our own topics would never end. */
export const MQTT_EVENTS = [mqttMessage, mqttState];
