import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Time } from '../../../src/api/contract.ts';
import { fakeApi } from '../../support/api.ts';

const ADMIN = { role: 'admin' } as const;

describe('/api/time', () => {
  it('tells everybody what time it is, and whom the clock follows', async () => {
    const { send } = fakeApi();
    const { json } = await send('GET /api/time', undefined, { role: 'viewer' });
    const { settings, now, sync, zones } = json as Time;
    assert.deepEqual(settings, { source: 'dhcp', servers: [], zone: '' });
    assert.deepEqual(
      [now, sync.networkServers, sync.synchronized],
      ['2026-01-01T12:00:00.000Z', ['192.168.0.1'], true],
    );
    assert.ok(zones.includes('Europe/Stockholm'));
  });

  it('is changed by administrators', async () => {
    const { send, clockwork } = fakeApi();
    const { json } = await send('PATCH /api/time', { source: 'manual' }, ADMIN);
    assert.equal((json as Time).settings.source, 'manual');
    assert.equal((await send('PUT /api/time/clock', { time: '2026-05-01T12:00:00Z' }, ADMIN)).status, 200);
    assert.deepEqual(clockwork.done, ['do not follow', 'time 2026-05-01T12:00:00.000Z']);
    assert.equal((await send('PATCH /api/time', { source: 'dhcp' }, { role: 'operator' })).status, 403);
  });

  for (const [what, request, body, status, field] of [
    ['a server that is none', 'PATCH /api/time', { servers: ['a b'] }, 400, 'servers'],
    ['an unknown zone', 'PATCH /api/time', { zone: 'Europe/Atlantis' }, 400, 'zone'],
    ['an unknown field', 'PATCH /api/time', { nts: true }, 400, 'nts'],
    ['a time that is none', 'PUT /api/time/clock', { time: 'now' }, 400, 'dateTime'],
    ['a time while servers are followed', 'PUT /api/time/clock', { time: '2026-05-01T12:00:00Z' }, 409, undefined],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { send, clockwork } = fakeApi();
      const { status: answered, json } = await send(request, body, ADMIN);
      assert.deepEqual([answered, (json as { field?: string }).field], [status, field]);
      assert.deepEqual(clockwork.done, []);
    });
  }
});
