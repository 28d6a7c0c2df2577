import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { fakeApi } from '../../support/api.ts';

const admin = { role: 'admin', name: 'root' } as const;

describe('/api/restart and /api/factory-default', () => {
  it('answer first, then the device restarts', async () => {
    const { send, done, clock } = fakeApi();
    assert.equal((await send('POST /api/restart', undefined, admin)).status, 204);
    assert.deepEqual(done, []);
    await clock.advance(1000);
    assert.deepEqual(done, ['restart']);
  });

  it('order the reset before they answer', async () => {
    const { send, done, clock } = fakeApi();
    assert.equal((await send('POST /api/factory-default', { kind: 'soft' }, admin)).status, 204);
    assert.deepEqual(done, ['prepare soft reset']);
    await clock.advance(1000);
    assert.deepEqual(done, ['prepare soft reset', 'restart']);
  });

  it('do nothing for a word they do not know, nor for others than administrators', async () => {
    const { send, done, clock } = fakeApi();
    assert.equal((await send('POST /api/factory-default', { kind: 'all' }, admin)).status, 400);
    assert.equal((await send('POST /api/factory-default', {}, admin)).status, 400);
    const operator = { role: 'operator' } as const;
    assert.equal((await send('POST /api/factory-default', { kind: 'hard' }, operator)).status, 403);
    assert.equal((await send('POST /api/restart', undefined, operator)).status, 403);
    await clock.advance(1000);
    assert.deepEqual(done, []);
  });
});

describe('/api/storage', () => {
  it('tells of the disks, but not where they are', async () => {
    const { send } = fakeApi();
    const { json } = await send('GET /api/storage', undefined, { role: 'viewer' });
    const disks = json as readonly Record<string, unknown>[];
    assert.deepEqual(
      disks.map(({ id, status, label }) => [id, status, label]),
      [
        ['SD_DISK', 'OK', 'SONGS'],
        ['INTERNAL', 'OK', ''],
      ],
    );
    assert.ok(disks.every(disk => !('folder' in disk)));
  });

  it('mounts and unmounts for administrators, and says why it cannot', async () => {
    const { send, storage } = fakeApi();
    assert.equal((await send('POST /api/storage/SD_DISK/unmount', undefined, admin)).status, 204);
    assert.equal((await send('POST /api/storage/SD_DISK/mount', undefined, admin)).status, 204);
    assert.deepEqual(storage.done, ['unmount SD_DISK', 'mount SD_DISK']);
    const refused = await send('POST /api/storage/INTERNAL/unmount', undefined, admin);
    assert.equal(refused.status, 409);
    assert.deepEqual(refused.json, { message: 'INTERNAL stays as it is' });
    assert.equal((await send('POST /api/storage/SD_DISK/unmount', undefined, { role: 'operator' })).status, 403);
  });
});
