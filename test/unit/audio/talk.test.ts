import { strict as assert } from 'node:assert';
import { beforeEach, describe, it } from 'mocha';
import { LiveVoice } from '../../../src/audio/live-voice.ts';
import type { RtpTarget } from '../../../src/engine/contract.ts';
import { Talk } from '../../../src/audio/talk.ts';

const FORMAT = { codec: 'opus', sampleRate: 48_000, channels: 1 } as const;
const settled = () => new Promise(resolve => setImmediate(resolve));

describe('talking to the speaker', () => {
  let voices: { voice: LiveVoice; said: string[]; finished: boolean }[];
  let talk: Talk;
  let sentTo: string[];
  let group: RtpTarget | undefined;

  function open(): LiveVoice {
    const voice = new LiveVoice(10, { packets: true });
    const one = { voice, said: [] as string[], finished: false };
    voices.push(one);
    voice.begin({
      id: voices.length,
      send: bytes => one.said.push(Buffer.from(bytes).toString()),
      finish() {
        one.finished = true;
        voice.end('done');
      },
      stop: () => voice.end('stopped'),
    });
    return voice;
  }

  beforeEach(() => {
    voices = [];
    sentTo = [];
    group = undefined;
    talk = new Talk({
      engine: { playLive: open },
      sender: {
        sendLive({ target }) {
          sentTo.push(target.address);
          return open();
        },
      },
      group: () => group,
    });
  });
  const begin = (mode: 'live' | 'record', to: 'speaker' | 'group' = 'speaker') =>
    talk.begin({ format: FORMAT, from: 'joe', mode, to });

  it('is heard packet by packet, and shown while it is', async () => {
    const talker = begin('live');
    talker.say(Buffer.from('a packet that is longer than the window'));
    await settled();
    assert.deepEqual(voices[0]?.said, ['a packet that is longer than the window']);
    assert.deepEqual(talk.list(), [{ voice: 1, name: 'Talk from joe', sourceClass: 'paging' }]);
    await talker.finish();
    await settled();
    assert.equal(voices[0].finished, true);
    assert.deepEqual(talk.list(), []);
  });

  it('drops what the speaker cannot take in time, instead of saying it late', async () => {
    const talker = begin('live');
    for (let n = 0; n < 1000; n++) talker.say(Buffer.alloc(1000));
    await settled();
    assert.equal(voices[0]?.said.length, 1);
    for (let n = 0; n < 1000; n++) {
      voices[0].voice.taken(1000);
      await settled();
    }
    assert.equal(voices[0].said.length, 65);
  });

  it('waits for the end where it is recorded first', async () => {
    const talker = begin('record');
    talker.say(Buffer.from('one'));
    talker.say(Buffer.from('two'));
    await settled();
    assert.equal(voices.length, 0);
    const heard = talker.finish();
    await settled();
    assert.deepEqual(voices[0]?.said, ['one', 'two']);
    await heard;
  });

  it('plays nothing where nothing was said', async () => {
    await begin('record').finish();
    assert.equal(voices.length, 0);
  });

  it('does not record for ever', () => {
    const talker = begin('record');
    assert.throws(() => {
      for (;;) talker.say(Buffer.alloc(60_000));
    }, /too long/);
  });

  it('is sent to the group where that is wished, and is no voice of this speaker', async () => {
    group = { address: '239.1.1.1', port: 5004, codec: 'G722', ttl: 1, dscp: 46, from: '', srtpKey: '' };
    for (const mode of ['live', 'record'] as const) {
      const talker = begin(mode, 'group');
      talker.say(Buffer.from(mode));
      await talker.finish();
    }
    assert.deepEqual(sentTo, ['239.1.1.1', '239.1.1.1']);
    assert.deepEqual(
      voices.map(({ said }) => said),
      [['live'], ['record']],
    );
    assert.deepEqual(talk.list(), []);
  });

  it('is refused at once, and not after all was said, where there is no group', () => {
    for (const mode of ['live', 'record'] as const) assert.throws(() => begin(mode, 'group'), /no group to talk to/);
    assert.equal(voices.length, 0);
  });

  it('goes on without a word when the voice was ended by somebody else', async () => {
    const talker = begin('live');
    voices[0]?.voice.end('stopped');
    talker.say(Buffer.from('x'));
    await talker.finish();
    assert.deepEqual(voices[0]?.said, []);
  });
});
