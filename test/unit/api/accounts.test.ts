import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { fakeApi } from '../../support/api.ts';

const admin = { role: 'admin', name: 'root' } as const;
const passwordSetAt = '2026-01-01T00:00:00.000Z';

describe('/api/accounts', () => {
  it('lists, adds, changes and removes', async () => {
    const { send, users } = fakeApi();
    const added = await send('POST /api/accounts', { name: 'joe', password: 'p', role: 'operator' }, admin);
    assert.equal(added.status, 201);
    assert.deepEqual(added.json, { name: 'joe', role: 'operator', passwordSetAt, removable: true });
    const changed = await send('PATCH /api/accounts/joe', { role: 'viewer' }, admin);
    assert.deepEqual(changed.json, { name: 'joe', role: 'viewer', passwordSetAt, removable: true });
    assert.equal((await send('PATCH /api/accounts/joe', { name: 'joe', password: 'q' }, admin)).status, 200);
    assert.equal(users.passwords.get('joe'), 'q');
    assert.deepEqual((await send('GET /api/accounts', undefined, admin)).json, [
      { name: 'root', role: 'admin', passwordSetAt, removable: false },
      { name: 'joe', role: 'viewer', passwordSetAt, removable: true },
    ]);
    assert.equal((await send('DELETE /api/accounts/joe', undefined, admin)).status, 204);
    assert.equal(users.list().length, 1);
  });

  it('gives the least role unless told', async () => {
    const { send, users } = fakeApi();
    await send('POST /api/accounts', { name: 'joe', password: 'p' }, admin);
    assert.equal(users.list()[1]?.role, 'viewer');
  });

  const refusals: readonly (readonly [string, object | undefined, number, string | undefined])[] = [
    ['POST /api/accounts', { name: 'joe' }, 400, 'password'],
    ['POST /api/accounts', { name: 'no blanks', password: 'p' }, 400, 'name'],
    ['POST /api/accounts', { name: 'root', password: 'p' }, 409, 'name'],
    ['POST /api/accounts', { name: 'joe', password: 'p', role: 'boss' }, 400, 'role'],
    ['POST /api/accounts', { name: 'joe', password: 7 }, 400, 'password'],
    ['PATCH /api/accounts/nobody', { role: 'viewer' }, 404, undefined],
    ['PATCH /api/accounts/root', { name: 'boss' }, 400, 'name'],
    ['DELETE /api/accounts/root', undefined, 409, undefined],
    ['DELETE /api/accounts/nobody', undefined, 404, undefined],
  ];
  for (const [request, body, status, field] of refusals) {
    it(`refuses ${request} ${JSON.stringify(body)}`, async () => {
      const { send, users } = fakeApi();
      const told = await send(request, body, admin);
      assert.equal(told.status, status);
      assert.equal((told.json as { field?: string }).field, field);
      assert.deepEqual(
        users.list().map(({ id, role }) => `${id} ${role}`),
        ['root admin'],
      );
    });
  }

  it('is for administrators', async () => {
    const { send } = fakeApi();
    for (const request of ['GET /api/accounts', 'POST /api/accounts', 'DELETE /api/accounts/root']) {
      assert.equal((await send(request)).status, 401);
      assert.equal((await send(request, undefined, { role: 'operator' })).status, 403);
    }
  });
});
