import { strict as assert } from 'node:assert';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { WebSocket } from 'ws';
import type { ListedRoute } from '../../src/api/contract.ts';
import { beep, wav } from '../support/signals.ts';
import { PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const ELSEWHERE = 'https://elsewhere.example';
const SECRET = 'nobody may read this';
const BASIC = { authorization: `Basic ${Buffer.from(`root:${PASSWORD}`).toString('base64')}` };
/** Other sites may play and stop clips by a link. */
const FOR_ALL_SITES = ['/axis-cgi/playclip.cgi', '/axis-cgi/stopclip.cgi'];
const SOCKETS = ['/api/live', '/api/talk?codec=L16', '/vapix/ws-data-stream?sources=events'];
/** Ways up, as servers have been told them. */
const UP = [
  '../secret.txt',
  '..%2fsecret.txt',
  '..%2Fsecret.txt',
  '%2e%2e%2fsecret.txt',
  '%2e%2e/secret.txt',
  '..%5csecret.txt',
  '..%252fsecret.txt',
  '..%c0%afsecret.txt',
  '%00../secret.txt',
  '....//secret.txt',
  'x%2f..%2f..%2fsecret.txt',
];

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

describe('what other sites, and paths that lead out, get', function () {
  this.timeout(90_000);
  let stentor: Stentor;
  let folder: string;
  let routes: ListedRoute[];
  let session: { readonly cookie: string; readonly 'x-csrf-token': string };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stentor-security-'));
    await writeFile(join(folder, 'secret.txt'), SECRET);
    stentor = await startStentor({ state: join(folder, 'state') });
    await stentor.setUp();
    await stentor.upload('ding.wav', wav(beep(50)));
    routes = (await (await stentor.fetch('/api/routes')).json()) as ListedRoute[];
    session = await logIn();
  });
  after(async () => {
    await stentor.stop();
    await rm(folder, { recursive: true });
  });

  /** Sends a target as it stands, which fetch would tidy up; gives up on sound that never ends. */
  const ask = (method: string, target: string, headers: Record<string, string> = {}, body = '') =>
    new Promise<Answer>((resolve, reject) => {
      const { hostname, port } = new URL(stentor.https);
      const to = { hostname, port, method, path: target, headers, rejectUnauthorized: false, agent: false };
      const asked = request(to, answer => {
        let text = '';
        const done = () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
        answer.on('data', (piece: Buffer) => {
          text += piece.toString('latin1');
          if (text.length > 200_000) asked.destroy();
        });
        answer.on('close', done);
      });
      asked.on('error', reject).end(body);
    });

  async function logIn() {
    const body = JSON.stringify({ user: 'root', password: PASSWORD });
    const { headers, text } = await ask('POST', '/api/login', {}, body);
    const [cookie = ''] = [headers['set-cookie']].flat();
    assert.match(cookie, /^stentor_session=[\w-]{20,}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    const { csrf } = JSON.parse(text) as { csrf: string };
    return { cookie: cookie.split(';')[0] ?? '', 'x-csrf-token': csrf };
  }

  const concrete = (path: string, part = '1') => path.replaceAll(/:\w+/g, part);
  const methodsOf = ({ methods }: ListedRoute) => (methods.length === 0 ? ['GET', 'POST'] : methods);

  it('has a door for other sites only where links have always played clips', () => {
    assert.deepEqual(
      routes.filter(({ crossSite }) => crossSite).map(({ path }) => path),
      FOR_ALL_SITES,
    );
  });

  it('refuses all else that a page of another site has the browser send, with whatever login the browser adds', async () => {
    const wrong: string[] = [];
    const signs: Record<string, string>[] = [
      { origin: ELSEWHERE, ...session },
      { origin: 'null', ...BASIC },
      { 'sec-fetch-site': 'cross-site', ...BASIC },
      { referer: `${ELSEWHERE}/page`, ...BASIC, 'content-type': 'application/x-www-form-urlencoded' },
    ];
    for (const route of routes.filter(({ crossSite }) => !crossSite)) {
      const asked = methodsOf(route).flatMap(method => signs.map(sign => [method, sign] as const));
      for (const [method, sign] of asked) {
        const { status } = await ask(method, concrete(route.path), sign);
        if (status !== 403) wrong.push(`${method} ${route.path} from ${JSON.stringify(sign)}: ${status}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('takes no form that the browser sends with the session’s cookie alone', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b']) {
      const headers = { cookie: session.cookie, 'content-type': type };
      const { status } = await ask('POST', '/axis-cgi/param.cgi', headers, 'action=update&Audio.MaxListeners=9');
      assert.equal(status, 403, type);
    }
    const { status } = await ask('POST', '/api/accounts', { ...session, 'x-csrf-token': 'wrong' }, '{}');
    assert.equal(status, 403);
  });

  it('opens no WebSocket for a page of another site', async () => {
    for (const path of SOCKETS) {
      const status = await new Promise(resolve => {
        const headers = { cookie: session.cookie, origin: ELSEWHERE };
        const socket = new WebSocket(`${stentor.https.replace('http', 'ws')}${path}`, {
          headers,
          rejectUnauthorized: false,
        });
        socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode));
        socket.on('open', () => resolve('open')).on('error', () => undefined);
      });
      assert.equal(status, 403, path);
    }
  });

  it('says with every answer how browsers must treat it', async () => {
    const paths = routes
      .filter(each => methodsOf(each).includes('GET') && !each.path.includes('receive'))
      .map(({ path }) => path);
    for (const path of [...paths, '/', '/system/network', '/app.js', '/nothing.here', '/axis-cgi/none.cgi']) {
      for (const login of [{}, BASIC] as Record<string, string>[]) {
        if (/restart|factorydefault|debug/.test(path) && login === BASIC) continue;
        const { headers, status } = await ask('GET', concrete(path), login);
        const { 'content-security-policy': policy, server, 'x-powered-by': by, 'cache-control': caching } = headers;
        const told = `${path} ${status} ${JSON.stringify(headers)}`;
        assert.equal(headers['x-content-type-options'], 'nosniff', told);
        assert.equal(headers['x-frame-options'], 'SAMEORIGIN', told);
        assert.equal(headers['referrer-policy'], 'same-origin', told);
        assert.match(String(policy), /^default-src 'none'; .*frame-ancestors 'self'$/, told);
        assert.doesNotMatch(String(policy), /unsafe|\*|http:/, told);
        assert.deepEqual([server, by], [undefined, undefined], told);
        assert.ok(caching !== undefined && (!path.startsWith('/api/') || caching === 'no-store'), told);
      }
    }
  });

  it('keeps browsers to HTTPS where that was set, and only there', async () => {
    const hsts = async (base: string) => (await fetch(`${base}/api/session`)).headers.get('strict-transport-security');
    assert.equal(await hsts(stentor.https), null);
    const set = (on: boolean) =>
      stentor.fetch('/api/settings', {
        method: 'PATCH',
        body: JSON.stringify({ 'Stentor.HTTPS.StrictTransportSecurity': on }),
      });
    assert.ok((await set(true)).ok);
    assert.equal(await hsts(stentor.https), 'max-age=31536000');
    assert.equal(await hsts(stentor.http), null);
    assert.equal((await ask('GET', '/none.at.all')).headers['strict-transport-security'], 'max-age=31536000');
    assert.ok((await set(false)).ok);
    assert.equal(await hsts(stentor.https), null);
  });

  it('finds no file above its own by any part of a path', async () => {
    const wrong: string[] = [];
    const check = async (method: string, target: string) => {
      const { status, text } = await ask(method, target, BASIC, method === 'GET' || method === 'DELETE' ? '' : '{}');
      if (status >= 500 || text.includes(SECRET) || text.includes('root:x:0'))
        wrong.push(`${method} ${target}: ${status}`);
    };
    for (const route of routes.filter(({ path }) => path.includes('/:')))
      for (const way of UP) for (const method of methodsOf(route)) await check(method, concrete(route.path, way));
    for (const way of UP) {
      for (const start of ['/', '/assets/', '/system/', '/axis-cgi/', '/wsdl/vapix/'])
        await check('GET', `${start}${way}`);
      for (const query of [
        `playclip.cgi?location=${way}`,
        `mediaclip.cgi?action=download&location=${way}`,
        `mediaclip.cgi?action=download&clip=${way}`,
        `disks/list.cgi?diskid=${way}`,
        `disks/mount.cgi?action=mount&diskid=${way}`,
        `serverreport.cgi?mode=${way}`,
        `systemlog.cgi?text=${way}`,
        `param.cgi?action=list&group=${way}`,
      ])
        await check('GET', `/axis-cgi/${query}`);
    }
    for (const way of ['/etc/passwd', '/../../../../../../etc/passwd', '/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd'])
      await check('GET', way);
    assert.deepEqual(wrong, []);
    assert.equal(await readFile(join(folder, 'secret.txt'), 'utf8'), SECRET);
  });

  it('writes no file above its own, whatever an upload or a name says', async () => {
    const ways = ['../../secret.txt', '..\\..\\secret.txt', `${folder}/secret.txt`, '../\0secret.txt', '.', '..'];
    for (const way of ways) {
      for (const path of ['/axis-cgi/mediaclip.cgi?action=upload&media=audio', '/api/clips', '/api/upgrade/bundle']) {
        const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="${way}"\r\n\r\n`;
        const body = `${head}${Buffer.from(wav(beep(10))).toString('latin1')}\r\n--b--\r\n`;
        const headers = { ...BASIC, 'content-type': 'multipart/form-data; boundary=b' };
        assert.ok((await ask('POST', path, headers, body)).status < 500, `${path} ${way}`);
      }
      const name = encodeURIComponent(way);
      await ask('GET', `/axis-cgi/mediaclip.cgi?action=update&clip=0&name=${name}`, BASIC);
      await ask('POST', '/api/speech', BASIC, JSON.stringify({ text: 'a', keepAs: way }));
      await ask('POST', '/api/actions/recordings.record', BASIC, JSON.stringify({ seconds: 1, label: way }));
      await ask(
        'POST',
        '/api/certificates/self-signed',
        BASIC,
        JSON.stringify({ name: way, keyType: 'EC P-256', commonName: 'a', names: [], days: 1 }),
      );
    }
    assert.deepEqual((await readdir(folder)).sort(), ['secret.txt', 'state']);
    assert.equal(await readFile(join(folder, 'secret.txt'), 'utf8'), SECRET);
    const { text } = await ask('GET', '/api/clips', BASIC);
    for (const { location } of (JSON.parse(text) as { clips: { location: string }[] }).clips)
      assert.match(location, /^[A-Za-z0-9][\w.-]*$/, location);
  });
});
