import type { Outgoing } from './message.ts';
import type { MqttSettings, NoticeSettings, SubscriptionSettings } from './settings.ts';

/** What topics of this speaker begin with. */
export const devicePrefix = ({ client }: Pick<MqttSettings, 'client'>, serial: string): string =>
  client.deviceTopicPrefix === '' ? `axis/${serial}` : client.deviceTopicPrefix;

/** The filter of a subscription as the broker gets it. */
export const fullFilter = (
  { topicFilter, useDeviceTopicPrefix }: Pick<SubscriptionSettings, 'topicFilter' | 'useDeviceTopicPrefix'>,
  prefix: string,
): string => (useDeviceTopicPrefix ? `${prefix}/${topicFilter}` : topicFilter);

export const clientIdOf = ({ client }: Pick<MqttSettings, 'client'>, serial: string): string =>
  client.clientId === '' ? `axis-${serial}` : client.clientId;

/** Where the default messages about the connection go. */
export const connectionTopic = (prefix: string): string => `${prefix}/event/connection`;

/** What a notice tells by default (VAPIX, MQTT client API). */
export interface ConnectionTold {
  readonly connected: boolean;
  readonly description: string;
  /** Unknown for a last will: the broker publishes it some day. */
  readonly at: Date | undefined;
}

/** The notice as a message; undefined where none is to be sent. */
export function noticeMessage(
  notice: NoticeSettings,
  { connected, description, at }: ConnectionTold,
  { prefix, serial }: { readonly prefix: string; readonly serial: string },
): Outgoing | undefined {
  const { send, useDefault, topic, message, qos, retain } = notice;
  if (!send) return undefined;
  if (!useDefault) return { topic, payload: message, qos, retain };
  const told = { serialNumber: serial, connected, description, timestamp: at?.getTime() ?? null };
  return { topic: connectionTopic(prefix), payload: JSON.stringify(told), qos, retain };
}
