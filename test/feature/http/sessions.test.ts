import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { object, parse, string } from '../../../src/core/schema.ts';
import type { Guard, Route } from '../../../src/http/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { basic, startTestServer, type TestServer, until } from './test-server.ts';

const LOGIN = object({ user: string(), password: string() });

/** Routes as src/api writes them. */
const routes = (guard: () => Guard): Route[] => [
  {
    path: '/api/login',
    methods: ['POST'],
    access: 'anonymous',
    handle: async exchange => {
      const { user, password } = parse(LOGIN, await exchange.json(), 'login');
      const { cookie, csrf } = await guard().logIn(exchange, user, password);
      return { type: 'application/json', body: JSON.stringify({ csrf }), headers: { 'Set-Cookie': cookie } };
    },
  },
  {
    path: '/api/logout',
    methods: ['POST'],
    access: 'anonymous',
    handle: ({ headers }) => ({ headers: { 'Set-Cookie': guard().sessions.close(headers.cookie) } }),
  },
  {
    path: '/api/session',
    access: 'anonymous',
    handle: ({ caller, session }) => ({
      body: `${caller?.name ?? 'nobody'} ${caller?.via ?? ''} ${session?.csrf ?? ''}`,
    }),
  },
  { path: '/api/settings', methods: ['GET', 'PATCH'], access: 'operator', handle: ({ method }) => ({ body: method }) },
  { path: '/axis-cgi/playclip.cgi', access: 'viewer', crossSite: true, handle: () => ({ body: 'playing' }) },
  { path: '/axis-cgi/restart.cgi', access: 'viewer', handle: () => ({ body: 'restarting' }) },
];

describe('the page’s session', () => {
  let server: TestServer;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = new FakeClock();
    server = await startTestServer({ routes: routes(() => server.guard), clock, policy: 'basic' });
  });
  afterEach(() => server.stop());

  const ask = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${server.http}${path}`, init);
  const logIn = (user = 'olga', password = `pass of ${user}`, headers: Record<string, string> = {}) =>
    ask('/api/login', { method: 'POST', body: JSON.stringify({ user, password }), headers });
  const session = async (user = 'olga') => {
    const answer = await logIn(user);
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const { csrf } = (await answer.json()) as { csrf: string };
    return { cookie, csrf };
  };
  const patch = (headers: Record<string, string>) => ask('/api/settings', { method: 'PATCH', headers });

  it('begins with name and password and lets its cookie stand for both', async () => {
    const { cookie, csrf } = await session();
    assert.equal(await (await ask('/api/session', { headers: { cookie } })).text(), `olga session ${csrf}`);
    assert.equal(await (await ask('/api/settings', { headers: { cookie } })).text(), 'GET');
    assert.equal((await ask('/api/settings')).status, 401);
  });

  it('says in JSON and without a challenge that the password is wrong', async () => {
    const answer = await logIn('olga', 'guess', { 'sec-fetch-site': 'same-origin' });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get('www-authenticate'), null);
    assert.equal(answer.headers.get('set-cookie'), null);
    assert.deepEqual(await answer.json(), { message: 'the name or the password is wrong', field: 'password' });
    assert.equal((await logIn('nobody', 'guess')).status, 401);
  });

  it('changes nothing without the token against forged requests', async () => {
    const { cookie, csrf } = await session();
    const other = await session('root');
    assert.equal((await patch({ cookie })).status, 403);
    assert.equal((await patch({ cookie, 'x-csrf-token': 'guess' })).status, 403);
    assert.equal((await patch({ cookie, 'x-csrf-token': other.csrf })).status, 403);
    assert.equal(await (await patch({ cookie, 'x-csrf-token': csrf })).text(), 'PATCH');
  });

  it('needs no token of a program that sends its password', async () => {
    assert.equal(await (await patch({ authorization: basic('olga') })).text(), 'PATCH');
  });

  it('may do what its account may and no more', async () => {
    const { cookie } = await session('vera');
    const answer = await ask('/api/settings', { headers: { cookie } });
    assert.equal(answer.status, 403);
    assert.deepEqual(await answer.json(), { message: 'this needs the role operator' });
  });

  it('ends at the logout', async () => {
    const { cookie, csrf } = await session();
    const answer = await ask('/api/logout', { method: 'POST', headers: { cookie, 'x-csrf-token': csrf } });
    assert.match(answer.headers.get('set-cookie') ?? '', /Max-Age=0/);
    assert.equal((await ask('/api/settings', { headers: { cookie } })).status, 401);
  });

  it('ends when the account’s password changes', async () => {
    const { cookie } = await session();
    server.accounts.set('olga', 'operator', 'a new one');
    assert.equal((await ask('/api/settings', { headers: { cookie } })).status, 401);
  });

  it('ends after half an hour unused', async () => {
    const { cookie } = await session();
    await clock.advance(29 * 60_000);
    assert.equal((await ask('/api/settings', { headers: { cookie } })).status, 200);
    await clock.advance(30 * 60_000);
    assert.equal((await ask('/api/settings', { headers: { cookie } })).status, 401);
  });

  it('is not kept alive by a page that nobody sees', async () => {
    const { cookie } = await session();
    const hidden = { headers: { cookie, 'x-requested-with': 'hidden-page' } };
    for (let minutes = 0; minutes < 30; minutes += 10) {
      assert.equal((await ask('/api/settings', hidden)).status, 200);
      await clock.advance(10 * 60_000);
    }
    assert.equal((await ask('/api/settings', hidden)).status, 401);
  });

  it('is slow to begin for those who guess', async () => {
    for (const guess of ['a', 'b', 'c']) assert.equal((await logIn('olga', guess)).status, 401);
    const late = ['d', 'e', 'f', 'g'].map(guess => logIn('olga', guess));
    await until(() => server.logged.filter(({ message }) => message === 'wrong password').length === 7);
    const barred = await logIn('olga', 'pass of olga');
    assert.equal(barred.status, 429);
    assert.equal(barred.headers.get('retry-after'), '8');
    assert.match(((await barred.json()) as { message: string }).message, /^too many wrong passwords/);
    await clock.advance(10_000);
    for (const { status } of await Promise.all(late)) assert.equal(status, 401);
    assert.equal((await logIn()).status, 200);
  });

  describe('and requests from other web sites', () => {
    const foreign = [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { referer: 'http://evil.example/page' },
    ];

    it('are refused, whichever login the browser adds, also the login itself', async () => {
      const { cookie } = await session();
      for (const site of foreign) {
        assert.equal((await ask('/api/settings', { headers: { cookie, ...site } })).status, 403);
        const cached = { authorization: basic('olga'), ...site };
        assert.equal((await ask('/axis-cgi/restart.cgi', { headers: cached })).status, 403);
        assert.equal((await logIn('olga', 'pass of olga', site as unknown as Record<string, string>)).status, 403);
      }
    });

    it('may play clips by a link', async () => {
      for (const site of foreign) {
        const answer = await ask('/axis-cgi/playclip.cgi?clip=1', {
          headers: { authorization: basic('vera'), ...site },
        });
        assert.equal(await answer.text(), 'playing');
      }
    });

    it('are not what the page itself sends', async () => {
      const { cookie, csrf } = await session();
      const own = { origin: `http://127.0.0.1:${server.http}`, 'sec-fetch-site': 'same-origin' };
      assert.equal((await patch({ cookie, 'x-csrf-token': csrf, ...own })).status, 200);
    });
  });
});
