import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Asked } from '../../support/exchange.ts';
import { fakeVapix } from '../../support/vapix.ts';

const BASE = '/config/rest/audio-multicast-ctrl/v1beta';

async function rest() {
  const { ask, multicast } = fakeVapix();
  await multicast.start();
  const call = async (request: string, data?: unknown, asked: Asked = { role: 'admin' }) => {
    const [method = '', path = ''] = request.split(' ');
    const body = data === undefined ? '' : JSON.stringify({ data });
    const { status, text } = await ask(`${method} ${BASE}${path}`, { ...asked, body });
    return { status, json: JSON.parse(text) as Record<string, unknown> };
  };
  return { call, multicast, ask };
}

const SOURCE = {
  ipAddress: '239.0.0.1',
  label: 'This is a label',
  port: 4000,
  prio: 1,
  profile: 'Low',
  srtpKey: 'ab'.repeat(46),
  type: 'Multicast',
};

describe('audio-multicast-ctrl', () => {
  it('is switched off and on', async () => {
    const { call } = await rest();
    assert.deepEqual(await call('GET /enabled'), { status: 200, json: { status: 'success', data: true } });
    assert.deepEqual(await call('PATCH /enabled', false), { status: 200, json: { status: 'success' } });
    assert.deepEqual((await call('GET /enabled')).json, { status: 'success', data: false });
    assert.equal((await call('PATCH /enabled', 'yes')).status, 400);
  });

  it('has one codec for all that speak G.711', async () => {
    const { call, multicast } = await rest();
    await call('POST /sources', SOURCE);
    await multicast.add({ name: 'Music', address: '239.0.0.2', port: 4000, codec: 'opus' });
    assert.equal((await call('PATCH /audiocodec', 'PCMA')).status, 200);
    assert.deepEqual((await call('GET /audioCodec')).json, { status: 'success', data: 'PCMA' });
    assert.deepEqual(
      multicast.list().map(({ codec }) => codec),
      ['PCMA', 'opus'],
    );
    assert.equal((await call('PATCH /audiocodec', 'MP3')).status, 400);
  });

  it('adds a source as the documentation does, lists and deletes it', async () => {
    const { call, multicast } = await rest();
    const { status, json } = await call('POST /sources', SOURCE);
    assert.equal(status, 201);
    const listed = {
      id: '0',
      ipAddress: '239.0.0.1',
      label: 'This is a label',
      latencyProfile: 'Low',
      port: 4000,
      prio: 1,
      profile: 'Low',
      type: 'Multicast',
    };
    assert.deepEqual(json, { status: 'success', data: listed });
    assert.equal(multicast.get('0').srtpKey, SOURCE.srtpKey);
    assert.deepEqual((await call('GET /sources')).json, { status: 'success', data: [listed] });
    assert.deepEqual((await call('GET /sources/0')).json, { status: 'success', data: listed });
    assert.deepEqual((await call('GET ')).json, {
      status: 'success',
      data: { audioCodec: 'PCMU', enabled: true, sources: [listed] },
    });
    assert.deepEqual((await call('DELETE /sources/0')).json, { status: 'success' });
    assert.deepEqual(await call('DELETE /sources/0'), {
      status: 404,
      json: { status: 'error', error: { code: 404, message: 'no multicast source 0' } },
    });
  });

  it('reads and writes each property', async () => {
    const { call } = await rest();
    await call('POST /sources', SOURCE);
    const changes: [string, unknown][] = [
      ['ipAddress', '239.9.9.9'],
      ['label', 'Yard'],
      ['latencyProfile', 'UltraLow'],
      ['port', 5000],
      ['prio', 7],
    ];
    for (const [name, value] of changes) {
      assert.equal((await call(`PATCH /sources/0/${name}`, value)).status, 200, name);
      assert.deepEqual((await call(`GET /sources/0/${name}`)).json, {
        status: 'success',
        data: name === 'prio' ? 1 : value,
      });
    }
    assert.equal((await call('PUT /sources/0/label', 'Hall')).status, 200);
    assert.deepEqual((await call('GET /sources/0/srtpKey')).json, { status: 'success', data: '' });
    assert.equal((await call('GET /sources/0/colour')).status, 404);
    assert.equal((await call('PATCH /sources/0/colour', 1)).status, 404);
    assert.equal((await call('PATCH /sources/0/id', '7')).status, 400);
    assert.equal((await call('PATCH /sources/7/label', 'x')).status, 404);
  });

  it('closes up when a source is given another place', async () => {
    const { call } = await rest();
    for (const port of [4000, 4002, 4004]) await call('POST /sources', { ...SOURCE, port, prio: undefined });
    await call('PATCH /sources/0/prio', 3);
    const { json } = await call('GET /sources');
    const places = (json['data'] as { id: string; prio: number }[]).map(({ id, prio }) => `${id}:${prio}`);
    assert.deepEqual(places, ['0:3', '1:1', '2:2']);
  });

  it('refuses what is wrong, in its own words', async () => {
    const { call, ask } = await rest();
    const refused = async (data: object) => {
      const { status, json } = await call('POST /sources', { ...SOURCE, ...data });
      assert.equal(json['status'], 'error');
      return status;
    };
    assert.equal(await refused({ ipAddress: '10.0.0.1' }), 400);
    assert.equal(await refused({ port: 80 }), 400);
    assert.equal(await refused({ label: 'x'.repeat(32) }), 400);
    assert.equal(await refused({ srtpKey: 'abc' }), 400);
    assert.equal(await refused({ label: undefined }), 400);
    await call('POST /sources', SOURCE);
    assert.equal(await refused({}), 409);
    const { status } = await ask(`PATCH ${BASE}/enabled`, { role: 'admin', body: '[]' });
    assert.equal(status, 400);
  });

  it('is for administrators', async () => {
    const { call } = await rest();
    assert.equal((await call('GET /sources', undefined, { role: 'operator' })).status, 403);
  });
});
