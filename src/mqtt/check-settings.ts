import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Fault, invalid } from '../core/fault.ts';
import { clientIdOf, devicePrefix, fullFilter } from './naming.ts';
import { type ClientSettings, isSecure, type MqttSecrets, type MqttSettings } from './settings.ts';
import { checkFilter, checkTopic } from './topic.ts';

export interface CheckOptions {
  readonly serial: string;
  /** @throws Fault where the text is no filter of events */
  readonly checkEventFilter: (text: string) => void;
}

/** What needs more than one setting, or more than a schema. @throws Fault `invalid` that names the field */
export function checkSettings(settings: MqttSettings, secrets: MqttSecrets, options: CheckOptions): void {
  const { client, publication, homeAssistant } = settings;
  checkClient(client);
  checkCertificates(client, secrets);
  checkTopic(devicePrefix(settings, options.serial), 'deviceTopicPrefix');
  if (clientIdOf(settings, options.serial).includes('\0'))
    throw invalid('clientId must not hold the character 0', 'clientId');
  if (publication.topicPrefix !== '') checkTopic(publication.topicPrefix, 'topicPrefix');
  for (const { topicFilter } of publication.filters)
    inField('topicFilter', () => options.checkEventFilter(topicFilter));
  checkSubscriptions(settings, options.serial);
  checkTopic(homeAssistant.prefix, 'prefix');
}

function checkClient(client: ClientSettings): void {
  const { host, active, protocol, alpnProtocol, basePath } = client;
  if (active && host === '') throw invalid('host is missing', 'host');
  if (/[\s/@?#]/u.test(host)) throw invalid('host must be a name or an address alone', 'host');
  if (Buffer.byteLength(alpnProtocol) > 255) throw invalid('alpnProtocol must be at most 255 bytes', 'alpnProtocol');
  if (/[\s#]/u.test(basePath)) throw invalid('basePath must not hold spaces or #', 'basePath');
  if (alpnProtocol !== '' && !isSecure(protocol)) throw invalid('ALPN goes with ssl and wss only', 'alpnProtocol');
  checkNotices(client);
}

function checkNotices(client: ClientSettings): void {
  for (const name of ['lastWill', 'connectMessage', 'disconnectMessage'] as const) {
    const { send, useDefault, topic } = client[name];
    if (send && !useDefault) checkTopic(topic, `${name}.topic`);
  }
}

function checkCertificates({ caCertificate, clientCertificate }: ClientSettings, { clientKey }: MqttSecrets): void {
  if (caCertificate !== '') certificate(caCertificate, 'caCertificate');
  const key = clientKey === '' ? undefined : readKey(clientKey);
  if (clientCertificate === '') return;
  const own = certificate(clientCertificate, 'clientCertificate');
  if (key === undefined) throw invalid('clientKey is missing: the client certificate needs its key', 'clientKey');
  if (!own.checkPrivateKey(key)) throw invalid('clientKey is not that of the client certificate', 'clientKey');
}

function certificate(pem: string, field: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new Fault('invalid', `${field} is no certificate in the form PEM`, { field, cause: error });
  }
}

function readKey(pem: string) {
  try {
    return createPrivateKey(pem);
  } catch {
    // The reason could quote the key.
    throw invalid('clientKey is no private key in the form PEM, without a password', 'clientKey');
  }
}

function checkSubscriptions(settings: MqttSettings, serial: string): void {
  const seen = new Set<string>();
  for (const subscription of settings.subscriptions) {
    checkFilter(subscription.topicFilter, 'topicFilter');
    const full = fullFilter(subscription, devicePrefix(settings, serial));
    checkFilter(full, 'topicFilter');
    if (seen.has(full)) throw invalid(`there are two subscriptions of ${full}`, 'topicFilter');
    seen.add(full);
  }
}

function inField(field: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof Fault ? new Fault(error.kind, error.message, { field, cause: error }) : error;
  }
}
