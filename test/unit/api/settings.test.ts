import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Setting } from '../../../src/api/contract.ts';
import { string } from '../../../src/core/schema.ts';
import { defineParam } from '../../../src/settings/index.ts';
import { fakeApi } from '../../support/api.ts';

const secret = defineParam({
  path: 'Test.Secret',
  title: 'Secret',
  schema: string(),
  value: 'hunter2',
  read: 'operator',
  write: 'admin',
  hint: 'password',
});

const viewer = { role: 'viewer' } as const;
const operator = { role: 'operator' } as const;
const admin = { role: 'admin' } as const;
const find = (settings: unknown, path: string) => (settings as Setting[]).find(setting => setting.path === path);

describe('GET /api/settings', () => {
  it('gives each setting with all that a form needs', async () => {
    const { send } = fakeApi();
    const { json } = await send('GET /api/settings', undefined, operator);
    assert.deepEqual(find(json, 'AudioSource.A0.OutputGain'), {
      path: 'AudioSource.A0.OutputGain',
      title: 'Output gain',
      schema: { type: 'number', minimum: -60, maximum: 12 },
      value: 0,
      default: 0,
      writable: true,
      hint: 'slider',
      unit: 'dB',
    });
    assert.equal(find(json, 'Network.HTTP.AuthenticationWithQop')?.value, true);
    assert.equal(find(json, 'Network.HTTP.AuthenticationWithQop')?.writable, false);
    assert.equal(find(json, 'Network.HostName')?.value, 'speaker');
  });

  it('hides what the role may not read, and every password', async () => {
    const { send } = fakeApi({ more: [secret] });
    assert.equal(find((await send('GET /api/settings', undefined, viewer)).json, 'Test.Secret'), undefined);
    const { json, text } = await send('GET /api/settings', undefined, admin);
    assert.equal(find(json, 'Test.Secret')?.value, '');
    assert.ok(!text.includes('hunter2'));
  });

  it('asks for a login', async () => {
    assert.equal((await fakeApi().send('GET /api/settings')).status, 401);
  });
});

describe('PATCH /api/settings', () => {
  const patch = 'PATCH /api/settings';

  it('changes several settings at once and answers with all as they are now', async () => {
    const { send, file } = fakeApi();
    const changes = { 'AudioSource.A0.OutputGain': -6.5, 'Stentor.Audio.OutputMuted': true };
    const { status, json } = await send(patch, changes, operator);
    assert.equal(status, 200);
    assert.equal(find(json, 'AudioSource.A0.OutputGain')?.value, -6.5);
    assert.deepEqual(file.content, changes);
  });

  const refusals: readonly (readonly [object, number, string, string | undefined])[] = [
    [{ 'AudioSource.A0.OutputGain': 13 }, 400, 'AudioSource.A0.OutputGain must be <= 12', 'AudioSource.A0.OutputGain'],
    [
      { 'AudioSource.A0.OutputGain': '3' },
      400,
      'AudioSource.A0.OutputGain must be number',
      'AudioSource.A0.OutputGain',
    ],
    [
      { 'AudioSource.A0.OutputGain': 'Infinity' },
      400,
      'AudioSource.A0.OutputGain must be number',
      'AudioSource.A0.OutputGain',
    ],
    [
      { 'AudioSource.A0.OutputGain': null },
      400,
      'AudioSource.A0.OutputGain must be number',
      'AudioSource.A0.OutputGain',
    ],
    [
      { 'Stentor.Audio.OutputMuted': 'yes' },
      400,
      'Stentor.Audio.OutputMuted must be boolean',
      'Stentor.Audio.OutputMuted',
    ],
    [{ 'MediaClip.MaxGroups': 1.5 }, 400, 'MediaClip.MaxGroups must be integer', 'MediaClip.MaxGroups'],
    [
      { 'Stentor.Audio.Latency': 'Fast' },
      400,
      'Stentor.Audio.Latency must be equal to one of the allowed values: Normal, Low, UltraLow',
      'Stentor.Audio.Latency',
    ],
    [{ 'No.Such': 1 }, 400, 'there is no setting No.Such', 'No.Such'],
    [{ 'Brand.Brand': 'X' }, 403, 'Brand is set by the speaker itself', 'Brand.Brand'],
    [[1], 400, 'the body must be a JSON object', undefined],
  ];
  for (const [body, status, message, field] of refusals) {
    it(`refuses ${JSON.stringify(body)} and changes nothing`, async () => {
      const { send, file } = fakeApi();
      const sound = Array.isArray(body) ? body : { 'AudioSource.A0.InputGain': 3, ...body };
      const answer = await send(patch, sound, admin);
      assert.equal(answer.status, status);
      assert.deepEqual(answer.json, { message, ...(field === undefined ? {} : { field }) });
      assert.deepEqual(file.content, {});
    });
  }

  it('lets each role change what it may', async () => {
    const { send, file } = fakeApi();
    const { status, json } = await send(patch, { 'AudioSource.A0.OutputGain': 3 }, viewer);
    assert.equal(status, 403);
    assert.deepEqual(json, { message: 'Output gain is for the role operator', field: 'AudioSource.A0.OutputGain' });
    assert.equal((await send(patch, { 'MediaClip.MaxGroups': 3 }, operator)).status, 403);
    assert.deepEqual(file.content, {});
  });

  it('says so where the body is no JSON', async () => {
    const { send } = fakeApi();
    const told = await send(patch, undefined, admin);
    assert.equal(told.status, 200);
  });
});
