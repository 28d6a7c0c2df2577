import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import type { Clips, Said, SpeechInfo } from '../../src/api/contract.ts';
import { Loudness } from '../../src/dsp/loudness.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

describe('speech', function () {
  this.timeout(90_000);
  let stentor: Stentor;

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
  });
  after(() => stentor.stop());

  const json = async <T>(path: string, body?: unknown): Promise<T> =>
    (await (
      await stentor.fetch(path, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })
    ).json()) as T;
  const live = async () => (await json<{ live: { name: string; sourceClass: string }[] }>('/api/audio')).live;
  const recorded = (from: number) => {
    const { left } = stentor.card.recordSpeaker(from, stentor.card.deviceTime() - from);
    return Float32Array.from(left, sample => sample / 32_768);
  };

  it('is an announcement as loud as the clips, and leaves no file', async () => {
    const info = await json<SpeechInfo>('/api/speech');
    assert.equal(info.program, 'eSpeak NG');
    assert.ok(info.voices.length > 50);
    const from = stentor.card.deviceTime();
    assert.deepEqual(
      await json<Said>('/api/speech', { text: 'The gate is open, please come in. $(touch /tmp/x)' }),
      {},
    );
    const [{ name, sourceClass } = assert.fail()] = await live();
    assert.equal(sourceClass, 'announcement');
    assert.match(name, /^The gate is open/);
    await eventually('it is over', async () => (await live()).length === 0);
    const loudness = new Loudness();
    loudness.add(recorded(from));
    const lufs = loudness.integrated() ?? -Infinity;
    assert.ok(lufs > -24 && lufs < -17, `${lufs} LUFS`);
    await eventually('its file is gone', () => readdirSync(`${stentor.state}/speech`).length === 0);
  });

  it('is kept as an audio clip where that is asked for', async () => {
    const { clip } = await json<Said>('/api/speech', { text: 'Closing time', keepAs: 'Closing' });
    const { clips } = await json<Clips>('/api/clips');
    assert.deepEqual(
      clips.map(({ id, name, location }) => [id, name, location]),
      [[clip, 'Closing', 'Closing.wav']],
    );
  });

  it('is an action, and can be stopped', async () => {
    const body = JSON.stringify({ text: 'one two three four five six seven eight nine ten '.repeat(10) });
    assert.equal((await stentor.fetch('/api/actions/speech.say', { method: 'POST', body })).status, 204);
    assert.equal((await live()).length, 1);
    assert.equal((await stentor.fetch('/api/speech/stop', { method: 'POST' })).status, 204);
    await eventually('it is silent', async () => (await live()).length === 0);
  });

  it('refuses 100 kB of text with control characters, and says what is the most', async () => {
    const body = JSON.stringify({ text: 'a\u0001b '.repeat(25_600) });
    const answer = await stentor.fetch('/api/speech', { method: 'POST', body });
    assert.equal(answer.status, 413);
    assert.deepEqual(await answer.json(), {
      message: 'the text has 102400 characters, 5000 is the most; say it in parts',
      field: 'text',
    });
  });
});
