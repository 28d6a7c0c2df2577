import { boolean, choice, integer, list, object, optional, type Schema, string } from '../core/schema.ts';

export type Qos = 0 | 1 | 2;

/** A message that is published when the connection begins, ends or is lost. */
export interface NoticeSettings {
  readonly send: boolean;
  /** Topic and message are the speaker's own. */
  readonly useDefault: boolean;
  readonly topic: string;
  readonly message: string;
  readonly qos: Qos;
  readonly retain: boolean;
}

const PROTOCOLS = ['tcp', 'ssl', 'ws', 'wss'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Whether it goes over TLS. */
export const isSecure = (protocol: Protocol): boolean => protocol === 'ssl' || protocol === 'wss';

export interface ClientSettings {
  readonly active: boolean;
  readonly host: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly basePath: string;
  readonly alpnProtocol: string;
  readonly username: string;
  readonly clientId: string;
  readonly keepAliveInterval: number;
  readonly connectTimeout: number;
  readonly cleanSession: boolean;
  readonly autoReconnect: boolean;
  readonly deviceTopicPrefix: string;
  readonly validateServerCert: boolean;
  readonly caCertificate: string;
  readonly clientCertificate: string;
  readonly lastWill: NoticeSettings;
  readonly connectMessage: NoticeSettings;
  readonly disconnectMessage: NoticeSettings;
}

export interface PublicationFilter {
  readonly topicFilter: string;
  readonly qos: Qos;
  readonly retain: 'none' | 'property' | 'all';
}

export interface PublicationSettings {
  readonly topicPrefix: string;
  readonly appendEventTopic: boolean;
  readonly includeTopicNamespaces: boolean;
  readonly includeSerialNumberInPayload: boolean;
  readonly filters: readonly PublicationFilter[];
}

export interface SubscriptionSettings {
  readonly topicFilter: string;
  readonly useDeviceTopicPrefix: boolean;
  readonly qos: Qos;
  readonly isStateData: boolean;
}

export interface HomeAssistantSettings {
  readonly enabled: boolean;
  readonly prefix: string;
}

/** All that is set; what is secret lies in another file. */
export interface MqttSettings {
  readonly client: ClientSettings;
  readonly publication: PublicationSettings;
  readonly subscriptions: readonly SubscriptionSettings[];
  readonly homeAssistant: HomeAssistantSettings;
}

/** Empty where there is none. */
export interface MqttSecrets {
  readonly password: string;
  readonly clientKey: string;
}

/** What changes; what is left out stays. */
export interface MqttSettingsChange {
  readonly client?: Partial<ClientSettings & MqttSecrets>;
  readonly publication?: Partial<PublicationSettings>;
  readonly subscriptions?: readonly SubscriptionSettings[];
  readonly homeAssistant?: Partial<HomeAssistantSettings>;
}

const NOTICE: NoticeSettings = { send: true, useDefault: true, topic: '', message: '', qos: 1, retain: true };

export const DEFAULT_SETTINGS: MqttSettings = {
  client: {
    active: false,
    host: '',
    protocol: 'tcp',
    port: 0,
    basePath: '',
    alpnProtocol: '',
    username: '',
    clientId: '',
    keepAliveInterval: 60,
    connectTimeout: 60,
    cleanSession: true,
    autoReconnect: true,
    deviceTopicPrefix: '',
    validateServerCert: true,
    caCertificate: '',
    clientCertificate: '',
    lastWill: NOTICE,
    connectMessage: NOTICE,
    disconnectMessage: NOTICE,
  },
  publication: {
    topicPrefix: '',
    appendEventTopic: true,
    includeTopicNamespaces: true,
    includeSerialNumberInPayload: false,
    filters: [],
  },
  subscriptions: [],
  homeAssistant: { enabled: false, prefix: 'homeassistant' },
};

export const NO_SECRETS: MqttSecrets = { password: '', clientKey: '' };

/** MQTT's limit for user names, passwords and ids is 65,535 bytes; nobody needs so many. */
const WORD = string({ maxLength: 256 });
const PATH = string({ maxLength: 1024 });
const FILTER = string({ minLength: 1, maxLength: 1024 });
const PEM = string({ maxLength: 32_768 });
const QOS = integer({ minimum: 0, maximum: 2 }) as Schema<Qos>;

const NOTICE_SCHEMA: Schema<NoticeSettings> = object({
  send: boolean(),
  useDefault: boolean(),
  topic: PATH,
  message: string({ maxLength: 8192 }),
  qos: QOS,
  retain: boolean(),
});

const CLIENT_SHAPE = {
  active: optional(boolean()),
  host: optional(string({ maxLength: 253 })),
  protocol: optional(choice(PROTOCOLS)),
  port: optional(integer({ minimum: 0, maximum: 65_535 })),
  basePath: optional(PATH),
  alpnProtocol: optional(string({ maxLength: 255 })),
  username: optional(WORD),
  clientId: optional(WORD),
  keepAliveInterval: optional(integer({ minimum: 0, maximum: 65_535 })),
  connectTimeout: optional(integer({ minimum: 1, maximum: 3600 })),
  cleanSession: optional(boolean()),
  autoReconnect: optional(boolean()),
  deviceTopicPrefix: optional(string({ maxLength: 256 })),
  validateServerCert: optional(boolean()),
  caCertificate: optional(PEM),
  clientCertificate: optional(PEM),
  lastWill: optional(NOTICE_SCHEMA),
  connectMessage: optional(NOTICE_SCHEMA),
  disconnectMessage: optional(NOTICE_SCHEMA),
};
const PUBLICATION: Schema<Partial<PublicationSettings>> = object({
  topicPrefix: optional(string({ maxLength: 256 })),
  appendEventTopic: optional(boolean()),
  includeTopicNamespaces: optional(boolean()),
  includeSerialNumberInPayload: optional(boolean()),
  filters: optional(
    list(object({ topicFilter: FILTER, qos: QOS, retain: choice(['none', 'property', 'all']) }), { maxItems: 256 }),
  ),
});
const SUBSCRIPTIONS: Schema<readonly SubscriptionSettings[]> = list(
  object({ topicFilter: FILTER, useDeviceTopicPrefix: boolean(), qos: QOS, isStateData: boolean() }),
  { maxItems: 100 },
);
const HOME_ASSISTANT: Schema<Partial<HomeAssistantSettings>> = object({
  enabled: optional(boolean()),
  prefix: optional(string({ minLength: 1, maxLength: 256 })),
});

const PARTS = {
  publication: optional(PUBLICATION),
  subscriptions: optional(SUBSCRIPTIONS),
  homeAssistant: optional(HOME_ASSISTANT),
};

/** A change as others write it. */
export const SETTINGS_CHANGE: Schema<MqttSettingsChange> = object({
  ...PARTS,
  client: optional(object({ ...CLIENT_SHAPE, password: optional(WORD), clientKey: optional(PEM) })),
});

/** The file holds what differs from nothing; what a later release adds has its default. */
export const STORED_SETTINGS: Schema<Omit<MqttSettingsChange, 'client'> & { client?: Partial<ClientSettings> }> =
  object({ ...PARTS, client: optional(object(CLIENT_SHAPE)) });

export const STORED_SECRETS: Schema<MqttSecrets> = object({ password: string(), clientKey: string() });

/** The settings with a change in their place; nothing is checked that needs more than one of them. */
export function merged(settings: MqttSettings, change: MqttSettingsChange): MqttSettings {
  return {
    client: withoutSecrets({ ...settings.client, ...change.client }),
    publication: { ...settings.publication, ...change.publication },
    subscriptions: change.subscriptions ?? settings.subscriptions,
    homeAssistant: { ...settings.homeAssistant, ...change.homeAssistant },
  };
}

/** What is secret must not come into the other file. */
function withoutSecrets(client: ClientSettings & Partial<MqttSecrets>): ClientSettings {
  const bare = { ...client };
  delete bare.password;
  delete bare.clientKey;
  return bare;
}
