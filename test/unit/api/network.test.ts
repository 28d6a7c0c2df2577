import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Network } from '../../../src/api/contract.ts';
import { fakeApi } from '../../support/api.ts';

const ADMIN = { role: 'admin' } as const;
const FIXED = { ipv4: { mode: 'static', address: '192.168.0.77', prefix: 24, router: '192.168.0.1' } };

describe('/api/network', () => {
  it('tells settings, state and ports to administrators alone', async () => {
    const { send } = fakeApi();
    const { json } = await send('GET /api/network', undefined, ADMIN);
    const { settings, state, pending, ports, hostName } = json as Network;
    assert.deepEqual([settings.ipv4.mode, state.interface, pending, hostName], ['dhcp', 'eth0', undefined, 'speaker']);
    assert.deepEqual(ports, { http: 80, https: 443 });
    assert.equal((await send('GET /api/network', undefined, { role: 'operator' })).status, 403);
  });

  it('has a change wait until it is confirmed at the new address', async () => {
    const { send, network } = fakeApi();
    const { json } = await send('PATCH /api/network', FIXED, ADMIN);
    assert.deepEqual((json as Network).pending, { leftS: 120, url: 'https://192.168.0.77/system/network' });
    const early = await send('POST /api/network/confirm', undefined, { ...ADMIN, local: '192.168.0.20' });
    assert.equal(early.status, 409);
    const there = await send('POST /api/network/confirm', undefined, { ...ADMIN, local: '192.168.0.77' });
    assert.deepEqual(
      [there.status, (there.json as Network).pending, network.settings.ipv4.mode],
      [200, undefined, 'static'],
    );
    assert.equal((await send('POST /api/network/revert', undefined, ADMIN)).status, 409);
  });

  it('undoes it when somebody asks', async () => {
    const { send, network } = fakeApi();
    await send('PATCH /api/network', FIXED, ADMIN);
    assert.equal((await send('POST /api/network/revert', undefined, ADMIN)).status, 200);
    assert.equal(network.settings.ipv4.mode, 'dhcp');
  });

  for (const [what, body, status, field] of [
    ['an address that another device has', { ipv4: { mode: 'static', address: '192.168.0.66' } }, 409, undefined],
    ['a router elsewhere', { ipv4: { ...FIXED.ipv4, router: '10.0.0.1' } }, 400, 'ipv4.router'],
    ['an unknown section', { wlan: {} }, 400, 'wlan'],
    ['an unknown field', { ipv4: { addres: 'x' } }, 400, 'ipv4.addres'],
    ['another type', { ipv6: { enabled: 'yes' } }, 400, 'ipv6.enabled'],
    ['a section that is none', { dns: ['9.9.9.9'] }, 400, 'dns'],
    ['a port beyond all', { web: { httpPort: 70_000 } }, 400, 'web.httpPort'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { send, network } = fakeApi();
      const { status: answered, json } = await send('PATCH /api/network', body, ADMIN);
      assert.deepEqual([answered, (json as { field?: string }).field], [status, field]);
      assert.equal(network.settings.ipv4.mode, 'dhcp');
    });
  }
});
