import { strict as assert } from 'node:assert';
import { after, before, describe, it } from 'mocha';
import type { ListedRoute } from '../../src/api/contract.ts';
import { PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const ROLES = ['anonymous', 'viewer', 'operator', 'admin'] as const;
type Role = (typeof ROLES)[number];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const BY_METHOD = 'each method in the body needs a role of its own; asks for the login where there is none';
/** What needs no login, and why that is right. */
const OPEN: Readonly<Record<string, string>> = {
  '/api/health': 'says that the speaker lives, to the machine itself and to monitors',
  '/api/session': 'says who is logged in: nobody',
  '/api/login': 'logs in',
  '/api/logout': 'ends a session that came with its cookie',
  '/api/setup': 'makes the first account, and no second one',
  '/axis-cgi/pwdgrp.cgi': 'makes the first account; asks for the login where there is one',
  '/axis-cgi/basicdeviceinfo.cgi': 'getAllUnrestrictedProperties needs no login; the rest asks for it',
  '/axis-cgi/apidiscovery.cgi': 'what a client can use before it logs in',
  '/axis-cgi/systemready.cgi': 'asked before there is an account',
  '/axis-cgi/audio/streamingcapabilities.cgi': BY_METHOD,
  '/axis-cgi/audiodevicecontrol.cgi': BY_METHOD,
  '/axis-cgi/findmydevice.cgi': BY_METHOD,
  '/axis-cgi/mqtt/client.cgi': BY_METHOD,
  '/axis-cgi/mqtt/event.cgi': BY_METHOD,
  '/axis-cgi/network_settings.cgi': BY_METHOD,
  '/axis-cgi/ntp.cgi': BY_METHOD,
  '/axis-cgi/remotesyslog.cgi': BY_METHOD,
  '/axis-cgi/time.cgi': BY_METHOD,
  '/axis-cgi/mdnssd.cgi': BY_METHOD,
  '/onvif/device_service': BY_METHOD,
  '/rootdesc1.xml': 'the description that UPnP control points fetch; not found where UPnP is off',
  '/vapix/services': BY_METHOD,
  '/onvif/event_service': BY_METHOD,
  '/onvif/subscriptions/:id': BY_METHOD,
  '/axis-media/media.amp': 'speaks RTSP over WebSocket, which asks for the login itself',
};

describe('every address and every role', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let routes: ListedRoute[];

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    for (const role of ['viewer', 'operator'] as const) {
      const body = JSON.stringify({ name: role, password: PASSWORD, role });
      const answer = await stentor.fetch('/api/accounts', { method: 'POST', body });
      assert.ok(answer.ok, await answer.text());
    }
    routes = (await (await stentor.fetch('/api/routes')).json()) as ListedRoute[];
  });
  after(() => stentor.stop());

  const headersOf = (role: Role): Record<string, string> =>
    role === 'anonymous' ? {} : { authorization: `Basic ${Buffer.from(`${role}:${PASSWORD}`).toString('base64')}` };
  const concrete = (path: string) => path.replaceAll(/:\w+/g, '1');
  async function status(method: string, path: string, role: Role): Promise<number> {
    const answer = await fetch(`${stentor.https}${path}`, { method, headers: headersOf(role), redirect: 'manual' });
    await answer.body?.cancel();
    return answer.status;
  }

  /** Clients of VAPIX are asked for another login where theirs is not enough. */
  const isRefusal = (got: number, role: Role, path: string) =>
    got === 401 ? role === 'anonymous' || !path.startsWith('/api/') : got === 403 && role !== 'anonymous';

  it('lists all of them', () => {
    assert.ok(routes.length > 150, String(routes.length));
    assert.equal(new Set(routes.map(({ path, methods }) => `${methods.join()} ${path}`)).size, routes.length);
  });

  it('refuses whoever may not, and asks for the login whoever has none', async () => {
    const wrong: string[] = [];
    for (const { path, methods, access } of routes) {
      const asked = methods.length === 0 ? METHODS : methods;
      const lower = ROLES.slice(0, ROLES.indexOf(access));
      for (const [method, role] of asked.flatMap(method => lower.map(role => [method, role] as const))) {
        const got = await status(method, concrete(path), role);
        if (!isRefusal(got, role, path)) wrong.push(`${role} ${method} ${path}: ${got}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('is open to everybody only where that has a reason', () => {
    const open = routes.filter(({ access }) => access === 'anonymous').map(({ path }) => path);
    assert.deepEqual(
      [...new Set(open)].filter(path => !(path in OPEN)),
      [],
    );
  });

  it('asks for more where the path of VAPIX says so', async () => {
    for (const [prefix, least] of [
      ['admin', 'admin'],
      ['operator', 'operator'],
      ['viewer', 'viewer'],
    ] as const) {
      for (const { path, access } of routes.filter(each => each.path.startsWith('/axis-cgi/'))) {
        const needed = ROLES.indexOf(access) > ROLES.indexOf(least) ? access : least;
        const role = ROLES[ROLES.indexOf(needed) - 1]!;
        const got = await status('POST', path.replace('/axis-cgi/', `/axis-cgi/${prefix}/`), role);
        assert.ok([401, 403, 404, 405].includes(got), `${role} ${prefix} ${path}: ${got}`);
      }
    }
  });

  it('shows anonymous viewers what viewers see on the page, and nothing else', async () => {
    const wrong: string[] = [];
    const switched = async (on: boolean) => {
      const body = JSON.stringify({ 'Stentor.Network.AnonymousViewers': on });
      assert.ok((await stentor.fetch('/api/settings', { method: 'PATCH', body })).ok);
    };
    await switched(true);
    try {
      const asked = routes
        .filter(each => !(each.path in OPEN))
        .flatMap(({ methods, ...rest }) =>
          (methods.length === 0 ? METHODS : methods).map(method => ({ method, ...rest })),
        );
      for (const { method, path, access } of asked) {
        const got = await status(method, concrete(path), 'anonymous');
        const mayLook = method === 'GET' && access === 'viewer' && path.startsWith('/api/');
        if (mayLook === (got === 401 || got === 403)) wrong.push(`${method} ${path} (${access}): ${got}`);
      }
    } finally {
      await switched(false);
    }
    assert.deepEqual(wrong, []);
  });

  it('gives a token what its role has, and no more', async () => {
    const wrong: string[] = [];
    for (const role of ['viewer', 'operator'] as const) {
      const body = JSON.stringify({ name: `a ${role}`, role });
      const made = (await (await stentor.fetch('/api/tokens', { method: 'POST', body })).json()) as { token: string };
      const headers = { authorization: `Bearer ${made.token}` };
      for (const { path, methods, access } of routes.filter(each => ROLES.indexOf(each.access) > ROLES.indexOf(role))) {
        const method = methods[0] ?? 'GET';
        const answer = await fetch(`${stentor.https}${concrete(path)}`, { method, headers });
        await answer.body?.cancel();
        if (!isRefusal(answer.status, role, path))
          wrong.push(`${role} ${method} ${path} (${access}): ${answer.status}`);
      }
      assert.equal((await fetch(`${stentor.https}/api/status`, { headers })).status, 200);
    }
    assert.deepEqual(wrong, []);
  });

  it('lets nobody change anything with the cookie of a session alone', async () => {
    const login = await fetch(`${stentor.https}/api/login`, {
      method: 'POST',
      headers: { 'x-requested-with': 'page' },
      body: JSON.stringify({ user: 'root', password: PASSWORD }),
    });
    const cookie = (login.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    assert.notEqual(cookie, '', await login.text());
    const wrong: string[] = [];
    for (const { path, methods } of routes.filter(({ crossSite, access }) => !crossSite && access !== 'anonymous')) {
      for (const method of methods.filter(each => each !== 'GET')) {
        const answer = await fetch(`${stentor.https}${concrete(path)}`, { method, headers: { cookie } });
        await answer.body?.cancel();
        if (answer.status !== 403) wrong.push(`${method} ${path}: ${answer.status}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
});
