import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Multicast, MulticastSource } from '../../../src/api/contract.ts';
import { fakeApi } from '../../support/api.ts';
import { sourceStatus } from '../../support/fake-multicast.ts';

const viewer = { role: 'viewer' } as const;
const admin = { role: 'admin' } as const;
const HALL = { name: 'Hall', address: '239.0.0.1', port: 4000 };

async function api() {
  const fake = fakeApi();
  await fake.multicast.start();
  return fake;
}

describe('/api/multicast', () => {
  it('adds, changes, lists and deletes sources', async () => {
    const { send } = await api();
    const { status, json } = await send('POST /api/multicast', { ...HALL, codec: 'opus', latency: 'Low' }, admin);
    assert.equal(status, 201);
    assert.deepEqual(json, {
      id: '0',
      ...HALL,
      enabled: true,
      codec: 'opus',
      priority: 5,
      emergency: false,
      latency: 'Low',
      encrypted: false,
    });
    const { json: changed } = await send('PATCH /api/multicast/0', { emergency: true, enabled: false }, admin);
    assert.equal((changed as MulticastSource).emergency, true);
    const { json: all } = await send('GET /api/multicast', undefined, viewer);
    assert.deepEqual(all, { sources: [changed], statuses: [] });
    assert.equal((await send('DELETE /api/multicast/0', undefined, admin)).status, 204);
    assert.equal((await send('DELETE /api/multicast/0', undefined, admin)).status, 404);
    assert.equal((await send('PATCH /api/multicast/0', { name: 'x' }, admin)).status, 404);
  });

  it('never tells a key', async () => {
    const { send, sources } = await api();
    const srtpKey = '0123456789'.repeat(6);
    const { json, text } = await send('POST /api/multicast', { ...HALL, srtpKey }, admin);
    assert.equal((json as MulticastSource).encrypted, true);
    assert.ok(!text.includes(srtpKey));
    assert.equal(sources.asked.at(-1)?.[0]?.srtpKey, srtpKey);
    await send('PATCH /api/multicast/0', { name: 'Great hall' }, admin);
    assert.equal(sources.asked.at(-1)?.[0]?.srtpKey, srtpKey);
    const { json: bare } = await send('PATCH /api/multicast/0', { srtpKey: '' }, admin);
    assert.equal((bare as MulticastSource).encrypted, false);
  });

  it('says which field is wrong', async () => {
    const { send } = await api();
    const fieldOf = async (body: object) => {
      const { status, json } = await send('POST /api/multicast', body, admin);
      return [status, (json as { field?: string }).field];
    };
    assert.deepEqual(await fieldOf({ ...HALL, port: '4000' }), [400, 'port']);
    assert.deepEqual(await fieldOf({ ...HALL, port: 80 }), [400, 'port']);
    assert.deepEqual(await fieldOf({ name: 'x', port: 4000 }), [400, 'address']);
    assert.deepEqual(await fieldOf({ ...HALL, codec: 'MP3' }), [400, 'codec']);
    assert.deepEqual(await fieldOf({ ...HALL, colour: 'red' }), [400, 'colour']);
    await send('POST /api/multicast', HALL, admin);
    assert.deepEqual(await fieldOf({ ...HALL, name: 'Twin' }), [409, 'port']);
  });

  it('is changed by administrators, seen by all', async () => {
    const { send } = await api();
    assert.equal((await send('POST /api/multicast', HALL, { role: 'operator' })).status, 403);
    assert.equal((await send('GET /api/multicast', undefined, viewer)).status, 200);
  });

  it('tells how the sources do', async () => {
    const { send, sources } = await api();
    await send('POST /api/multicast', HALL, admin);
    sources.tell(sourceStatus('0', { state: 'playing', from: '10.0.0.7:5004', received: 50, jitterMs: 2 }));
    const { json } = await send('GET /api/multicast', undefined, viewer);
    const [status] = (json as Multicast).statuses;
    assert.equal(status?.state, 'playing');
    assert.equal(status.received, 50);
  });
});
