import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { Commands } from '../../../src/mqtt/home-assistant/commands.ts';
import { type EntityFacts, entityConfigs } from '../../../src/mqtt/home-assistant/entities.ts';
import { Retained } from '../../../src/mqtt/home-assistant/retained.ts';
import type { Outgoing } from '../../../src/mqtt/message.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { memoryFile } from '../../support/memory-file.ts';

const FACTS: EntityFacts = {
  serial: 'B827EB123456',
  name: 'hall',
  model: 'Stentor S1',
  version: '1.2.3',
  discoveryPrefix: 'homeassistant',
  prefix: 'axis/B827EB123456',
  clips: [
    { id: '0', name: 'Ding' },
    { id: '4', name: 'Dong' },
  ],
  gain: { minimum: -60, maximum: 12 },
  hasSpeakerTest: false,
  availabilityTopic: undefined,
};

const kinds = (facts: EntityFacts) =>
  [...entityConfigs(facts).keys()].map(topic => topic.split('/').slice(1, 4).join(' '));

describe('entities for Home Assistant', () => {
  it('are one button for each clip and what the speaker can do besides', () => {
    const node = 'stentor_B827EB123456';
    assert.deepEqual(
      kinds(FACTS),
      ['button X clip_0', 'button X clip_4', 'notify X say', 'number X volume', 'switch X mute', 'siren X siren']
        .map(kind => kind.replace('X', node))
        .concat(`update ${node} update`),
    );
    const ids = [...entityConfigs(FACTS).values()].map(text => (JSON.parse(text) as { unique_id: string }).unique_id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('have no siren without a clip, and a speaker test where there is one', () => {
    const all = kinds({ ...FACTS, clips: [], hasSpeakerTest: true }).join('\n');
    assert.doesNotMatch(all, /siren/);
    assert.match(all, /sensor stentor_B827EB123456 speaker_test/);
  });

  it('are there while the connection is, where that is told', () => {
    const [first = ''] = entityConfigs({ ...FACTS, availabilityTopic: 'a/b' }).values();
    assert.equal((JSON.parse(first) as Record<string, unknown>)['availability_topic'], 'a/b');
    assert.doesNotMatch([...entityConfigs(FACTS).values()].join(''), /availability/);
  });
});

describe('commands of Home Assistant', () => {
  const clips = [
    { id: '0', name: 'Ding', location: 'ding.wav' },
    { id: '4', name: 'Dong', location: 'dong.wav' },
  ];

  function commands() {
    const clock = new FakeClock();
    const done: string[] = [];
    const act = (id: string, args: object) => done.push(`${id} ${JSON.stringify(args)}`);
    return { clock, done, commands: new Commands({ clock, clips: () => clips, act }) };
  }

  for (const [what, payload, action] of [
    ['clip/4', 'PRESS', 'audio.play-clip {"location":"dong.wav"}'],
    ['say', 'The shop closes', 'speech.say {"text":"The shop closes"}'],
    ['volume', '-12', 'audio.set-volume {"gain":-12}'],
    ['mute', 'ON', 'audio.mute {"muted":true}'],
    ['mute', 'OFF', 'audio.mute {"muted":false}'],
    [
      'siren',
      '{"state":"ON","tone":"Dong","volume_level":0.5}',
      'audio.play-clip {"location":"dong.wav","repeat":-1,"volume":50,"sourceClass":"emergency"}',
    ],
    ['siren', 'ON', 'audio.play-clip {"location":"ding.wav","repeat":-1,"volume":100,"sourceClass":"emergency"}'],
  ] as const) {
    it(`${what} ${payload} is an action`, async () => {
      const { commands: all, done } = commands();
      await all.run(what, payload);
      assert.deepEqual(done, [action]);
    });
  }

  for (const [what, payload, kind] of [
    ['clip/9', 'PRESS', 'not-found'],
    ['clip/4', 'press', 'invalid'],
    ['volume', '', 'invalid'],
    ['volume', 'loud', 'invalid'],
    ['mute', 'yes', 'invalid'],
    ['siren', '{"state":"ON","tone":"Whale"}', 'not-found'],
    ['siren', '{"state":', 'invalid'],
    ['siren', '{"state":"ON","volume_level":7}', 'invalid'],
    ['reboot', 'PRESS', 'not-found'],
  ] as const) {
    it(`${what} ${payload} is refused`, async () => {
      const { commands: all, done } = commands();
      await assert.rejects(all.run(what, payload), { kind });
      assert.deepEqual(done, []);
      assert.equal(all.sirenIsOn, false);
    });
  }

  it('let the siren sound as long as they say, and not longer than its clip', async () => {
    const { commands: all, done, clock } = commands();
    await all.run('siren', '{"state":"ON","duration":10}');
    assert.equal(all.sirenIsOn, true);
    all.clipIs({ playing: true, clip: '0' });
    await clock.advance(9_999);
    assert.equal(done.length, 1);
    await clock.advance(1);
    assert.deepEqual([done[1], all.sirenIsOn], ['audio.stop-clip {}', false]);
    await all.run('siren', '{"state":"ON","duration":10}');
    all.clipIs({ playing: true, clip: '4' });
    assert.equal(all.sirenIsOn, false);
    await all.run('siren', 'OFF');
    await clock.advance(20_000);
    assert.equal(done.length, 3, 'another clip is not the siren’s to stop');
  });
});

describe('messages that the broker keeps', () => {
  function broker() {
    const kept = new Map<string, string>();
    const told: string[] = [];
    return {
      kept,
      told,
      publish: async ({ topic, payload }: Outgoing) => {
        told.push(topic);
        if (payload === '') kept.delete(topic);
        else kept.set(topic, payload);
      },
    };
  }

  it('are published once, changed and taken back', async () => {
    const retained = new Retained(memoryFile<string[]>([]));
    const { kept, told, publish } = broker();
    const link = { publish };
    await retained.sync(
      link,
      new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    );
    await retained.sync(
      link,
      new Map([
        ['a', '1'],
        ['b', '3'],
      ]),
    );
    await retained.sync(link, new Map([['b', '3']]));
    assert.deepEqual([...kept], [['b', '3']]);
    assert.deepEqual(told, ['a', 'b', 'b', 'a']);
  });

  it('are taken back after a restart, and told anew to a new connection', async () => {
    const file = memoryFile<string[]>([]);
    const { kept, publish } = broker();
    await new Retained(file).sync(
      { publish },
      new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    );
    const later = new Retained(file);
    await later.load();
    await later.sync({ publish }, new Map([['b', '2']]));
    assert.deepEqual([...kept], [['b', '2']]);
    const other = broker();
    await later.sync(other, new Map([['b', '2']]));
    assert.deepEqual([...other.kept], [['b', '2']]);
  });

  it('are not forgotten where the connection breaks before they are taken back', async () => {
    const file = memoryFile<string[]>([]);
    const { publish } = broker();
    const retained = new Retained(file);
    await retained.sync({ publish }, new Map([['a', '1']]));
    await assert.rejects(retained.sync({ publish: () => Promise.reject(new Error('broken')) }, new Map()));
    assert.deepEqual(file.content, ['a']);
  });
});
