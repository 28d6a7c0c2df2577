import assert from 'node:assert/strict';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, describe, it } from 'mocha';
import { Fault, type FaultKind } from '../../../src/core/fault.ts';
import type { Route } from '../../../src/http/index.ts';
import { curl, open, raw, startTestServer, type TestServer, until } from './test-server.ts';

const STATUS: Record<FaultKind, number> = {
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  forbidden: 401,
  'too-large': 413,
  unsupported: 415,
  full: 507,
  busy: 429,
  unavailable: 503,
  failed: 500,
};

const fail: Route['handle'] = ({ query }) => {
  throw new Fault(query.get('kind') as FaultKind, 'what to do now', { field: 'clip' });
};

describe('routes', () => {
  let server: TestServer;
  const start = async (routes: readonly Partial<Route>[]) => {
    const complete = routes.map(route => ({ path: '/x', access: 'anonymous' as const, handle: () => ({}), ...route }));
    server = await startTestServer({ routes: complete });
  };
  const url = (path: string) => `http://127.0.0.1:${server.http}${path}`;
  const get = (path: string, init: RequestInit = {}) => fetch(url(path), init);

  afterEach(() => server.stop());

  it('tell their faults by status and message, and the page’s API tells them in JSON', async () => {
    await start([
      { path: '/axis-cgi/x.cgi', handle: fail },
      { path: '/api/x', handle: fail },
    ]);
    for (const [kind, status] of Object.entries(STATUS)) {
      const classic = await get(`/axis-cgi/x.cgi?kind=${kind}`);
      assert.equal(classic.status, status, kind);
      assert.equal(classic.headers.get('content-type'), 'text/plain; charset=utf-8');
      assert.equal(await classic.text(), 'what to do now\n');
      const api = await get(`/api/x?kind=${kind}`);
      assert.equal(api.status, status, kind);
      assert.equal(api.headers.get('content-type'), 'application/json');
      assert.deepEqual(await api.json(), { message: 'what to do now', field: 'clip' });
      assert.equal(api.headers.get('retry-after'), kind === 'busy' ? '8' : null);
    }
  });

  it('tell their faults in words of their own where they have some', async () => {
    const refuse: Route['refuse'] = ({ kind, message }, { path }) => ({
      status: 200,
      type: 'text/plain',
      body: `Error: ${kind} ${message} ${path}`,
    });
    await start([{ handle: fail, refuse }]);
    const answer = await get('/x?kind=invalid');
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), 'Error: invalid what to do now /x');
  });

  it('tell nothing of their bugs but that there was one, and the log all', async () => {
    const bug = () => {
      throw new Error('secret detail');
    };
    await start([
      { path: '/x', handle: bug },
      { path: '/api/x', handle: bug },
      { path: '/y', handle: fail, refuse: bug },
    ]);
    for (const path of ['/x?pwd=canary', '/api/x', '/y?kind=invalid']) {
      const answer = await get(path);
      assert.equal(answer.status, 500);
      assert.doesNotMatch(await answer.text(), /secret/);
    }
    const errors = server.logged.filter(({ level }) => level === 'error');
    assert.equal(errors.length, 3);
    for (const { details } of errors) assert.match(JSON.stringify(details), /secret detail.*routes\.test\.ts/);
    assert.doesNotMatch(JSON.stringify(server.logged), /canary/);
  });

  it('that do not exist are 404 with a small page', async () => {
    await start([]);
    const answer = await get('/axis-cgi/nothing.cgi');
    assert.equal(answer.status, 404);
    assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.match(await answer.text(), /<h1>404 Not Found<\/h1>/);
    const api = await get('/api/nothing');
    assert.equal(api.status, 404);
    assert.deepEqual(await api.json(), { message: 'The speaker has nothing at this address.' });
  });

  it('say which methods they take', async () => {
    await start([{ methods: ['GET'] }, { methods: ['POST'] }]);
    const answer = await get('/x', { method: 'DELETE' });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get('allow'), 'GET, HEAD, POST');
  });

  it('answer text, bytes, streams and nothing', async () => {
    await start([
      { path: '/text', handle: () => ({ type: 'text/plain', body: 'grün' }) },
      { path: '/typed', handle: () => ({ type: 'application/json;charset=utf8', body: '{}' }) },
      { path: '/bytes', handle: () => ({ type: 'audio/basic', body: new Uint8Array([1, 2, 3]).subarray(1) }) },
      { path: '/stream', handle: () => ({ type: 'audio/basic', body: Readable.from(['a', 'b']) }) },
      { path: '/empty', handle: () => ({ headers: { 'X-Own': '1' } }) },
      { path: '/nothing', handle: () => undefined },
      { path: '/created', handle: () => ({ status: 201 }) },
    ]);
    const text = await get('/text');
    assert.equal(text.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.equal(text.headers.get('content-length'), '5');
    assert.equal(await text.text(), 'grün');
    assert.equal((await get('/typed')).headers.get('content-type'), 'application/json;charset=utf8');
    assert.deepEqual(new Uint8Array(await (await get('/bytes')).arrayBuffer()), new Uint8Array([2, 3]));
    assert.equal(await (await get('/stream')).text(), 'ab');
    const empty = await get('/empty');
    assert.equal(empty.status, 200);
    assert.equal(empty.headers.get('content-length'), '0');
    assert.equal(empty.headers.get('x-own'), '1');
    assert.equal((await get('/nothing')).status, 204);
    assert.equal((await get('/created')).status, 201);
  });

  it('know path, parts, query, host and peer', async () => {
    await start([
      {
        path: '/api/clips/:id',
        handle: ({ method, path, params, query, host, remote, secure }) => ({
          body: JSON.stringify({ method, path, params, query: [...query], host, remote, secure }),
        }),
      },
    ]);
    assert.deepEqual(await (await get('/api/clips/a%20b?x=1&x=2')).json(), {
      method: 'GET',
      path: '/api/clips/a%20b',
      params: { id: 'a b' },
      query: [
        ['x', '1'],
        ['x', '2'],
      ],
      host: `127.0.0.1:${server.http}`,
      remote: '127.0.0.1',
      secure: false,
    });
    const nameless = await raw(server.http, 'GET //api/clips/7 HTTP/1.0\r\n\r\n');
    assert.match(nameless, new RegExp(`"host":"127.0.0.1:${server.http}"`));
  });

  it('answer an old client that says all at once and hangs up its end', async () => {
    await start([
      {
        handle: async exchange => {
          await new Promise(resolve => setTimeout(resolve, 20));
          return { body: `got ${await exchange.text()}` };
        },
      },
    ]);
    const post = 'POST /x HTTP/1.0\r\nContent-Length: 4\r\n\r\nbody';
    assert.match(await raw(server.http, post, { end: true }), /\r\n\r\ngot body$/);
    assert.match(await raw(server.http, 'GET /x HTTP/1.1\r\n\r\n', { end: true }), /\r\n\r\ngot $/);
  });

  it('answer a client that offers HTTP/2 as if it had not, body and all', async () => {
    await start([{ handle: async exchange => ({ body: `got ${await exchange.text()}` }) }]);
    const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n';
    const post = `POST /x HTTP/1.1\r\nHost: a\r\n${offer}Content-Length: 4\r\n\r\n`;
    const answer = await raw(server.http, `${post}onceGET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    assert.deepEqual(answer.match(/got (once)?/g), ['got once', 'got ']);
    const { out } = await curl('--http2', '-d', 'by curl', url('/x'));
    assert.equal(out, 'got by curl');
  });

  for (const [protocol, expected] of [
    ['h2c', ['got slow', 'got second', 'got third', 'got fourth']],
    ['websocket', ['got slow', 'HTTP/1.1 404']],
  ] as const) {
    it(`are answered in their order where one behind another that takes its time asks for ${protocol}`, async () => {
      let finish: (() => void) | undefined;
      const isTime = new Promise<void>(resolve => (finish = resolve));
      await start([
        {
          handle: async ({ query }) => {
            if (query.get('id') === 'slow') await isTime;
            return { body: `got ${query.get('id')}` };
          },
        },
      ]);
      const ask = (id: string, ...fields: string[]) =>
        [`GET /x?id=${id} HTTP/1.1`, 'Host: a', ...fields, '', ''].join('\r\n');
      const socket = open(server.http);
      let answer = '';
      socket.on('data', (piece: Buffer) => (answer += piece.toString()));
      socket.write(ask('slow') + ask('second', 'Connection: Upgrade', `Upgrade: ${protocol}`));
      await new Promise(resolve => setTimeout(resolve, 50));
      finish?.();
      await until(() => answer.includes('got slow'));
      socket.write(ask('third'));
      await new Promise(resolve => setTimeout(resolve, 50));
      socket.write(ask('fourth'));
      socket.end();
      await until(() => socket.closed);
      assert.deepEqual(answer.match(/got [a-z]+|HTTP\/1\.1 [^2]\d+/g), expected);
    });
  }

  it('hear when the peer goes away before the answer', async () => {
    let gone = false;
    await start([
      {
        handle: ({ signal }) =>
          new Promise(resolve =>
            signal.addEventListener('abort', () => {
              gone = true;
              resolve({});
            }),
          ),
      },
    ]);
    const asked = request(url('/x')).on('error', () => undefined);
    asked.end();
    await until(() => server.server.connections === 1);
    await new Promise(resolve => setTimeout(resolve, 30));
    asked.socket?.resetAndDestroy();
    await until(() => gone);
  });

  it('have their stream ended when the peer goes away, and cut the connection when it fails', async () => {
    let closed = false;
    const endless = () =>
      new Readable({
        read() {
          setTimeout(() => this.push('x'.repeat(1000)), 1);
        },
        destroy(error, done) {
          closed = true;
          done(error);
        },
      });
    const failing = () => {
      let count = 0;
      return new Readable({
        read() {
          if (++count < 3) this.push('part');
          else this.destroy(new Error('the microphone was pulled out'));
        },
      });
    };
    await start([
      { path: '/endless', handle: () => ({ body: endless() }) },
      { path: '/failing', handle: () => ({ body: failing() }) },
    ]);
    const socket = open(server.http);
    socket.write('GET /endless HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise(resolve => socket.once('data', resolve));
    socket.destroy();
    await until(() => closed);
    await assert.rejects(async () => (await get('/failing')).text());
    closed = false;
    assert.equal((await get('/endless', { method: 'HEAD' })).status, 200);
    await until(() => closed);
  });

  it('answer whatever nonsense an address is', async () => {
    await start([]);
    for (const target of [
      'http://[',
      '*',
      'http://a:99999/',
      '//',
      '/%',
      '/\x7f',
      'x',
      '/?%%%&=&&=%',
      `/${'%2e'.repeat(4000)}`,
    ]) {
      const answer = await raw(server.http, `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.1 (404|400) /, target);
    }
    assert.deepEqual(
      server.logged.filter(({ level }) => level === 'error'),
      [],
    );
  });

  it('cannot split the answer with what they put into its head', async () => {
    await start([{ handle: () => ({ body: 'x', headers: { 'Content-Disposition': 'a\r\nSet-Cookie: b=c' } }) }]);
    const answer = await get('/x');
    assert.equal(answer.status, 500);
    assert.equal(answer.headers.get('set-cookie'), null);
    assert.equal(server.logged.filter(({ level }) => level === 'error').length, 1);
  });

  it('stop with the server, which lets the answers under way finish', async () => {
    let release: () => void = () => undefined;
    await start([{ handle: () => new Promise(resolve => (release = () => resolve({ body: 'last words' }))) }]);
    const asked = get('/x');
    await until(() => server.server.connections === 1);
    await new Promise(resolve => setTimeout(resolve, 30));
    const stopped = server.stop();
    release();
    assert.equal(await (await asked).text(), 'last words');
    await stopped;
    await start([]);
  });
});
