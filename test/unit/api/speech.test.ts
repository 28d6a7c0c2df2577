import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { fakeApi } from '../../support/api.ts';

const viewer = { role: 'viewer' } as const;
const operator = { role: 'operator' } as const;

describe('/api/speech', () => {
  it('tells program and voices, and previews for every role', async () => {
    const { send } = fakeApi();
    const { json } = await send('GET /api/speech', undefined, viewer);
    assert.deepEqual(json, {
      program: 'eSpeak NG',
      voices: [{ id: 'de', name: 'German', language: 'de' }],
      voice: 'de',
    });
    const preview = await send('POST /api/speech/preview', { text: 'I am {{name}}' }, viewer);
    assert.deepEqual(preview.json, { text: 'I am Gate 4' });
  });

  it('has operators say, keep and stop', async () => {
    const { send, done } = fakeApi();
    assert.equal((await send('POST /api/speech', { text: 'x' }, viewer)).status, 403);
    assert.deepEqual((await send('POST /api/speech', { text: 'hello' }, operator)).json, {});
    assert.deepEqual((await send('POST /api/speech', { text: 'hi', voice: 'af', keepAs: 'Hi' }, operator)).json, {
      clip: '3',
    });
    assert.equal((await send('POST /api/speech/stop', undefined, operator)).status, 204);
    assert.deepEqual(done, ['say hello with de', 'say hi with af', 'stop speaking']);
  });

  it('says what is wrong', async () => {
    const { send } = fakeApi();
    const say = async (body: unknown) => {
      const { status, json } = await send('POST /api/speech', body, operator);
      return [status, (json as { field?: string }).field];
    };
    assert.deepEqual(await say({ text: '' }), [400, 'text']);
    assert.deepEqual(await say({ text: 'x', rate: 79 }), [400, 'rate']);
    assert.deepEqual(await say({ text: 'x', pitch: 100 }), [400, 'pitch']);
    assert.deepEqual(await say({ text: 'x', shell: 'rm' }), [400, 'shell']);
    assert.deepEqual(await say({ text: 'mute' }), [503, undefined]);
  });
});
