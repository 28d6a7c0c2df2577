import type { Route } from '../http/index.ts';
import { type Mqtt as MqttDomain, SETTINGS_CHANGE } from '../mqtt/index.ts';
import type { Mqtt, MqttChange, RecipientTest } from './contract.ts';
import { bodyOf, json } from './json.ts';

/** What the page needs of the MQTT client. */
export type ApiMqtt = Pick<MqttDomain, 'settings' | 'has' | 'defaults' | 'status' | 'change' | 'test' | 'announce'>;

/** The speaker at an MQTT broker. */
export const mqttRoutes = ({ mqtt }: { readonly mqtt: ApiMqtt }): Route[] => [
  {
    path: '/api/mqtt',
    methods: ['GET'],
    access: 'operator',
    handle: () => json(shown(mqtt)),
  },
  {
    path: '/api/mqtt',
    methods: ['PATCH'],
    access: 'admin',
    body: SETTINGS_CHANGE,
    handle: async exchange => {
      const change: MqttChange = await bodyOf(SETTINGS_CHANGE, exchange);
      await mqtt.change(change);
      return json(shown(mqtt));
    },
  },
  {
    path: '/api/mqtt/test',
    methods: ['POST'],
    access: 'admin',
    body: SETTINGS_CHANGE,
    handle: async exchange => {
      const test: RecipientTest = await mqtt.test(await bodyOf(SETTINGS_CHANGE, exchange));
      return json(test);
    },
  },
  {
    path: '/api/mqtt/discovery',
    methods: ['POST'],
    access: 'admin',
    handle: async () => {
      await mqtt.announce();
      return undefined;
    },
  },
];

function shown({ settings, has, defaults, status }: ApiMqtt): Mqtt {
  const { client, publication, subscriptions, homeAssistant } = settings;
  return {
    client: { ...client, hasPassword: has.password, hasClientKey: has.clientKey },
    defaults,
    status: { ...status, since: status.since.toISOString() },
    publication,
    subscriptions,
    homeAssistant,
  };
}
