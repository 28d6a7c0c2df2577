import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { attachment } from '../../../src/api/attachment.ts';
import type { Clip, Clips } from '../../../src/api/contract.ts';
import { fakeApi } from '../../support/api.ts';

const viewer = { role: 'viewer' } as const;
const operator = { role: 'operator' } as const;

describe('/api/clips', () => {
  it('lists the clips with what an upload may be', async () => {
    const { send } = fakeApi();
    const { clips, ...limits } = (await send('GET /api/clips', undefined, viewer)).json as Clips;
    assert.deepEqual(
      clips.map(({ id, name }) => `${id} ${name}`),
      ['0 Ding', '1 Dong'],
    );
    assert.ok(!('frames' in (clips[0] ?? {})));
    assert.deepEqual(limits, {
      formats: ['MP3', 'WAV'],
      maxUploadBytes: 1_000_000,
      quotaBytes: 2_000_000,
      usedBytes: 144_044,
    });
  });

  it('takes an upload and answers with the clip', async () => {
    const { send, clips } = fakeApi();
    const file = { fileName: 'gong.wav', content: 'RIFF....' };
    const { status, json } = await send('POST /api/clips?name=Big%20gong', undefined, { ...operator, file });
    assert.equal(status, 201);
    assert.equal((json as Clip).id, '2');
    assert.equal((json as Clip).name, 'Big gong');
    assert.ok(!('frames' in (json as Clip)));
    assert.equal(clips.list().length, 3);
  });

  it('says what is wrong with an upload', async () => {
    const { send } = fakeApi();
    const file = { fileName: 'x.wav', content: 'nothing' };
    const { status, json } = await send('POST /api/clips', undefined, { ...operator, file });
    assert.equal(status, 400);
    assert.deepEqual(json, { message: 'this is no sound that the speaker knows', field: 'file' });
  });

  it('plays and stops for every role', async () => {
    const { send, played } = fakeApi();
    assert.equal((await send('POST /api/clips/1/play', { repeat: -1, volume: 40 }, viewer)).status, 204);
    assert.equal((await send('POST /api/clips/0/play', undefined, viewer)).status, 204);
    assert.equal((await send('POST /api/clips/stop', undefined, viewer)).status, 204);
    assert.deepEqual(played, ['1 repeat -1 volume 40', '0 repeat 0 volume 100', 'stop']);
  });

  it('refuses what it cannot play, and says why', async () => {
    const { send, played } = fakeApi();
    const play = async (id: string, body: unknown) => {
      const { status, json } = await send(`POST /api/clips/${id}/play`, body, viewer);
      return [status, json];
    };
    assert.deepEqual(await play('7', {}), [404, { message: 'no audio clip 7' }]);
    assert.deepEqual(await play('1', { volume: 1001 }), [400, { message: 'volume must be <= 1000', field: 'volume' }]);
    assert.deepEqual(await play('1', { repeat: '2' }), [400, { message: 'repeat must be integer', field: 'repeat' }]);
    assert.deepEqual(await play('1', { repeats: 2 }), [
      400,
      { message: 'repeats is not known here', field: 'repeats' },
    ]);
    assert.deepEqual(played, []);
  });

  it('tells the gain a clip plays with, and lets operators choose its own', async () => {
    const { send } = fakeApi();
    const gains = async () =>
      ((await send('GET /api/clips', undefined, viewer)).json as Clips).clips.map(clip => [clip.gainDb, clip.ownGain]);
    assert.deepEqual(await gains(), [
      [2, false],
      [2, false],
    ]);
    assert.equal((await send('PATCH /api/clips/1', { ownGain: true }, viewer)).status, 403);
    assert.equal((await send('PATCH /api/clips/1', { ownGain: 'yes' }, operator)).status, 400);
    const { json } = await send('PATCH /api/clips/1', { ownGain: true }, operator);
    assert.equal((json as Clip).ownGain, true);
    assert.equal((json as Clip).name, 'Dong');
    assert.deepEqual(await gains(), [
      [2, false],
      [0, true],
    ]);
    assert.equal((await send('PATCH /api/clips/7', { ownGain: true }, operator)).status, 404);
  });

  it('renames and deletes for operators', async () => {
    const { send, clips } = fakeApi();
    const { json } = await send('PATCH /api/clips/1', { name: 'Bell' }, operator);
    assert.equal((json as Clip).name, 'Bell');
    assert.equal((await send('PATCH /api/clips/1', { name: '' }, operator)).status, 400);
    assert.equal((await send('PATCH /api/clips/7', { name: 'x' }, operator)).status, 404);
    assert.equal((await send('DELETE /api/clips/1', undefined, viewer)).status, 403);
    assert.equal((await send('DELETE /api/clips/1', undefined, operator)).status, 204);
    assert.equal((await send('DELETE /api/clips/1', undefined, operator)).status, 404);
    assert.deepEqual(
      clips.list().map(({ name }) => name),
      ['Ding'],
    );
  });
});

describe('the original of a clip', () => {
  it('is a file to save', async () => {
    const told = await fakeApi()
      .send('GET /api/clips/1/file', undefined, viewer)
      .catch((error: unknown) => error);
    assert.ok(told instanceof SyntaxError, 'the file is no JSON, it is the file itself');
  });

  it('keeps its name, whatever is in it', () => {
    assert.equal(attachment('ding.wav'), `attachment; filename="ding.wav"; filename*=UTF-8''ding.wav`);
    assert.equal(
      attachment('Tür "1"\r\n(50%).wav'),
      `attachment; filename="T_r _1___(50_).wav"; filename*=UTF-8''T%C3%BCr%20%221%22%0D%0A%2850%25%29.wav`,
    );
    assert.match(attachment('half \ud800'), /^attachment; [\x20-\x7e]+$/);
  });
});
