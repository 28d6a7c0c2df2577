import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { Mqtt } from '../../../src/api/contract.ts';
import type { Role } from '../../../src/core/role.ts';
import { fakeApi } from '../../support/api.ts';
import { SERIAL } from '../../support/mqtt-rig.ts';

const admin = { role: 'admin' } as const;

describe('/api/mqtt', () => {
  it('tells operators what is set and how it is, and viewers nothing', async () => {
    const { send } = fakeApi();
    const { json } = await send('GET /api/mqtt', undefined, { role: 'operator' });
    const { client, defaults, status } = json as Mqtt;
    assert.deepEqual([client.active, client.hasPassword, status.state], [false, false, 'off']);
    assert.deepEqual(defaults, { clientId: `axis-${SERIAL}`, deviceTopicPrefix: `axis/${SERIAL}` });
    const { status: refused } = await send('GET /api/mqtt', undefined, { role: 'viewer' });
    assert.equal(refused, 403);
  });

  for (const request of ['PATCH /api/mqtt', 'POST /api/mqtt/test', 'POST /api/mqtt/discovery']) {
    it(`${request} is for admins`, async () => {
      const role: Role = 'operator';
      assert.equal((await fakeApi().send(request, {}, { role })).status, 403);
    });
  }

  it('changes what is given, and never tells what is secret', async () => {
    const { send } = fakeApi();
    const { json, text } = await send('PATCH /api/mqtt', { client: { username: 'u', password: 'secret 1' } }, admin);
    assert.equal((json as Mqtt).client.hasPassword, true);
    assert.ok(!text.includes('secret 1'));
    await send('PATCH /api/mqtt', { homeAssistant: { prefix: 'ha' } }, admin);
    const { json: later } = await send('GET /api/mqtt', undefined, admin);
    const { client, homeAssistant } = later as Mqtt;
    assert.deepEqual(
      [client.username, client.hasPassword, homeAssistant],
      ['u', true, { enabled: false, prefix: 'ha' }],
    );
  });

  for (const [what, body, field] of [
    ['a port that is none', { client: { port: 70_000 } }, 'client.port'],
    ['a host that is missing', { client: { active: true } }, 'host'],
    ['something unknown', { colour: 'red' }, 'colour'],
    [
      'a QoS that is none',
      { subscriptions: [{ topicFilter: 'a', useDeviceTopicPrefix: false, qos: 3, isStateData: false }] },
      'subscriptions.0.qos',
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { status, json } = await fakeApi().send('PATCH /api/mqtt', body, admin);
      assert.deepEqual([status, (json as { field: string }).field], [400, field]);
    });
  }

  it('needs a connection to announce to Home Assistant', async () => {
    const { send } = fakeApi();
    assert.equal((await send('POST /api/mqtt/discovery', undefined, admin)).status, 409);
    await send('PATCH /api/mqtt', { homeAssistant: { enabled: true } }, admin);
    assert.equal((await send('POST /api/mqtt/discovery', undefined, admin)).status, 503);
  });
});
