import { strict as assert } from 'node:assert';
import { rm } from 'node:fs/promises';
import { after, before, describe, it } from 'mocha';
import type { Mqtt } from '../../src/api/contract.ts';
import { SERIAL, mqttRig } from '../support/mqtt-rig.ts';
import { BROKER_PASSWORD, BROKER_USER, startMosquitto } from '../support/mosquitto.ts';
import { music, wav } from '../support/signals.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';
import { systemClock } from '../../src/core/clock.ts';
import { until } from '../support/until.ts';

let broker: Awaited<ReturnType<typeof startMosquitto>>;
before(async () => {
  broker = await startMosquitto();
});
after(() => broker.stop());

const client = () => ({
  active: true,
  host: '127.0.0.1',
  protocol: 'ssl' as const,
  port: broker.ports.tls,
  caCertificate: broker.ca,
  username: BROKER_USER,
  password: BROKER_PASSWORD,
});

describe('Home Assistant', () => {
  const node = `stentor_${SERIAL}`;
  const rig = mqttRig({ clock: systemClock });
  let stop: () => unknown;
  before(async () => {
    stop = await rig.start();
    await rig.mqtt.change({ client: client() });
    await until('connected', () => rig.mqtt.status.state === 'connected');
  });
  after(async () => {
    await stop();
    await rm(rig.folder, { recursive: true, force: true });
  });

  const button = (id: string) => `homeassistant/button/${node}/clip_${id}/config`;

  it('is told nothing unless that is switched on, then finds what the speaker can do', async () => {
    const before = await broker.watch('homeassistant/#');
    assert.equal(before.seen.length, 0);
    await assert.rejects(rig.mqtt.announce(), { kind: 'conflict' });
    await rig.mqtt.change({ homeAssistant: { enabled: true } });
    await until('the update entity', () => before.last(`homeassistant/update/${node}/update/config`) !== undefined);
    assert.deepEqual(
      before.seen.map(({ topic }) => topic.split('/')[1]),
      ['button', 'notify', 'number', 'switch', 'siren', 'update'],
    );
    assert.ok(before.seen.every(({ retain }) => retain));
    const config = JSON.parse(before.last(button('0'))?.text ?? '') as Record<string, unknown>;
    assert.equal(config['availability_topic'], `axis/${SERIAL}/event/connection`);
    const states = await broker.watch(`axis/${SERIAL}/state/#`);
    await until('the states', () => states.seen.length === 4);
    assert.equal(states.last(`axis/${SERIAL}/state/volume`)?.text, '-6');
  });

  it('sees what changes, and commands what the speaker does', async () => {
    const { last, publish } = await broker.watch('#');
    rig.house.level = { gain: 3, muted: true };
    rig.house.tell();
    await until('the mute', () => last(`axis/${SERIAL}/state/mute`)?.text === 'ON');
    await publish(`axis/${SERIAL}/command/clip/0`, 'PRESS', true);
    await publish(`axis/${SERIAL}/command/clip/0`, '', true);
    await publish(`axis/${SERIAL}/command/say`, 'Dinner');
    await until('the words', () => rig.done.some(done => done.startsWith('speech.say')));
    await publish(`axis/${SERIAL}/command/nonsense`, 'x');
    await until('the log', () => rig.logged.some(line => line.includes('nonsense')));
    assert.deepEqual(rig.done, ['audio.play-clip {"location":"ding.wav"}', 'speech.say {"text":"Dinner"}']);
  });

  it('is told anew when it starts, and when somebody asks for it', async () => {
    const { seen, publish } = await broker.watch('homeassistant/#');
    await until('what is kept', () => seen.length === 6);
    await publish('homeassistant/status', 'online');
    await until('all again', () => seen.length === 13);
    await rig.mqtt.announce();
    await until('all again', () => seen.length === 19);
  });

  it('loses the entities of what is no more, also of what went while there was no connection', async () => {
    const first = await broker.watch('#');
    rig.house.clips = [...rig.house.clips, { id: '1', name: 'Dong', location: 'dong.wav' }];
    rig.house.tell();
    await until('the other', () => first.last(button('1')) !== undefined);
    rig.house.clips = rig.house.clips.slice(1);
    rig.house.tell();
    await until('the end of the first', () => first.last(button('0'))?.text === '');
    await broker.kill();
    await until('the loss', () => rig.mqtt.status.state !== 'connected');
    rig.house.clips = [];
    await rig.mqtt.change({ homeAssistant: { enabled: false } });
    await broker.start();
    await until('connected', () => rig.mqtt.status.state === 'connected');
    await until('the end of all', () => first.last(`axis/${SERIAL}/state/update`)?.text === '');
    const later = await broker.watch('#');
    await later.publish('test/end', 'end');
    await until('the end', () => later.last('test/end') !== undefined);
    const left = later.seen.filter(({ topic, text }) => /^homeassistant|\/state\//.test(topic) && text !== '');
    assert.deepEqual(left, []);
  });
});

describe('a speaker at a broker', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    await stentor.upload('music.wav', wav(music(1)));
  });
  after(() => stentor.stop());

  const send = async (method: string, path: string, body?: object) => {
    const answer = await stentor.fetch(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, text, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  };
  const shown = async () => (await send('GET', '/api/mqtt')).json as unknown as Mqtt;

  it('is set up and tested over its own API, which never tells the password', async () => {
    const wrong = await send('POST', '/api/mqtt/test', { client: { ...client(), password: 'wrong one' } });
    assert.equal(wrong.status, 200, wrong.text);
    assert.equal(wrong.json['passed'], false);
    assert.match(wrong.text, /user name|password/);
    assert.equal((await send('POST', '/api/mqtt/test', { client: client() })).json['passed'], true);
    assert.equal((await shown()).client.host, '', 'a test changes nothing');
    const bad = await send('PATCH', '/api/mqtt', { client: { ...client(), lastWill: { send: true } } });
    assert.equal(bad.status, 400);
    const unknown = await send('PATCH', '/api/mqtt', { colour: 'red' });
    assert.deepEqual([unknown.status, unknown.json['field']], [400, 'colour']);
    assert.equal((await send('POST', '/api/mqtt/discovery')).status, 409);
    const set = await send('PATCH', '/api/mqtt', { client: client(), homeAssistant: { enabled: true } });
    assert.equal(set.status, 200, set.text);
    await eventually('connected', async () => (await shown()).status.state === 'connected');
    const { text } = await send('GET', '/api/mqtt');
    for (const told of [wrong.text, set.text, text, stentor.output()]) {
      assert.ok(!told.includes(BROKER_PASSWORD) && !told.includes('wrong one'), told);
    }
  });

  it('plays a clip that Home Assistant asks for, and tells the broker what happens', async () => {
    const { defaults } = await shown();
    const prefix = defaults.deviceTopicPrefix;
    await send('PATCH', '/api/mqtt', {
      publication: { filters: [{ topicFilter: 'axis:MediaClip//.', qos: 1, retain: 'property' }] },
    });
    const { last, seen, publish } = await broker.watch('#');
    await eventually('the button', () => seen.some(({ topic }) => topic.endsWith('/clip_0/config')));
    const config = JSON.parse(seen.find(({ topic }) => topic.endsWith('/clip_0/config'))?.text ?? '') as {
      command_topic: string;
      name: string;
    };
    assert.match(config.name, /music/);
    await publish(config.command_topic, 'PRESS');
    const playing = `${prefix}/event/axis:MediaClip/Playing`;
    await eventually('the clip plays', () => seen.some(({ topic, text }) => topic === playing && text.includes('"1"')));
    await eventually('the clip is over', () => (last(playing)?.text ?? '').includes('"playing":"0"'));
    assert.equal(last(playing)?.retain, true);
    await publish(`${prefix}/command/mute`, 'ON');
    await eventually('mute', () => last(`${prefix}/state/mute`)?.text === 'ON');
    await send('POST', '/api/actions/mqtt.publish', { topic: 'test/#n', payload: '%%' });
    await eventually('the message', () => seen.some(({ topic, text }) => topic.startsWith('test/') && text === '%'));
    await send('DELETE', '/api/clips/0');
    await eventually('the button is gone', () =>
      seen.some(({ topic, text }) => topic.endsWith('/clip_0/config') && text === ''),
    );
  });

  it('is heard of as lost when it dies', async () => {
    const { defaults } = await shown();
    const { last } = await broker.watch('#');
    const topic = `${defaults.deviceTopicPrefix}/event/connection`;
    await eventually('it is there', () => (last(topic)?.text ?? '').includes('"connected":true'));
    stentor.process.kill('SIGKILL');
    await eventually('the last will', () => (last(topic)?.text ?? '').includes('"connected":false'));
    assert.match(last(topic)?.text ?? '', /"description":"Connection Lost","timestamp":null/);
    assert.equal(last(topic)?.retain, true);
  });
});
