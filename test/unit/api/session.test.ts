import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { fakeApi } from '../../support/api.ts';

const page = { product: 'Stentor', hostName: 'speaker' };

describe('the session', () => {
  it('is a set-up before the first password, a login after it', async () => {
    const fresh = fakeApi({ accounts: {} });
    assert.deepEqual((await fresh.send('GET /api/session')).json, { state: 'setup', ...page });
    assert.deepEqual((await fakeApi().send('GET /api/session')).json, { state: 'login', ...page });
  });

  it('is open with the page’s cookie only, and then gives the token back', async () => {
    const { send } = fakeApi();
    const joe = { role: 'operator', name: 'joe' } as const;
    const { json } = await send('GET /api/session', undefined, { ...joe, csrf: 'token' });
    assert.deepEqual(json, { state: 'open', user: 'joe', role: 'operator', csrf: 'token', ...page });
    assert.deepEqual((await send('GET /api/session', undefined, joe)).json, { state: 'login', ...page });
  });

  it('begins with the first password, which makes root', async () => {
    const { send, users } = fakeApi({ accounts: {} });
    const { status, json, headers } = await send('POST /api/setup', { password: 'secret' });
    assert.equal(status, 200);
    assert.deepEqual(json, { state: 'open', user: 'root', role: 'admin', csrf: 'csrf-root', ...page });
    assert.equal(headers['Set-Cookie'], 'session=root');
    assert.equal(users.passwords.get('root'), 'secret');
  });

  it('has one first password only', async () => {
    const { send, users } = fakeApi();
    const { status, json } = await send('POST /api/setup', { password: 'mine' });
    assert.equal(status, 409);
    assert.deepEqual(json, { message: 'the first password is set already: log in with it' });
    assert.equal(users.passwords.get('root'), undefined);
  });

  it('says what is wrong with a first password', async () => {
    const { send, users } = fakeApi({ accounts: {} });
    for (const [body, message] of [
      [{ password: '' }, 'the password is empty'],
      [{}, 'password is missing'],
      [{ password: 7 }, 'password must be string'],
      [{ password: null }, 'password must be string'],
    ] as const) {
      const { status, json } = await send('POST /api/setup', body);
      assert.equal(status, 400);
      assert.deepEqual(json, { message, field: 'password' });
    }
    assert.equal(users.needsSetup, true);
  });

  it('is opened by a name and its password', async () => {
    const { send } = fakeApi({ accounts: { root: 'admin', joe: 'operator' } });
    const { status, json, headers } = await send('POST /api/login', { user: 'joe', password: 'joe' });
    assert.equal(status, 200);
    assert.deepEqual(json, { state: 'open', user: 'joe', role: 'operator', csrf: 'csrf-joe', ...page });
    assert.equal(headers['Set-Cookie'], 'session=joe');
  });

  it('stays shut to a wrong password', async () => {
    const { send } = fakeApi();
    const { status, json, headers } = await send('POST /api/login', { user: 'root', password: 'wrong' });
    assert.equal(status, 401);
    assert.deepEqual(json, { message: 'the name or the password is wrong', field: 'password' });
    assert.equal(headers['Set-Cookie'], undefined);
  });

  it('ends with the logout, also where there was none', async () => {
    const { send } = fakeApi();
    const { json, headers } = await send('POST /api/logout', {}, { headers: { cookie: 'session=joe' } });
    assert.deepEqual(json, { state: 'login', ...page });
    assert.equal(headers['Set-Cookie'], 'closed session=joe');
    assert.equal((await send('POST /api/logout')).status, 200);
  });
});
