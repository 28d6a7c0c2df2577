/** The speaker as a client of an MQTT broker. Part of contract.ts. */

/**
 * GET /api/mqtt (operator). PATCH /api/mqtt (admin) takes MqttChange, applies it at once and answers like GET.
 * POST /api/mqtt/test (admin) takes MqttChange too, connects once with it, changes nothing and answers with
 * RecipientTest. POST /api/mqtt/discovery (admin) announces anew to Home Assistant; 409 where that is switched off, 503
 * where there is no connection.
 */
export interface Mqtt {
  readonly client: MqttClient;
  /** What stands in the place of an empty client id and device topic prefix. */
  readonly defaults: Pick<MqttClient, 'clientId' | 'deviceTopicPrefix'>;
  readonly status: MqttStatus;
  readonly publication: MqttPublication;
  readonly subscriptions: readonly MqttSubscription[];
  readonly homeAssistant: HomeAssistant;
}

/** Told anew by `changed: 'mqtt'`. */
export interface MqttStatus {
  readonly state: 'off' | 'connecting' | 'connected' | 'waiting';
  /** Why it is not connected, or what the broker does not allow. */
  readonly problem?: string;
  /** ISO 8601: since when the state is what it is. */
  readonly since: string;
  /** What had to be left out since the start: a sentence. Left out where nothing was. */
  readonly note?: string;
}

export type MqttProtocol = 'tcp' | 'ssl' | 'ws' | 'wss';

export interface MqttClient {
  /** Whether it is connected to the broker, and whenever the speaker starts. */
  readonly active: boolean;
  readonly host: string;
  readonly protocol: MqttProtocol;
  /** 0 is the usual one of the protocol: 1883, 8883, 80, 443. */
  readonly port: number;
  /** `ws` and `wss` only. */
  readonly basePath: string;
  /** At most 255 bytes, `ssl` and `wss` only; empty for none. */
  readonly alpnProtocol: string;
  readonly username: string;
  /** Whether there is one; itself it is told to nobody. */
  readonly hasPassword: boolean;
  /** Empty is `axis-<serial number>`. */
  readonly clientId: string;
  /** s; 0 is none. */
  readonly keepAliveInterval: number;
  /** s, from the address to the broker's yes. */
  readonly connectTimeout: number;
  readonly cleanSession: boolean;
  readonly autoReconnect: boolean;
  /** What topics begin with; empty is `axis/<serial number>`. */
  readonly deviceTopicPrefix: string;
  readonly validateServerCert: boolean;
  /** PEM; empty trusts the authorities that the system trusts. */
  readonly caCertificate: string;
  /** PEM; empty for none. */
  readonly clientCertificate: string;
  readonly hasClientKey: boolean;
  readonly lastWill: MqttNotice;
  readonly connectMessage: MqttNotice;
  readonly disconnectMessage: MqttNotice;
}

/** What is published when the connection begins, ends or is lost. */
export interface MqttNotice {
  readonly send: boolean;
  /** Topic and message are those of the speaker: `<prefix>/event/connection`. */
  readonly useDefault: boolean;
  readonly topic: string;
  readonly message: string;
  readonly qos: MqttQos;
  readonly retain: boolean;
}

export type MqttQos = 0 | 1 | 2;

/** Which events are published, and how; at most 256 filters, of which the first that fits counts. */
export interface MqttPublication {
  /** Empty takes the device's. */
  readonly topicPrefix: string;
  /** `<prefix>/event/<topic of the event>` in the place of `<prefix>/event`. */
  readonly appendEventTopic: boolean;
  /** `onvif:` and `axis:` in topics. */
  readonly includeTopicNamespaces: boolean;
  readonly includeSerialNumberInPayload: boolean;
  readonly filters: readonly MqttFilter[];
}

export interface MqttFilter {
  /** The topic of an event, `onvif:Device/axis:IO/VirtualInput`; with `//.` at its end all below it, `//.` alone all. */
  readonly topicFilter: string;
  readonly qos: MqttQos;
  /** `property`: states only. What is retained is published at every connection. */
  readonly retain: 'none' | 'property' | 'all';
}

/**
 * What the speaker listens to, at most 100; each message is the event `mqtt.message` or, where it is another than before,
 * `mqtt.state`. Messages of more than 8192 bytes are left out.
 */
export interface MqttSubscription {
  readonly topicFilter: string;
  /** Whether the device's prefix stands before the filter. */
  readonly useDeviceTopicPrefix: boolean;
  readonly qos: MqttQos;
  /** The last message stays true: a condition that holds. */
  readonly isStateData: boolean;
}

/** Whether Home Assistant finds the speaker by itself, and may drive it. */
export interface HomeAssistant {
  readonly enabled: boolean;
  /** `homeassistant` unless it was changed there. */
  readonly prefix: string;
}

/** What is left out stays as it is. `password` and `clientKey` (PEM): empty takes them away. */
export interface MqttChange {
  readonly client?: Partial<Omit<MqttClient, 'hasPassword' | 'hasClientKey'>> & {
    readonly password?: string;
    readonly clientKey?: string;
  };
  readonly publication?: Partial<MqttPublication>;
  readonly subscriptions?: readonly MqttSubscription[];
  readonly homeAssistant?: Partial<HomeAssistant>;
}
