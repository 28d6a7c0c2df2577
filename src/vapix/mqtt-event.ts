import { boolean, choice, integer, list, object, optional, type Schema, string } from '../core/schema.ts';
import { invalid } from '../core/fault.ts';
import type { MqttSettings, MqttSettingsChange } from '../mqtt/index.ts';
import { type JsonApi, jsonMethod, NO_PARAMS } from './json-api.ts';
import type { VapixMqtt } from './mqtt-client.ts';

const QOS = integer({ minimum: 0, maximum: 2, default: 0 }) as Schema<0 | 1 | 2>;
const FILTER = string({ minLength: 1, maxLength: 1024 });

const PUBLICATION = object({
  topicPrefix: optional(choice(['default', 'custom'])),
  customTopicPrefix: optional(string({ maxLength: 256 })),
  appendEventTopic: optional(boolean()),
  includeTopicNamespaces: optional(boolean()),
  includeSerialNumberInPayload: optional(boolean()),
  eventFilterList: optional(
    list(object({ topicFilter: FILTER, qos: QOS, retain: choice(['none', 'property', 'all'], { default: 'none' }) }), {
      maxItems: 256,
    }),
  ),
});

/** `mqtt/event.cgi`: which events go to the broker, and which of its messages become events. */
export const mqttEvent = (mqtt: VapixMqtt): JsonApi => ({
  path: '/axis-cgi/mqtt/event.cgi',
  version: '1.3',
  errors: 'device',
  methods: {
    configureEventPublication: jsonMethod({
      access: 'admin',
      params: PUBLICATION,
      run: async wish => {
        await mqtt.change({ publication: publicationChange(wish) });
        return {};
      },
    }),
    getEventPublicationConfig: jsonMethod({
      access: 'admin',
      params: NO_PARAMS,
      run: () => ({ eventPublicationConfig: shownPublication(mqtt.settings) }),
    }),
    configureMqttSubscription: jsonMethod({
      access: 'admin',
      params: object({
        mqttFilterList: list(
          object({
            topicFilter: FILTER,
            useDeviceTopicPrefix: boolean({ default: true }),
            qos: QOS,
            isStateData: boolean({ default: false }),
          }),
          { maxItems: 100 },
        ),
      }),
      run: async ({ mqttFilterList }) => {
        await mqtt.change({ subscriptions: mqttFilterList });
        return {};
      },
    }),
    getMqttSubscriptionConfig: jsonMethod({
      access: 'admin',
      params: NO_PARAMS,
      run: () => ({ mqttSubscriptionConfig: { mqttFilterList: mqtt.settings.subscriptions } }),
    }),
  },
});

type PublicationWish = typeof PUBLICATION extends Schema<infer T> ? T : never;
type PublicationChange = NonNullable<MqttSettingsChange['publication']>;

/** What is left out stays. @throws Fault `invalid` for a custom prefix that is none */
function publicationChange({
  topicPrefix,
  customTopicPrefix = '',
  eventFilterList,
  ...plain
}: PublicationWish): PublicationChange {
  if (topicPrefix === 'custom' && customTopicPrefix === '')
    throw invalid('customTopicPrefix is missing', 'customTopicPrefix');
  return {
    ...plain,
    ...(topicPrefix === undefined ? {} : { topicPrefix: topicPrefix === 'custom' ? customTopicPrefix : '' }),
    ...(eventFilterList === undefined ? {} : { filters: eventFilterList }),
  };
}

const shownPublication = ({ publication: { filters, topicPrefix, ...plain } }: MqttSettings) => ({
  topicPrefix: topicPrefix === '' ? 'default' : 'custom',
  customTopicPrefix: topicPrefix,
  ...plain,
  eventFilterList: filters,
});
