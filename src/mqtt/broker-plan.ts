import { isIP } from 'node:net';
import type { Outgoing } from './message.ts';
import { clientIdOf, devicePrefix, noticeMessage } from './naming.ts';
import { isSecure, type MqttSecrets, type MqttSettings, type Protocol } from './settings.ts';

/** Everything that one connection needs to know. */
export interface BrokerPlan {
  readonly protocol: Protocol;
  readonly host: string;
  readonly port: number;
  /** Of the WebSocket; begins with a slash. */
  readonly path: string;
  readonly tls: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly servername?: string;
    readonly ALPNProtocols?: string[];
    readonly rejectUnauthorized: boolean;
  };
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
  readonly keepAliveS: number;
  readonly timeoutMs: number;
  readonly cleanSession: boolean;
  readonly autoReconnect: boolean;
  readonly will: Outgoing | undefined;
}

const PORTS: Readonly<Record<Protocol, number>> = { tcp: 1883, ssl: 8883, ws: 80, wss: 443 };

export const portOf = ({ client: { port, protocol } }: Pick<MqttSettings, 'client'>): number =>
  port === 0 ? PORTS[protocol] : port;

export function brokerPlan(settings: MqttSettings, secrets: MqttSecrets, serial: string): BrokerPlan {
  const { client } = settings;
  const lost = { connected: false, description: 'Connection Lost', at: undefined };
  return {
    protocol: client.protocol,
    host: client.host,
    port: portOf(settings),
    path: `/${client.basePath.replace(/^\/+/u, '')}`,
    tls: isSecure(client.protocol) ? tlsOptions(settings, secrets) : { rejectUnauthorized: true },
    clientId: clientIdOf(settings, serial),
    username: client.username,
    password: secrets.password,
    keepAliveS: client.keepAliveInterval,
    timeoutMs: client.connectTimeout * 1000,
    cleanSession: client.cleanSession,
    autoReconnect: client.autoReconnect,
    will: noticeMessage(client.lastWill, lost, { prefix: devicePrefix(settings, serial), serial }),
  };
}

function tlsOptions({ client }: MqttSettings, { clientKey }: MqttSecrets): BrokerPlan['tls'] {
  const { host, alpnProtocol, caCertificate, clientCertificate, validateServerCert } = client;
  return {
    rejectUnauthorized: validateServerCert,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(caCertificate === '' ? {} : { ca: caCertificate }),
    ...(clientCertificate === '' ? {} : { cert: clientCertificate, key: clientKey }),
    ...(alpnProtocol === '' ? {} : { ALPNProtocols: [alpnProtocol] }),
  };
}
