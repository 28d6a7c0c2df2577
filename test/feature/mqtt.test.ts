import { strict as assert } from 'node:assert';
import { statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import type { Happening } from '../../src/events/index.ts';
import { virtualInput } from '../../src/rules/index.ts';
import { mqttMessage, mqttState } from '../../src/mqtt/events.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { BROKER_PASSWORD, BROKER_USER, startMosquitto } from '../support/mosquitto.ts';
import { mqttRig, SERIAL } from '../support/mqtt-rig.ts';
import { until } from '../support/until.ts';

const PREFIX = `axis/${SERIAL}`;
const LOGIN = { username: BROKER_USER, password: BROKER_PASSWORD };

let broker: Awaited<ReturnType<typeof startMosquitto>>;
const offs: (() => unknown)[] = [];

before(async () => {
  broker = await startMosquitto();
});
afterEach(async () => {
  for (const off of offs.splice(0).reverse()) await off();
});
after(() => broker.stop());

/** A client of the broker that is not connected yet. */
async function speaker(clock: Clock = systemClock) {
  const rig = mqttRig({ clock });
  const stop = await rig.start();
  offs.push(
    () => rm(rig.folder, { recursive: true, force: true }),
    () => stop(),
  );
  const heard: Happening[] = [];
  rig.events.onAny(happening => heard.push(happening));
  return { ...rig, stop, heard };
}

type Speaker = Awaited<ReturnType<typeof speaker>>;
type Change = Parameters<Speaker['mqtt']['change']>[0];

const tcp = () => ({ active: true, host: '127.0.0.1', protocol: 'tcp' as const, port: broker.ports.tcp, ...LOGIN });

async function connected(change: Change = {}, clock?: Clock): Promise<Speaker> {
  const rig = await speaker(clock);
  await rig.mqtt.change({ ...change, client: { ...tcp(), ...change.client } });
  await until(`connected: ${JSON.stringify(rig.mqtt.status)}`, () => rig.mqtt.status.state === 'connected');
  return rig;
}

const publish = (rig: Speaker, args: object) =>
  rig.actions.find(({ id }) => id === 'mqtt.publish')?.run(args) as Promise<void>;

describe('the connection with a broker', () => {
  for (const protocol of ['tcp', 'ssl', 'wss'] as const) {
    it(`goes over ${protocol} with user and password`, async () => {
      const port = { tcp: broker.ports.tcp, ssl: broker.ports.tls, wss: broker.ports.wss }[protocol];
      const rig = await connected({ client: { protocol, port, caCertificate: protocol === 'tcp' ? '' : broker.ca } });
      assert.equal(rig.mqtt.status.problem, undefined);
      const { seen } = await broker.watch('test/#');
      await publish(rig, { topic: `test/${protocol}`, payload: '#n says %% {{nothing}}', qos: 2 });
      await until('the message', () => seen.length > 0);
      assert.deepEqual(seen, [{ topic: `test/${protocol}`, text: 'hall says % ', retain: false, qos: 2 }]);
    });
  }

  it('goes with a client certificate and the protocol mqtt by ALPN', async () => {
    const { ca: caCertificate, clientCertificate, clientKey } = broker;
    const client = { ...tcp(), protocol: 'ssl' as const, port: broker.ports.mutual, username: '', password: '' };
    const rig = await speaker();
    await rig.mqtt.change({ client: { ...client, caCertificate } });
    await until('the refusal', () => rig.mqtt.status.state === 'waiting');
    assert.match(rig.mqtt.status.problem ?? '', /client certificate/);
    await rig.mqtt.change({ client: { clientCertificate, clientKey, alpnProtocol: 'mqtt' } });
    await until('connected', () => rig.mqtt.status.state === 'connected');
    assert.equal(statSync(join(rig.folder, 'secrets.json')).mode & 0o777, 0o600);
    assert.ok(!(await readFile(join(rig.folder, 'settings.json'), 'utf8')).includes('PRIVATE KEY'));
  });

  it('is refused with a wrong password, and says so in words, here and in the test, without the password', async () => {
    const rig = await speaker();
    await rig.mqtt.change({ client: { ...tcp(), password: 'wrong one' } });
    await until('the refusal', () => rig.mqtt.status.state === 'waiting');
    assert.match(rig.mqtt.status.problem ?? '', /user name|password/);
    const test = await rig.mqtt.test({});
    assert.equal(test.passed, false);
    assert.match(test.transcript.join('\n'), /^> CONNECT .*user speaker, password •••/m);
    assert.match(test.transcript.join('\n'), /^< CONNACK return code [45]$/m);
    const good = await rig.mqtt.test({ client: { password: BROKER_PASSWORD } });
    assert.equal(good.passed, true, good.message);
    for (const text of [JSON.stringify(test), JSON.stringify(rig.mqtt.status), ...rig.logged]) {
      assert.ok(!text.includes('wrong one'), text);
    }
  });

  it('is refused where the certificate is nobody’s, or of another host', async () => {
    const rig = await speaker();
    const client = { ...tcp(), protocol: 'ssl' as const, port: broker.ports.tls };
    const untrusted = await rig.mqtt.test({ client });
    assert.match(untrusted.message, /signed by nobody/);
    assert.doesNotMatch(untrusted.transcript.join('\n'), /CONNECT /, 'nothing is told to a stranger');
    const other = await rig.mqtt.test({ client: { ...client, host: '127.0.0.2', caCertificate: broker.ca } });
    assert.equal(other.passed, false);
    const unchecked = await rig.mqtt.test({ client: { ...client, validateServerCert: false } });
    assert.equal(unchecked.passed, true, unchecked.message);
    const plain = await rig.mqtt.test({ client: { ...client, port: broker.ports.tcp } });
    assert.equal(plain.passed, false);
  });

  it('tells when it begins and ends, and the broker tells when it is lost', async () => {
    const { last } = await broker.watch(`${PREFIX}/event/connection`);
    const told = () => JSON.parse(last(`${PREFIX}/event/connection`)?.text ?? '{}') as Record<string, unknown>;
    const rig = await connected();
    await until('connected', () => told()['connected'] === true);
    assert.equal(told()['serialNumber'], SERIAL);
    assert.equal(last(`${PREFIX}/event/connection`)?.retain, true);
    await rig.mqtt.change({ client: { active: false } });
    await until('off', () => rig.mqtt.status.state === 'off');
    await until('disconnected', () => told()['description'] === 'Disconnected');
    await rig.mqtt.change({ client: { active: true } });
    await until('connected', () => told()['connected'] === true);
  });

  it('comes back after the broker was restarted, with its subscriptions and what is retained', async () => {
    const rig = await connected({
      subscriptions: [{ topicFilter: 'back/+', useDeviceTopicPrefix: false, qos: 1, isStateData: false }],
      publication: { filters: [{ topicFilter: 'onvif:Device//.', qos: 1, retain: 'property' }] },
    });
    rig.events.emit(virtualInput, { port: 7, active: true });
    await broker.kill();
    await until('the loss', () => rig.mqtt.status.state !== 'connected');
    await assert.rejects(publish(rig, { topic: 'x', payload: 'y' }), { kind: 'unavailable' });
    rig.events.emit(virtualInput, { port: 7, active: false });
    await broker.start();
    await until('connected', () => rig.mqtt.status.state === 'connected');
    const other = await broker.watch(`${PREFIX}/event/onvif:Device/#`);
    const topic = `${PREFIX}/event/onvif:Device/axis:IO/VirtualInput`;
    await until('the state', () => other.last(topic)?.text.includes('"active":"0"') === true);
    for (let tries = 0; !rig.heard.some(({ def }) => def === mqttMessage); tries++) {
      assert.ok(tries < 300, 'the subscription is not back');
      await other.publish('back/again', 'here');
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  });

  it('is not tried again where that is switched off', async () => {
    const rig = await speaker();
    await rig.mqtt.change({ client: { ...tcp(), port: 1, autoReconnect: false } });
    await until('the end', () => rig.mqtt.status.problem !== undefined);
    assert.equal(rig.mqtt.status.state, 'off');
    assert.match(rig.mqtt.status.problem ?? '', /nothing answers.*not tried again/);
  });
});

describe('publication of events', () => {
  it('has the vendor’s topics and payloads, and the QoS and retaining of the first filter that fits', async () => {
    const rig = await connected({
      publication: {
        includeSerialNumberInPayload: true,
        filters: [
          { topicFilter: 'onvif:Device/axis:IO/VirtualInput', qos: 2, retain: 'property' },
          { topicFilter: '//.', qos: 0, retain: 'none' },
        ],
      },
    });
    const { seen, last } = await broker.watch(`${PREFIX}/event/#`);
    rig.events.emit(virtualInput, { port: 3, active: true });
    const topic = `${PREFIX}/event/onvif:Device/axis:IO/VirtualInput`;
    await until('the event', () => last(topic)?.text.includes('"port":"3"') === true);
    const { timestamp, ...rest } = JSON.parse(last(topic)?.text ?? '') as Record<string, unknown>;
    assert.equal(typeof timestamp, 'number');
    assert.deepEqual(rest, {
      serial: SERIAL,
      topic: 'onvif:Device/axis:IO/VirtualInput',
      message: { source: { port: '3' }, key: {}, data: { active: '1' } },
    });
    assert.deepEqual([last(topic)?.qos, last(topic)?.retain], [2, true]);
    const later = await broker.watch(topic);
    await until('what is retained', () => later.seen.length === 1);
    await rig.mqtt.change({ publication: { topicPrefix: 'site/hall', includeTopicNamespaces: false } });
    const hall = await broker.watch('site/#');
    rig.events.emit(virtualInput, { port: 3, active: false });
    await until('the event', () => hall.seen.length === 1);
    assert.equal(hall.seen[0]?.topic, 'site/hall/event/Device/IO/VirtualInput');
    rig.events.emit(mqttMessage, { filter: 'a', topic: 'a', payload: 'b', retained: false });
    await publish(rig, { topic: 'site/end', payload: 'end', qos: 1 });
    await until('the end', () => hall.seen.some(({ text }) => text === 'end'));
    assert.ok(!hall.seen.some(({ topic: at }) => at.includes('MQTT')), 'what came is not published again');
    assert.ok(seen.length > 0);
  });
});

describe('subscriptions', () => {
  it('become events: pulses, and states by filter', async () => {
    const rig = await connected({
      subscriptions: [
        { topicFilter: 'door/+/open', useDeviceTopicPrefix: false, qos: 1, isStateData: true },
        { topicFilter: 'bell', useDeviceTopicPrefix: true, qos: 2, isStateData: false },
      ],
    });
    const other = await broker.watch('nothing');
    await other.publish('door/1/open', 'yes');
    await other.publish('door/1/open', 'yes');
    await other.publish('door/1/shut', 'yes');
    await other.publish(`${PREFIX}/bell`, 'ring');
    await until('the bell', () => rig.heard.some(({ def }) => def === mqttMessage));
    const of = (def: object) => rig.heard.filter(each => each.def === def).map(({ data }) => data);
    assert.deepEqual(of(mqttMessage), [
      { filter: `${PREFIX}/bell`, topic: `${PREFIX}/bell`, payload: 'ring', retained: false },
    ]);
    assert.deepEqual(of(mqttState), [{ filter: 'door/+/open', topic: 'door/1/open', payload: 'yes' }]);
    await rig.mqtt.change({ subscriptions: [] });
    assert.deepEqual(rig.events.states(mqttState), [{ filter: 'door/+/open', topic: '', payload: '' }]);
  });

  it('stay bounded where messages are huge or come in a flood', async () => {
    const change: Change = {
      subscriptions: [{ topicFilter: 'flood/#', useDeviceTopicPrefix: false, qos: 1, isStateData: false }],
    };
    // Time stands still, so that it is known how many may pass.
    const rig = await connected(change, new FakeClock());
    const other = await broker.watch('nothing');
    const note = () => rig.mqtt.status.note ?? '';
    for (let tries = 0; rig.heard.length === 0; tries++) {
      assert.ok(tries < 300, 'nothing is heard');
      await other.publish('flood/huge', Buffer.alloc(2_000_000, 'x'));
      await other.publish('flood/small', 'after');
    }
    assert.equal((rig.heard[0]?.data as { payload: string }).payload, 'after');
    assert.match(note(), /\d messages of more than 8192 bytes/);
    await Promise.all(Array.from({ length: 1000 }, (_, i) => other.publish('flood/many', String(i))));
    await until('the note', () => note().includes('too many came at once'));
    await other.publish('flood/many', 'last');
    await until('all of them', () => Number(/(\d+) messages because/.exec(note())?.[1] ?? 0) + rig.heard.length > 1001);
    assert.equal(rig.heard.length, 200);
    assert.equal(rig.mqtt.status.state, 'connected');
  });
});

/** Stands between a client and the broker, and can forget a connection without a word. */
async function cable(port: number) {
  const pairs = new Set<[Socket, Socket]>();
  const server = createServer(near => {
    const far = connect(port, '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    near.pipe(far).pipe(near);
    for (const socket of pair)
      socket.on('error', () => undefined).on('close', () => pair.forEach(end => end.destroy()));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  offs.push(() => {
    for (const pair of pairs) pair.forEach(end => end.destroy());
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        near.pause();
      }
    },
  };
}

describe('a connection that dies silently', () => {
  it('is noticed by the keep-alive', async () => {
    const { port, cut } = await cable(broker.ports.tcp);
    const rig = await connected({
      client: { port, keepAliveInterval: 1 },
      publication: { filters: [{ topicFilter: '//.', qos: 1, retain: 'none' }] },
    });
    cut();
    for (let i = 0; i < 600; i++) rig.events.emit(virtualInput, { port: 1, active: i % 2 === 0 });
    await until('the loss', () => rig.mqtt.status.state !== 'connected');
    assert.notEqual(rig.mqtt.status.problem, undefined);
    await until('the note', () => (rig.mqtt.status.note ?? '').includes('600 events that the broker did not take'));
  });
});
