import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, it } from 'mocha';
import type { Packet } from 'mqtt-packet';
import { systemClock } from '../../../src/core/clock.ts';
import type { MqttSettingsChange } from '../../../src/mqtt/settings.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { mqttRig } from '../../support/mqtt-rig.ts';
import { kind, type Script, scriptedBroker } from '../../support/scripted-broker.ts';
import { until } from '../../support/until.ts';

const offs: (() => unknown)[] = [];
afterEach(async () => {
  for (const off of offs.splice(0).reverse()) await off();
});

async function speaker(script: Script, change: MqttSettingsChange = {}, clock = systemClock) {
  const broker = await scriptedBroker(script);
  const rig = mqttRig({ clock });
  const stop = await rig.start();
  offs.push(
    () => rm(rig.folder, { recursive: true, force: true }),
    () => broker.close(),
    stop,
  );
  const client = { active: true, host: '127.0.0.1', port: broker.port, ...change.client };
  await rig.mqtt.change({ ...change, client });
  return { ...rig, broker };
}

const connected = async (script: Script, change?: MqttSettingsChange) => {
  const made = await speaker(script, change);
  await until('connected', () => made.mqtt.status.state === 'connected');
  return made;
};

describe('a broker that says no', () => {
  for (const [code, words] of [
    [1, /does not speak MQTT 3.1.1/],
    [2, /client id/],
    [3, /not available/],
    [4, /user name or the password/],
    [5, /does not allow/],
    [77, /return code 77/],
  ] as const) {
    it(`with ${code} is told of in words, and left`, async () => {
      const { mqtt, broker } = await speaker((packet, send) => {
        if (packet.cmd === 'connect') send({ cmd: 'connack', returnCode: code, sessionPresent: false });
      });
      await until('the refusal', () => mqtt.status.state === 'waiting');
      assert.match(mqtt.status.problem ?? '', words);
      await until('it is alone', () => broker.isAlone());
    });
  }

  it('to a subscription is told of in words, and all else goes on', async () => {
    const { mqtt, actions } = await connected(
      (packet, send) =>
        packet.cmd === 'subscribe' && packet.subscriptions.some(({ topic }) => topic === 'secret/#')
          ? send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: [128] })
          : kind(packet, send),
      {
        subscriptions: [
          { topicFilter: 'secret/#', useDeviceTopicPrefix: false, qos: 1, isStateData: false },
          { topicFilter: 'open/#', useDeviceTopicPrefix: false, qos: 1, isStateData: false },
        ],
      },
    );
    await until('the problem', () => mqtt.status.problem !== undefined);
    assert.match(mqtt.status.problem ?? '', /does not allow to subscribe to secret\/#$/);
    assert.equal(mqtt.status.state, 'connected');
    await actions[0]?.run({ topic: 'a', payload: 'b', qos: 1 });
    await mqtt.change({ subscriptions: [] });
    await until('no problem', () => mqtt.status.problem === undefined);
  });
});

describe('a broker that does not do its part', () => {
  it('and never answers is given up after the time-out, and tried again later and later', async () => {
    const clock = new FakeClock();
    const { mqtt, broker } = await speaker(() => undefined, { client: { connectTimeout: 5 } }, clock);
    const connects = () => broker.got.filter(({ cmd }) => cmd === 'connect').length;
    for (const pauseMs of [1000, 2000, 4000]) {
      const before = connects();
      await until('CONNECT', () => connects() > before || (before === 0 && connects() === 1));
      await clock.advance(4999);
      assert.equal(mqtt.status.state, 'connecting');
      await clock.advance(1);
      await until('the time-out', () => mqtt.status.state === 'waiting');
      assert.match(mqtt.status.problem ?? '', /did not answer within 5 s/);
      await until('it is alone', () => broker.isAlone());
      await clock.advance(pauseMs - 1);
      assert.equal(mqtt.status.state, 'waiting');
      await clock.advance(1);
    }
  });

  it('and never confirms a message is told of to whoever sent it', async () => {
    const { mqtt, broker } = await connected(
      (packet, send) => {
        if (packet.cmd !== 'publish') kind(packet, send);
      },
      { client: { connectMessage: { ...UNSENT }, disconnectMessage: { ...UNSENT } } },
    );
    const sending = mqtt.publish({ topic: 'a', payload: 'b', qos: 1, retain: false });
    await until('PUBLISH', () => broker.got.some(({ cmd }) => cmd === 'publish'));
    broker.hangUp();
    await assert.rejects(sending, { kind: 'unavailable' });
  });

  for (const [what, bytes, words] of [
    ['speaks something else', Buffer.from(`HTTP/1.1 400 Bad Request\r\n\r\n${'sorry '.repeat(50)}`), /./],
    ['sends lengths without an end', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff]), /not MQTT/],
    ['sends a packet that is no message and too long', Buffer.from([0x90, 0xff, 0xff, 0x7f, 0, 0]), /too long/],
  ] as const) {
    it(`and ${what} harms nobody`, async () => {
      const { mqtt } = await speaker(() => undefined);
      const raw = await rawBroker(bytes);
      await mqtt.change({ client: { port: raw } });
      await until('the problem', () => mqtt.status.state === 'waiting' && words.test(mqtt.status.problem ?? ''));
    });
  }

  it('and begins hundreds of messages without ending one is left', async () => {
    const flood = (send: (packet: Packet) => void) => {
      for (let messageId = 1; messageId <= 300; messageId++)
        send({ cmd: 'publish', topic: 'a', payload: 'x', qos: 2, dup: false, retain: false, messageId });
    };
    const { mqtt } = await speaker(
      (packet, send) => {
        kind(packet, send);
        if (packet.cmd === 'subscribe') flood(send);
      },
      { subscriptions: [{ topicFilter: 'a', useDeviceTopicPrefix: false, qos: 2, isStateData: false }] },
    );
    await until('the end', () => mqtt.status.state === 'waiting');
    assert.match(mqtt.status.problem ?? '', /too many messages at once/);
  });
});

const UNSENT = { send: false, useDefault: true, topic: '', message: '', qos: 0, retain: false } as const;

/** Says the bytes to whoever comes. */
async function rawBroker(bytes: Buffer): Promise<number> {
  const server = createServer(socket => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(bytes));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  offs.push(() => server.close());
  return (server.address() as AddressInfo).port;
}
