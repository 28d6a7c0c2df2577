import { type Action, type Cause, defineAction, escapeFor, fillText, type TextFacts } from '../actions/index.ts';
import { invalid } from '../core/fault.ts';
import { boolean, integer, object, type Schema, string } from '../core/schema.ts';
import { MOST_PAYLOAD, type Outgoing } from './message.ts';
import type { Qos } from './settings.ts';
import { checkTopic } from './topic.ts';

interface PublishDeps {
  readonly publish: (message: Outgoing) => Promise<void>;
  /** What words in topic and payload become. */
  readonly facts: (cause: Cause | undefined) => TextFacts;
}

/** What rules can tell the broker. Topic and payload know modifiers and the fields of the event. */
export const mqttActions = ({ publish, facts }: PublishDeps): Action[] => [
  defineAction({
    id: 'mqtt.publish',
    title: 'Publish MQTT message',
    args: object({
      topic: string({ minLength: 1, maxLength: 1024 }),
      payload: string({ maxLength: MOST_PAYLOAD, default: '' }),
      qos: integer({ minimum: 0, maximum: 2, default: 0 }) as Schema<Qos>,
      retain: boolean({ default: false }),
    }),
    run: async ({ topic, payload, qos, retain }, cause) => {
      const words = facts(cause);
      const filled = { topic: fillText(topic, words), payload: fillText(payload, words, escapeFor(payload)) };
      checkTopic(filled.topic, 'topic');
      if (Buffer.byteLength(filled.payload) > MOST_PAYLOAD)
        throw invalid(`payload must be at most ${MOST_PAYLOAD} bytes`, 'payload');
      await publish({ ...filled, qos, retain });
    },
  }),
];
