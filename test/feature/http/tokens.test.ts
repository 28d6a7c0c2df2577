import { strict as assert } from 'node:assert';
import { afterEach, describe, it } from 'mocha';
import type { Route } from '../../../src/http/index.ts';
import { startTestServer, type TestServer } from './test-server.ts';

const who = (path: string, marks: Partial<Route> = {}): Route => ({
  path,
  access: 'viewer',
  handle: ({ caller }) => ({ body: caller === undefined ? 'nobody' : `${caller.name} ${caller.role} ${caller.via}` }),
  ...marks,
});

const ROUTES: Route[] = [
  who('/api/status'),
  who('/api/accounts', { access: 'admin' }),
  who('/api/session', { access: 'anonymous' }),
  who('/axis-cgi/param.cgi'),
  who('/axis-cgi/playclip.cgi', { crossSite: true }),
];
const TOKENS = { 'stentor_of-a-viewer': 'viewer', 'stentor_of-an-admin': 'admin' } as const;
const HERE = 'https://intranet.example.com';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ADMIN = bearer('stentor_of-an-admin');

describe('access tokens', () => {
  let server: TestServer;
  const start = async (options: Parameters<typeof startTestServer>[0] = {}) => {
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    server = await startTestServer({ routes: ROUTES, https: true, tokens: TOKENS, ...options });
  };
  const get = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
    fetch(`https://127.0.0.1:${server.https}${path}`, { headers, ...init });
  afterEach(() => server.stop());

  it('are taken over HTTPS, each with its role', async () => {
    await start();
    const answer = await get('/api/status', bearer('stentor_of-a-viewer'));
    assert.equal(await answer.text(), 'token:the viewer viewer token');
    assert.equal((await get('/api/accounts', bearer('stentor_of-a-viewer'))).status, 403);
    assert.equal((await get('/api/accounts', ADMIN)).status, 200);
    assert.equal((await get('/axis-cgi/param.cgi', ADMIN)).status, 200);
  });

  it('are not taken over HTTP, where anybody can read them', async () => {
    await start();
    const answer = await fetch(`http://127.0.0.1:${server.http}/api/status`, { headers: ADMIN });
    assert.equal(answer.status, 401);
  });

  it('that are wrong are told, slow, and in the end blocked', async () => {
    const blocking = { enabled: true, periodS: 10, pageCount: 3, pageIntervalS: 60, siteCount: 0, siteIntervalS: 1 };
    await start({ blocking });
    for (let n = 0; n < 3; n++) assert.equal((await get('/api/status', bearer(`stentor_guess-${n}`))).status, 401);
    assert.equal(server.failed.length, 3);
    assert.equal(server.blocked.length, 1);
    assert.equal((await get('/api/status', ADMIN)).status, 429);
    assert.ok(!JSON.stringify(server.logged).includes('guess'));
  });

  it('let scripts of allowed web pages in, and no other login does', async () => {
    await start({ origins: [HERE] });
    const answer = await get('/api/accounts', { origin: HERE, ...ADMIN });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), HERE);
    assert.equal(answer.headers.get('access-control-allow-credentials'), null);
    assert.equal(answer.headers.get('vary'), 'Origin');

    const { cookie, csrf } = await server.guard.logIn({ secure: true, remote: '127.0.0.1' }, 'root', 'pass of root');
    const session = { cookie: cookie.split(';')[0] ?? '', 'x-csrf-token': csrf };
    assert.equal((await get('/api/accounts', session)).status, 200);
    const basic = { authorization: `Basic ${Buffer.from('root:pass of root').toString('base64')}` };
    for (const headers of [session, basic, {}])
      assert.equal((await get('/api/accounts', { origin: HERE, ...headers })).status, 403);
    // A wrong token beside a good cookie is a wrong token.
    assert.equal((await get('/api/accounts', { origin: HERE, ...session, ...bearer('stentor_x') })).status, 401);
  });

  it('answer what a browser asks before, to allowed pages only', async () => {
    await start({ origins: [HERE] });
    const asks = { 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' };
    const allowed = await get('/api/accounts', { origin: HERE, ...asks }, { method: 'OPTIONS' });
    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers.get('access-control-allow-origin'), HERE);
    assert.match(allowed.headers.get('access-control-allow-methods') ?? '', /PATCH/);
    assert.match(allowed.headers.get('access-control-allow-headers') ?? '', /Authorization/);
    for (const origin of [
      'https://evil.example.com',
      `${HERE}.evil.example.com`,
      'http://intranet.example.com',
      'null',
    ]) {
      const refused = await get('/api/accounts', { origin, ...asks }, { method: 'OPTIONS' });
      assert.notEqual(refused.status, 204);
      assert.equal(refused.headers.get('access-control-allow-origin'), null);
      const read = await get('/api/accounts', { origin, ...ADMIN });
      assert.equal(read.status, 403);
      assert.equal(read.headers.get('access-control-allow-origin'), null);
    }
  });
});

describe('anonymous viewers', () => {
  let server: TestServer;
  const get = (path: string, init: RequestInit = {}) => fetch(`https://127.0.0.1:${server.https}${path}`, init);
  afterEach(() => server.stop());

  it('see what the page shows to viewers, and play or change nothing', async () => {
    server = await startTestServer({ routes: ROUTES, https: true, anonymous: true });
    assert.equal(await (await get('/api/status')).text(), 'anonymous viewer anonymous');
    assert.equal((await get('/api/status', { method: 'POST' })).status, 401);
    assert.equal((await get('/api/accounts')).status, 401);
    // Clients that log in only when they are asked to are asked to.
    assert.equal((await get('/axis-cgi/param.cgi')).status, 401);
    assert.equal((await get('/axis-cgi/playclip.cgi')).status, 401);
    assert.equal((await get('/api/status', { headers: { origin: 'https://evil.example.com' } })).status, 403);
    const wrong = { authorization: `Basic ${Buffer.from('root:x').toString('base64')}` };
    assert.equal((await get('/api/status', { headers: wrong })).status, 401);
  });

  it('are nobody unless they are allowed, nor before the first password', async () => {
    server = await startTestServer({ routes: ROUTES, https: true });
    assert.equal((await get('/api/status')).status, 401);
  });
});
