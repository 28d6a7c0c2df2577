import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { boolean, integer, string } from '../../../src/core/schema.ts';
import { defineParam, ParamStore } from '../../../src/settings/index.ts';
import { memoryFile } from '../../support/memory-file.ts';

const rights = { read: 'viewer', write: 'operator' } as const;
const volume = defineParam({
  path: 'A.Volume',
  title: 'Volume',
  schema: integer({ minimum: 0, maximum: 100 }),
  value: 70,
  ...rights,
});
const muted = defineParam({ path: 'A.Muted', title: 'Muted', schema: boolean(), value: false, ...rights });
const serial = defineParam({
  path: 'B.Serial',
  title: 'Serial',
  schema: string(),
  value: '',
  read: 'viewer',
  write: 'never',
});

async function store(content: Record<string, unknown> = {}) {
  const file = memoryFile(content);
  const params = new ParamStore({ file, defs: [volume, muted, serial] });
  await params.load();
  return { file, params };
}

describe('ParamStore', () => {
  it('knows the defaults and keeps only what differs from them', async () => {
    const { file, params } = await store();
    assert.equal(params.get(volume), 70);
    await params.update({ 'A.Volume': '30', 'A.Muted': 'false' });
    assert.equal(params.get(volume), 30);
    assert.deepEqual(file.content, { 'A.Volume': 30 });
    await params.update({ 'A.Volume': 70 });
    assert.deepEqual(file.content, {});
  });

  it('changes nothing where one of several values is bad, and names it', async () => {
    const { file, params } = await store();
    await assert.rejects(params.update({ 'A.Muted': true, 'A.Volume': 'loud' }), {
      kind: 'invalid',
      field: 'A.Volume',
      message: 'A.Volume must be integer',
    });
    await assert.rejects(params.update({ 'A.Muted': true, 'A.Nothing': 1 }), { kind: 'not-found' });
    await assert.rejects(params.update({ 'A.Muted': true, 'B.Serial': 'x' }), { kind: 'conflict' });
    assert.equal(params.get(muted), false);
    assert.deepEqual(file.content, {});
  });

  it('does not believe a change that did not reach the disk', async () => {
    const { file, params } = await store();
    file.failing = true;
    await assert.rejects(params.update({ 'A.Volume': 1 }));
    assert.equal(params.get(volume), 70);
    file.failing = false;
    await params.update({ 'A.Volume': 2 });
    assert.equal(params.get(volume), 2);
  });

  it('tells followers at once and after each change of theirs', async () => {
    const { params } = await store();
    const heard: number[] = [];
    const off = params.follow(volume, value => heard.push(value));
    await params.update({ 'A.Muted': true });
    await params.update({ 'A.Volume': 5 });
    off();
    await params.update({ 'A.Volume': 6 });
    assert.deepEqual(heard, [70, 5]);
  });

  it('takes the default for a stored value that no longer fits, and drops what it does not know', async () => {
    const { params } = await store({ 'A.Volume': 500, 'Old.Thing': 1 });
    assert.equal(params.get(volume), 70);
  });

  it('shows what a domain provides', async () => {
    const { params } = await store();
    params.provide(serial, () => '0123456789AB');
    params.provideGroup(() => [{ path: 'MediaClip.M0.Name', value: 'ding' }]);
    assert.equal(params.get(serial), '0123456789AB');
    assert.deepEqual(params.live(), [{ path: 'MediaClip.M0.Name', value: 'ding' }]);
  });
});
