import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import type { Route } from '../../../src/http/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { digestAnswer } from './digest.ts';
import { TestAccounts } from './test-accounts.ts';
import { basic, curl, startTestServer, type TestServer, until } from './test-server.ts';

const who = (path: string, marks: Partial<Route> = {}): Route => ({
  path,
  access: 'viewer',
  handle: ({ caller }) => ({ body: caller === undefined ? 'nobody' : `${caller.name} ${caller.role} ${caller.via}` }),
  ...marks,
});

const ROUTES: Route[] = [
  who('/axis-cgi/param.cgi'),
  who('/axis-cgi/restart.cgi', { access: 'admin' }),
  who('/axis-cgi/systemready.cgi', { access: 'anonymous', beforeSetup: true }),
  who('/axis-cgi/pwdgrp.cgi', { access: 'admin', beforeSetup: true }),
  who('/axis-cgi/network_settings.cgi', {
    access: 'admin',
    refuse: ({ kind }) => ({ type: 'application/json', body: JSON.stringify({ error: kind }) }),
  }),
  who('/api/accounts', { access: 'admin' }),
];

describe('logging in', () => {
  let server: TestServer;
  const start = async (options: Parameters<typeof startTestServer>[0] = {}) => {
    server = await startTestServer({ routes: ROUTES, ...options });
  };
  const url = (path: string) => `http://127.0.0.1:${server.http}${path}`;
  const secureUrl = (path: string) => `https://127.0.0.1:${server.https}${path}`;
  const get = (path: string, headers: Record<string, string> = {}) => fetch(url(path), { headers });
  const challenge = async (path = '/axis-cgi/param.cgi') => (await get(path)).headers.get('www-authenticate') ?? '';

  afterEach(() => server.stop());

  it('works with curl by Digest over HTTP', async () => {
    await start();
    const { out } = await curl('--digest', '-u', 'vera:pass of vera', url('/axis-cgi/param.cgi?action=list&group=a,b'));
    assert.equal(out, 'vera viewer digest');
  });

  it('works with curl by Basic, Digest or whatever curl likes best over HTTPS', async () => {
    await start({ https: true });
    for (const [how, via] of [
      ['--basic', 'basic'],
      ['--digest', 'digest'],
      ['--anyauth', 'digest'],
    ] as const) {
      const { out } = await curl(how, '-u', 'olga:pass of olga', secureUrl('/axis-cgi/param.cgi'));
      assert.equal(out, `olga operator ${via}`);
    }
  });

  it('asks for Digest over HTTP, and for Basic or Digest over HTTPS', async () => {
    await start({ https: true });
    const lines = async (address: string) =>
      (await curl('-i', address)).out.split('\r\n').filter(line => line.startsWith('WWW-Authenticate'));
    const digest =
      /^WWW-Authenticate: Digest realm="TEST_B827EB123456", nonce="[\w-]+", algorithm=MD5, stale=FALSE, qop="auth"$/;
    const plain = await lines(url('/axis-cgi/param.cgi'));
    const secure = await lines(secureUrl('/axis-cgi/param.cgi'));
    assert.equal(plain.length, 1);
    assert.match(plain[0] ?? '', digest);
    assert.equal(secure.length, 2);
    assert.equal(secure[0], 'WWW-Authenticate: Basic realm="TEST_B827EB123456"');
    assert.match(secure[1] ?? '', digest);
  });

  it('answers a Basic password that nobody asked for with a Digest challenge', async () => {
    await start();
    const answer = await get('/axis-cgi/param.cgi', { authorization: basic('vera') });
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Digest /);
  });

  it('takes Basic over HTTP where the policy says so', async () => {
    await start({ policy: 'basic_digest' });
    const answer = await get('/axis-cgi/param.cgi', { authorization: basic('vera') });
    assert.equal(await answer.text(), 'vera viewer basic');
  });

  it('does not take Digest where the policy is Basic', async () => {
    await start({ policy: 'basic' });
    const header = digestAnswer('Digest realm="TEST_B827EB123456", nonce="x"', { uri: '/axis-cgi/param.cgi' });
    assert.equal((await get('/axis-cgi/param.cgi', { authorization: header })).status, 401);
  });

  it('takes a Digest address without its query, and an absolute one', async () => {
    await start();
    for (const uri of ['/axis-cgi/param.cgi', '/axis-cgi/param.cgi?action=list', 'http://speaker/axis-cgi/param.cgi']) {
      const authorization = digestAnswer(await challenge(), { uri });
      assert.equal((await get('/axis-cgi/param.cgi?action=list', { authorization })).status, 200, uri);
    }
    const authorization = digestAnswer(await challenge(), { uri: '/axis-cgi/restart.cgi' });
    assert.equal((await get('/axis-cgi/param.cgi', { authorization })).status, 401);
  });

  it('takes SHA-256 from those who insist, and the old form without qop', async () => {
    await start({ withQop: false });
    const first = await challenge();
    assert.doesNotMatch(first, /qop/);
    const uri = '/axis-cgi/param.cgi';
    for (const options of [{ nc: null }, { algorithm: 'SHA-256' as const }]) {
      const authorization = digestAnswer(first, { uri, ...options });
      assert.equal((await get(uri, { authorization })).status, 200);
    }
  });

  it('answers a count that was used before with stale=TRUE and a fresh nonce, and never bans', async () => {
    await start();
    const uri = '/axis-cgi/param.cgi';
    const authorization = digestAnswer(await challenge(), { uri });
    assert.equal((await get(uri, { authorization })).status, 200);
    for (let index = 0; index < 20; index++) {
      const again = await get(uri, { authorization });
      assert.equal(again.status, 401);
      assert.match(again.headers.get('www-authenticate') ?? '', /stale=TRUE/);
    }
    const fresh = digestAnswer(await challenge(), { uri });
    assert.equal((await get(uri, { authorization: fresh })).status, 200);
  });

  it('answers a wrong password and a password for another speaker without stale', async () => {
    await start();
    const uri = '/axis-cgi/param.cgi';
    const first = await challenge();
    const wrong = digestAnswer(first, { uri, password: 'guess' });
    const foreign = digestAnswer(first.replace('TEST_', 'TOAST_'), { uri });
    for (const authorization of [wrong, foreign]) {
      const answer = await get(uri, { authorization });
      assert.equal(answer.status, 401);
      assert.match(answer.headers.get('www-authenticate') ?? '', /stale=FALSE/);
    }
  });

  it('serves hundreds of clients that never use a nonce twice', async () => {
    await start();
    const uri = '/axis-cgi/param.cgi';
    const nonces = await Promise.all(Array.from({ length: 300 }, () => challenge()));
    for (const one of nonces) {
      assert.equal((await get(uri, { authorization: digestAnswer(one, { uri }) })).status, 200);
    }
  });

  it('refuses too small a role: classic with 401, by the dialect’s own words, by JSON', async () => {
    await start({ policy: 'basic_digest' });
    const headers = { authorization: basic('vera') };
    const classic = await get('/axis-cgi/restart.cgi', headers);
    assert.equal(classic.status, 401);
    assert.match(classic.headers.get('www-authenticate') ?? '', /Digest/);
    assert.deepEqual(await (await get('/axis-cgi/network_settings.cgi', headers)).json(), { error: 'forbidden' });
    const api = await get('/api/accounts', headers);
    assert.equal(api.status, 403);
    assert.deepEqual(await api.json(), { message: 'this needs the role admin' });
  });

  it('asks for a login before a dialect hears of the request', async () => {
    await start();
    const answer = await get('/axis-cgi/network_settings.cgi');
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get('www-authenticate') ?? '', /^Digest/);
  });

  it('asks for the role of the alias', async () => {
    await start({ policy: 'basic' });
    const status = async (path: string, name: string) => (await get(path, { authorization: basic(name) })).status;
    assert.equal(await status('/axis-cgi/admin/param.cgi', 'vera'), 401);
    assert.equal(await status('/axis-cgi/admin/param.cgi', 'root'), 200);
    assert.equal(await status('/axis-cgi/view/param.cgi', 'vera'), 200);
    assert.equal(await status('/axis-cgi/view/restart.cgi', 'olga'), 401);
  });

  it('knows on an open route who asks, and does not mind a wrong password', async () => {
    await start({ policy: 'basic' });
    const text = async (headers: Record<string, string>) => (await get('/axis-cgi/systemready.cgi', headers)).text();
    assert.equal(await text({}), 'nobody');
    assert.equal(await text({ authorization: basic('vera') }), 'vera viewer basic');
    assert.equal(await text({ authorization: basic('vera', 'guess') }), 'nobody');
    assert.equal(await text({ authorization: 'Bearer x' }), 'nobody');
  });

  it('makes the browser ask where an open route finds that a login is needed, also with a stale nonce', async () => {
    const routes: Route[] = [
      ...ROUTES,
      {
        path: '/axis-cgi/basicdeviceinfo.cgi',
        access: 'anonymous',
        handle: ({ caller }) => {
          if (caller === undefined) throw new Fault('forbidden', 'getAllProperties needs a login');
          return { body: caller.name };
        },
        refuse: () => ({ body: 'the dialect’s words' }),
      },
    ];
    await start({ routes });
    const uri = '/axis-cgi/basicdeviceinfo.cgi';
    const authorization = digestAnswer(await challenge(uri), { uri });
    assert.equal(await (await get(uri, { authorization })).text(), 'vera');
    const again = await get(uri, { authorization });
    assert.equal(again.status, 401);
    assert.match(again.headers.get('www-authenticate') ?? '', /stale=TRUE/);
  });

  it('sends no challenge to the page’s own scripts, which would open the browser’s window', async () => {
    await start();
    const asked = await get('/api/accounts', { 'sec-fetch-site': 'same-origin' });
    assert.equal(asked.status, 401);
    assert.equal(asked.headers.get('www-authenticate'), null);
    assert.match((await get('/api/accounts')).headers.get('www-authenticate') ?? '', /^Digest/);
    assert.equal((await get('/api/accounts', { 'x-requested-with': 'page' })).headers.get('www-authenticate'), null);
  });

  it('answers nothing but the routes for the first start while no account exists', async () => {
    const accounts = new TestAccounts({});
    await start({ accounts, page: { 'index.html': 'page', 'app.js': 'script' } });
    const answers = async (path: string) => {
      const { status, headers } = await get(path, { authorization: basic('vera') });
      assert.equal(headers.get('axis-setup'), 'vapix', path);
      return status;
    };
    assert.equal(await answers('/axis-cgi/param.cgi'), 401);
    assert.equal(await answers('/api/accounts'), 401);
    assert.equal(await answers('/axis-cgi/systemready.cgi'), 200);
    assert.equal(await answers('/axis-cgi/pwdgrp.cgi?action=add'), 200);
    assert.equal(await answers('/'), 200);
    assert.equal(await answers('/app.js'), 200);

    accounts.set('root', 'admin');
    const after = await get('/axis-cgi/pwdgrp.cgi?action=add');
    assert.equal(after.status, 401);
    assert.equal(after.headers.get('axis-setup'), null);
  });

  it('makes guessing slow, never delays who knows the password, and says when to come back', async () => {
    const clock = new FakeClock();
    await start({ policy: 'basic', clock });
    const ask = (password: string) => get('/axis-cgi/param.cgi', { authorization: basic('vera', password) });
    for (const guess of ['a', 'b', 'c']) assert.equal((await ask(guess)).status, 401);
    const idle = clock.waiting;
    let answered = 0;
    const waiting = ['d', 'e', 'f', 'g'].map(async guess => {
      const { status } = await ask(guess);
      answered += 1;
      return status;
    });
    await until(() => server.logged.filter(({ message }) => message === 'wrong password').length === 7);
    assert.ok(clock.waiting >= idle + 4);
    assert.equal(answered, 0);

    const barred = await ask('pass of vera');
    assert.equal(barred.status, 429);
    assert.equal(barred.headers.get('retry-after'), '8');

    await clock.advance(250);
    await until(() => answered === 1);
    assert.equal((await ask('pass of vera')).status, 200);
    await clock.advance(2000);
    assert.deepEqual(await Promise.all(waiting), [401, 401, 401, 401]);
  });

  it('logs and tells wrong passwords without the password, and a name only where it is one', async () => {
    await start({ policy: 'basic' });
    await get('/axis-cgi/param.cgi', { authorization: basic('vera', 'canary-one') });
    await get('/axis-cgi/param.cgi?pwd=canary-two', { authorization: basic('canary-three', 'x') });
    const log = JSON.stringify(server.logged);
    assert.doesNotMatch(log, /canary/);
    const warnings = server.logged.filter(({ message }) => message === 'wrong password').map(({ details }) => details);
    assert.deepEqual(warnings, [
      { from: '127.0.0.1', account: 'vera' },
      { from: '127.0.0.1', account: 'unknown' },
    ]);
    assert.deepEqual(server.failed, [
      { address: '127.0.0.1', account: 'vera' },
      { address: '127.0.0.1', account: '' },
    ]);
  });

  it('blocks an address that guesses, also with the right password, until the period is over; sessions go on', async () => {
    const clock = new FakeClock();
    const blocking = { enabled: true, periodS: 30, pageCount: 2, pageIntervalS: 60, siteCount: 0, siteIntervalS: 1 };
    await start({ policy: 'basic', clock, blocking });
    const { cookie } = await server.guard.logIn({ secure: false, remote: '127.0.0.1' }, 'root', 'pass of root');
    const right = () => get('/axis-cgi/param.cgi', { authorization: basic('root') });
    assert.equal((await right()).status, 200);
    for (let n = 0; n < 2; n++) await get('/axis-cgi/param.cgi', { authorization: basic('root', 'wrong') });
    const refused = await right();
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '30']);
    assert.deepEqual(server.blocked, ['127.0.0.1']);
    assert.equal((await get('/axis-cgi/param.cgi', { cookie: cookie.split(';')[0] ?? '' })).status, 200);
    await clock.advance(30_000);
    assert.equal((await right()).status, 200);
  });
});
