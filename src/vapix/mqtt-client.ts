import { invalid } from '../core/fault.ts';
import { boolean, choice, integer, object, optional, type Schema, string } from '../core/schema.ts';
import { type Mqtt, type MqttSettings, type MqttSettingsChange, type NoticeSettings, portOf } from '../mqtt/index.ts';
import { type JsonApi, jsonMethod, NO_PARAMS } from './json-api.ts';

/** What the CGIs need of the MQTT client. */
export type VapixMqtt = Pick<Mqtt, 'settings' | 'has' | 'defaults' | 'status' | 'change'>;

/** The domain checks lengths and limits; here is only what VAPIX calls things. */
const NOTICE = object({
  useDefault: boolean(),
  topic: optional(string()),
  message: optional(string()),
  retain: optional(boolean()),
  qos: optional(integer()),
});
const CONFIG = {
  server: optional(
    object({
      protocol: choice(['tcp', 'ssl', 'ws', 'wss'], { default: 'tcp' }),
      host: string({ minLength: 1, maxLength: 253 }),
      port: integer({ minimum: 0, maximum: 65_535, default: 0 }),
      basepath: string({ maxLength: 1024, default: '' }),
      alpnProtocol: string({ default: '' }),
    }),
  ),
  username: optional(string({ maxLength: 256 })),
  password: optional(string({ maxLength: 256 })),
  keepExistingPassword: optional(boolean()),
  clientId: optional(string({ maxLength: 256 })),
  keepAliveInterval: optional(integer({ minimum: 0, maximum: 65_535 })),
  connectTimeout: optional(integer({ minimum: 1, maximum: 3600 })),
  cleanSession: optional(boolean()),
  autoReconnect: optional(boolean()),
  deviceTopicPrefix: optional(string({ maxLength: 256 })),
  lastWillTestament: optional(NOTICE),
  connectMessage: optional(NOTICE),
  disconnectMessage: optional(NOTICE),
  ssl: optional(
    object({
      validateServerCert: boolean({ default: true }),
      clientCertID: optional(string()),
      CACertID: optional(string()),
    }),
  ),
};
type ValueOf<S> = S extends Schema<infer T> ? T : never;
const CONFIG_SCHEMA = object(CONFIG);
type Config = ValueOf<typeof CONFIG_SCHEMA>;

/** `mqtt/client.cgi`: how the speaker is connected to a broker. */
export const mqttClient = (mqtt: VapixMqtt): JsonApi => ({
  path: '/axis-cgi/mqtt/client.cgi',
  version: '1.6',
  errors: 'device',
  methods: {
    configureClient: jsonMethod({
      access: 'admin',
      // Some clients put everything into a `config` of its own, as getClientStatus shows it.
      params: object({ ...CONFIG, config: optional(CONFIG_SCHEMA) }),
      run: async ({ config, ...params }) => {
        await mqtt.change({ client: clientChange({ ...config, ...params }) });
        return {};
      },
    }),
    activateClient: jsonMethod({ access: 'admin', params: NO_PARAMS, run: () => activate(mqtt, true) }),
    deactivateClient: jsonMethod({ access: 'admin', params: NO_PARAMS, run: () => activate(mqtt, false) }),
    getClientStatus: jsonMethod({
      access: 'admin',
      params: NO_PARAMS,
      run: () => ({
        status: {
          state: mqtt.settings.client.active ? 'active' : 'inactive',
          // Clients compare these words as they are.
          connectionStatus: mqtt.status.state === 'connected' ? 'connected' : 'disconnected',
        },
        config: shownConfig(mqtt),
      }),
    }),
  },
});

async function activate(mqtt: VapixMqtt, active: boolean) {
  await mqtt.change({ client: { active } });
  return {};
}

type ClientChange = NonNullable<MqttSettingsChange['client']>;

/**
 * All that VAPIX can tell is replaced: what is left out takes its default, a message that is left out is not sent.
 * Certificates are given to the page, not here; they stay.
 */
function clientChange(config: Config): ClientChange {
  const { server, ssl = { validateServerCert: true } } = config;
  if (server === undefined) throw invalid('server is missing', 'server');
  for (const id of [ssl.clientCertID, ssl.CACertID]) {
    if (id !== undefined && id !== '') throw invalid(`there is no certificate ${id.slice(0, 40)}`, 'ssl');
  }
  return {
    host: server.host,
    protocol: server.protocol,
    port: server.port,
    basePath: server.basepath,
    alpnProtocol: server.alpnProtocol,
    validateServerCert: ssl.validateServerCert,
    ...(config.keepExistingPassword === true ? {} : { password: config.password ?? '' }),
    ...plainPart(config),
    lastWill: noticeChange(config.lastWillTestament),
    connectMessage: noticeChange(config.connectMessage),
    disconnectMessage: noticeChange(config.disconnectMessage),
  };
}

const plainPart = (config: Config): ClientChange => ({
  username: config.username ?? '',
  clientId: config.clientId ?? '',
  keepAliveInterval: config.keepAliveInterval ?? 60,
  connectTimeout: config.connectTimeout ?? 60,
  cleanSession: config.cleanSession ?? true,
  autoReconnect: config.autoReconnect ?? true,
  deviceTopicPrefix: config.deviceTopicPrefix ?? '',
});

const UNSENT = { useDefault: true, topic: '', message: '', qos: 1, retain: true } as const;

/** @throws Fault `invalid` */
function noticeChange(notice: ValueOf<typeof NOTICE> | undefined): NoticeSettings {
  if (notice === undefined) return { send: false, ...UNSENT };
  const { useDefault, topic = '', message = '', retain = true, qos = 1 } = notice;
  if (qos !== 0 && qos !== 1 && qos !== 2) throw invalid('qos must be 0, 1 or 2', 'qos');
  return { send: true, useDefault, topic, message, retain, qos };
}

function shownConfig({ settings, has, defaults }: VapixMqtt) {
  const { client } = settings;
  return {
    activateOnReboot: client.active,
    server: shownServer(settings),
    username: client.username,
    password: has.password ? '*****' : '',
    clientId: client.clientId === '' ? defaults.clientId : client.clientId,
    keepAliveInterval: client.keepAliveInterval,
    connectTimeout: client.connectTimeout,
    cleanSession: client.cleanSession,
    autoReconnect: client.autoReconnect,
    deviceTopicPrefix: client.deviceTopicPrefix === '' ? defaults.deviceTopicPrefix : client.deviceTopicPrefix,
    ...shownNotice('lastWillTestament', client.lastWill),
    ...shownNotice('connectMessage', client.connectMessage),
    ...shownNotice('disconnectMessage', client.disconnectMessage),
    ssl: { validateServerCert: client.validateServerCert },
  };
}

const shownServer = (settings: MqttSettings) => ({
  protocol: settings.client.protocol,
  host: settings.client.host,
  port: portOf(settings),
  basepath: settings.client.basePath,
  alpnProtocol: settings.client.alpnProtocol,
});

function shownNotice(name: string, { send, useDefault, topic, message, retain, qos }: NoticeSettings) {
  if (!send) return {};
  return { [name]: useDefault ? { useDefault } : { useDefault, topic, message, retain, qos } };
}
