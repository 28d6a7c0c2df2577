import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Role } from '../../../src/core/role.ts';
import { SERIAL } from '../../support/mqtt-rig.ts';
import { fakeVapix } from '../../support/vapix.ts';

interface Reply {
  readonly data?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
}

function vapix() {
  const fake = fakeVapix();
  const call = async (cgi: 'client' | 'event', method: string, params?: object, role: Role = 'admin') => {
    const body = JSON.stringify({ apiVersion: '1.0', method, ...(params && { params }) });
    const { text } = await fake.ask(`POST /axis-cgi/mqtt/${cgi}.cgi`, { role, body });
    return JSON.parse(text) as Reply;
  };
  return { ...fake, call };
}

const SERVER = { protocol: 'ssl', host: 'mqtt.example.com', port: 0, alpnProtocol: 'mqtt' };

describe('mqtt/client.cgi', () => {
  it('tells what is set before anybody set anything', async () => {
    const { data } = await vapix().call('client', 'getClientStatus');
    assert.deepEqual(data?.['status'], { state: 'inactive', connectionStatus: 'disconnected' });
    const config = data['config'] as Record<string, unknown>;
    assert.equal(config['deviceTopicPrefix'], `axis/${SERIAL}`);
    assert.equal(config['clientId'], `axis-${SERIAL}`);
    assert.equal(config['password'], '');
    assert.deepEqual(config['lastWillTestament'], { useDefault: true });
    assert.deepEqual(config['server'], { protocol: 'tcp', host: '', port: 1883, basepath: '', alpnProtocol: '' });
  });

  it('replaces all; a message that is left out is not sent, the password stays where that is asked for', async () => {
    const { call, mqtt } = vapix();
    const notice = { useDefault: false, topic: 'a/b', message: 'c', retain: false, qos: 2 };
    const params = {
      server: SERVER,
      username: 'u',
      password: 'secret 1',
      connectMessage: notice,
      keepAliveInterval: 30,
    };
    assert.deepEqual((await call('client', 'configureClient', params)).data, {});
    const { data } = await call('client', 'getClientStatus');
    const config = data?.['config'] as Record<string, unknown>;
    assert.deepEqual(config['connectMessage'], notice);
    assert.equal(config['lastWillTestament'], undefined);
    assert.equal(config['password'], '*****');
    assert.equal((config['server'] as { port: number }).port, 8883);
    assert.ok(!JSON.stringify(data).includes('secret 1'));
    await call('client', 'configureClient', { server: SERVER, username: 'u', keepExistingPassword: true });
    assert.equal(mqtt.has.password, true);
    assert.equal(mqtt.settings.client.keepAliveInterval, 60);
    await call('client', 'configureClient', { server: SERVER, username: 'u' });
    assert.equal(mqtt.has.password, false);
  });

  it('takes a config of its own, as getClientStatus shows it', async () => {
    const { call, mqtt } = vapix();
    await call('client', 'configureClient', { config: { server: { host: '192.0.2.1' }, clientId: 'hall' } });
    assert.deepEqual([mqtt.settings.client.host, mqtt.settings.client.clientId], ['192.0.2.1', 'hall']);
  });

  it('switches the client on and off', async () => {
    const { call, mqtt } = vapix();
    assert.equal((await call('client', 'activateClient')).error?.code, 2104);
    await call('client', 'configureClient', { server: { ...SERVER, host: '127.0.0.1', port: 1 } });
    assert.deepEqual((await call('client', 'activateClient')).data, {});
    assert.equal(mqtt.settings.client.active, true);
    assert.deepEqual((await call('client', 'deactivateClient')).data, {});
    assert.equal(mqtt.settings.client.active, false);
  });

  for (const [what, params, code] of [
    ['there is no server', {}, 2104],
    ['there is no host', { server: { protocol: 'tcp' } }, 2104],
    ['the protocol is another', { server: { ...SERVER, protocol: 'quic' } }, 2104],
    ['the certificate is not there', { server: SERVER, ssl: { validateServerCert: true, CACertID: 'mine' } }, 2104],
    ['a topic of one’s own is missing', { server: SERVER, connectMessage: { useDefault: false } }, 2104],
    ['ALPN goes with no TLS', { server: { ...SERVER, protocol: 'tcp' } }, 2104],
    ['a QoS is unknown', { server: SERVER, connectMessage: { useDefault: true, qos: 3 } }, 2104],
  ] as const) {
    it(`says ${code} where ${what}`, async () => {
      const { call, mqtt } = vapix();
      assert.equal((await call('client', 'configureClient', params)).error?.code, code);
      assert.equal(mqtt.settings.client.host, '');
    });
  }

  it('is for admins', async () => {
    const { call } = vapix();
    for (const method of ['getClientStatus', 'activateClient', 'deactivateClient'])
      assert.equal((await call('client', method, undefined, 'operator')).error?.code, 2105);
  });
});

describe('mqtt/event.cgi', () => {
  it('takes filters of events, and what is left out stays', async () => {
    const { call } = vapix();
    const filters = [{ topicFilter: 'onvif:Device//.', qos: 1, retain: 'property' }];
    await call('event', 'configureEventPublication', { eventFilterList: filters, includeTopicNamespaces: false });
    await call('event', 'configureEventPublication', { topicPrefix: 'custom', customTopicPrefix: 'site/hall' });
    assert.deepEqual((await call('event', 'getEventPublicationConfig')).data, {
      eventPublicationConfig: {
        topicPrefix: 'custom',
        customTopicPrefix: 'site/hall',
        appendEventTopic: true,
        includeTopicNamespaces: false,
        includeSerialNumberInPayload: false,
        eventFilterList: filters,
      },
    });
    await call('event', 'configureEventPublication', { topicPrefix: 'default' });
    const { data } = await call('event', 'getEventPublicationConfig');
    assert.equal((data?.['eventPublicationConfig'] as { topicPrefix: string }).topicPrefix, 'default');
  });

  it('takes subscriptions', async () => {
    const { call } = vapix();
    const list = [{ topicFilter: 'a/+', useDeviceTopicPrefix: false, qos: 2, isStateData: true }];
    await call('event', 'configureMqttSubscription', { mqttFilterList: list });
    assert.deepEqual((await call('event', 'getMqttSubscriptionConfig')).data, {
      mqttSubscriptionConfig: { mqttFilterList: list },
    });
  });

  for (const [what, method, params, code] of [
    ['is no topic', 'configureEventPublication', { eventFilterList: [{ topicFilter: 'lens:Zoom' }] }, 2104],
    ['is no filter', 'configureMqttSubscription', { mqttFilterList: [{ topicFilter: 'a/#/b' }] }, 2104],
    ['is missing', 'configureMqttSubscription', {}, 2103],
    ['is without its prefix', 'configureEventPublication', { topicPrefix: 'custom' }, 2104],
  ] as const) {
    it(`says ${code} where what is asked for ${what}`, async () => {
      assert.equal((await vapix().call('event', method, params)).error?.code, code);
    });
  }
});
