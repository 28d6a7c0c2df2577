import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { generate } from 'selfsigned';
import { Fault } from '../../../src/core/fault.ts';
import { DEFAULT_SETTINGS, type MqttSecrets, type MqttSettingsChange, NO_SECRETS } from '../../../src/mqtt/settings.ts';
import { SettingsStore } from '../../../src/mqtt/settings-store.ts';
import { memoryFile } from '../../support/memory-file.ts';
import { SERIAL } from '../../support/mqtt-rig.ts';

function store(content: MqttSettingsChange = {}, secrets: MqttSecrets = NO_SECRETS) {
  const file = memoryFile<MqttSettingsChange>(content);
  const secretsFile = memoryFile(secrets);
  const checkEventFilter = (text: string) => {
    if (text === 'bad') throw new Fault('invalid', 'bad is no topic', { field: 'topic' });
  };
  return { file, secretsFile, store: new SettingsStore({ file, secretsFile, serial: SERIAL, checkEventFilter }) };
}

const active = { active: true, host: '192.0.2.1' };

describe('the settings of the MQTT client', () => {
  it('keep what is secret in a file of its own', async () => {
    const { store: settings, file, secretsFile } = store();
    await settings.change({ client: { ...active, username: 'u', password: 'secret 1' } });
    assert.equal(secretsFile.content.password, 'secret 1');
    assert.ok(!JSON.stringify(file.content).includes('secret 1'));
    await settings.change({ client: { port: 1884 } });
    assert.equal(settings.secrets.password, 'secret 1', 'left out stays');
    await settings.change({ client: { password: '' } });
    assert.equal(settings.secrets.password, '');
  });

  it('are what they were where the disk is full', async () => {
    const { store: settings, file } = store();
    file.failing = true;
    await assert.rejects(settings.change({ client: active }), /disk full/);
    assert.deepEqual(settings.settings, DEFAULT_SETTINGS);
    file.failing = false;
    await settings.change({ client: active });
    assert.equal(settings.settings.client.active, true);
  });

  it('leave the client off where only half of a change survived', async () => {
    const { cert } = await pair;
    const { store: settings } = store({ client: { ...active, clientCertificate: cert } });
    await settings.load();
    assert.equal(settings.settings.client.active, false);
    assert.equal(settings.settings.client.host, '192.0.2.1');
  });

  const pair = generate([{ name: 'commonName', value: 'speaker' }]).then(({ cert, private: key }) => ({ cert, key }));

  it('take a certificate with its own key only', async () => {
    const { store: settings } = store();
    const { cert, key } = await pair;
    const other = await generate([{ name: 'commonName', value: 'other' }]);
    const refused = (client: object, field: string) =>
      assert.rejects(settings.change({ client }), { kind: 'invalid', field });
    await refused({ clientCertificate: cert }, 'clientKey');
    await refused({ clientCertificate: cert, clientKey: other.private }, 'clientKey');
    await refused({ clientCertificate: 'x', clientKey: key }, 'clientCertificate');
    await refused({ clientKey: '-----BEGIN PRIVATE KEY-----' }, 'clientKey');
    await refused({ caCertificate: key }, 'caCertificate');
    await settings.change({ client: { clientCertificate: cert, clientKey: key, caCertificate: cert } });
  });

  const notice = { send: true, useDefault: false, topic: '', message: '', qos: 0, retain: false } as const;
  const subscription = { topicFilter: 'a', useDeviceTopicPrefix: false, qos: 0, isStateData: false } as const;
  const refusals: [string, MqttSettingsChange, string][] = [
    ['no host', { client: { active: true } }, 'host'],
    ['an address of a page for a host', { client: { host: 'http://x' } }, 'host'],
    ['ALPN without TLS', { client: { alpnProtocol: 'mqtt' } }, 'alpnProtocol'],
    ['ALPN of 256 bytes', { client: { protocol: 'ssl', alpnProtocol: 'ä'.repeat(128) } }, 'alpnProtocol'],
    ['a prefix with a wildcard', { client: { deviceTopicPrefix: 'a/#' } }, 'deviceTopicPrefix'],
    ['a last will without a topic', { client: { lastWill: notice } }, 'lastWill.topic'],
    [
      'a filter of events that is none',
      { publication: { filters: [{ topicFilter: 'bad', qos: 0, retain: 'none' }] } },
      'topicFilter',
    ],
    ['a subscription twice', { subscriptions: [subscription, { ...subscription, qos: 1 }] }, 'topicFilter'],
    ['a subscription that is no filter', { subscriptions: [{ ...subscription, topicFilter: 'a/#/b' }] }, 'topicFilter'],
    ['a prefix of Home Assistant with a wildcard', { homeAssistant: { prefix: '+' } }, 'prefix'],
  ];
  for (const [what, change, field] of refusals) {
    it(`refuse ${what}`, async () => {
      const { store: settings } = store();
      await assert.rejects(settings.change(change), { kind: 'invalid', field });
      assert.deepEqual(settings.settings, DEFAULT_SETTINGS);
    });
  }
});
