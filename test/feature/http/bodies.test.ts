import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Exchange, Route } from '../../../src/http/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { open, raw, startTestServer, type TestServer, until } from './test-server.ts';

const KIB = 1024;

/** Answers with what a handler makes of the request; `x-field` is the field that a fault names. */
const route = (path: string, make: (exchange: Exchange) => Promise<unknown>): Route => ({
  path,
  access: 'anonymous',
  handle: async exchange => ({ type: 'application/json', body: JSON.stringify(await make(exchange)) }),
});

describe('the body of a request', () => {
  let server: TestServer;
  let clock: FakeClock;

  const ROUTES: Route[] = [
    route('/args', async exchange => [...(await exchange.args())]),
    route('/text', exchange => exchange.text()),
    route('/json', exchange => exchange.json()),
    route('/ignored', async () => 'not looked at'),
    route('/api/json', exchange => exchange.json()),
  ];

  beforeEach(async () => {
    clock = new FakeClock();
    server = await startTestServer({ routes: ROUTES, clock });
  });
  afterEach(async () => {
    const stopped = server.stop();
    await clock.advance(5000);
    await stopped;
  });

  const url = (path: string) => `http://127.0.0.1:${server.http}${path}`;
  const post = async (path: string, body: string | FormData | Buffer, type?: string) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const answer = await fetch(url(path), { method: 'POST', body, headers });
    const text = await answer.text();
    return { status: answer.status, text, json: answer.ok ? (JSON.parse(text) as unknown) : undefined };
  };

  describe('as arguments', () => {
    const FORM = 'action=list&group=root.Properties';
    const PAIRS = [
      ['action', 'list'],
      ['group', 'root.Properties'],
    ];

    it('is a form when it looks like one, whatever its type says', async () => {
      for (const type of [
        'application/x-www-form-urlencoded',
        'text/plain',
        'application/json',
        'text/xml',
        'x/y; a=b',
      ]) {
        assert.deepEqual((await post('/args', FORM, type)).json, PAIRS, type);
      }
      const untyped = `POST /args HTTP/1.0\r\nContent-Length: ${FORM.length}\r\n\r\n${FORM}`;
      assert.match(await raw(server.http, untyped), /\[\["action","list"\],\["group","root\.Properties"\]\]$/);
    });

    it('is no form when it looks like JSON, XML or a list, whatever its type says', async () => {
      for (const body of ['{"axcall:GetCallStatus":{"a":"b=c&d=e"}}', ' \n<s:Envelope a="b&c"/>', '[1]', '']) {
        assert.deepEqual((await post('/args', body, 'application/x-www-form-urlencoded')).json, [], body);
      }
    });

    it('comes together with the query, and before it', async () => {
      assert.deepEqual((await post('/args?group=x&force=yes', FORM)).json, [
        ...PAIRS,
        ['group', 'x'],
        ['force', 'yes'],
      ]);
      assert.deepEqual((await post('/args?action=list', '')).json, [['action', 'list']]);
    });

    it('loses no sign of a password that came unescaped', async () => {
      const query = 'action=add&user=joe&pwd=D2fK$xFpBaxtH@RQ5j%&sgrp=admin:operator:viewer';
      const answer = await raw(server.http, `GET /args?${query} HTTP/1.0\r\n\r\n`);
      assert.match(answer, /\["pwd","D2fK\$xFpBaxtH@RQ5j%"\],\["sgrp","admin:operator:viewer"\]/);
      const body = (await post('/args', query)).json as string[][];
      assert.deepEqual(body[2], ['pwd', 'D2fK$xFpBaxtH@RQ5j%']);
    });

    it('leaves what is encoded twice encoded once', async () => {
      const pairs = (await post('/args', 'group=root.Brand%252Croot.Properties')).json;
      assert.deepEqual(pairs, [['group', 'root.Brand%2Croot.Properties']]);
    });

    it('drops the line end after a form, and no more', async () => {
      assert.deepEqual((await post('/args', '\r\na=1&b=x%20\r\n')).json, [
        ['a', '1'],
        ['b', 'x '],
      ]);
    });

    it('takes no longer for a body made to be slow', async () => {
      for (const body of [
        `${'\n'.repeat(200_000)}x`,
        `${' '.repeat(200_000)}x`,
        '%'.repeat(200_000),
        '&'.repeat(200_000),
      ]) {
        assert.equal((await post('/args', body)).status, 200);
      }
    });

    it('is not looked for in an upload or in sound', async () => {
      const form = new FormData();
      form.set('a', 'b');
      assert.deepEqual((await post('/args?name=X', form)).json, [['name', 'X']]);
      assert.deepEqual((await post('/args?name=X', 'a=b', 'audio/basic')).json, [['name', 'X']]);
    });
  });

  describe('as text', () => {
    it('may be empty, and may come with no body at all', async () => {
      assert.equal((await post('/text', '')).json, '');
      assert.match(await raw(server.http, 'POST /text HTTP/1.0\r\nContent-Length: 0\r\n\r\n'), /\r\n\r\n""$/);
      assert.match(await raw(server.http, 'POST /text HTTP/1.0\r\n\r\n'), /\r\n\r\n""$/);
      assert.match(await raw(server.http, 'GET /text HTTP/1.0\r\n\r\n'), /\r\n\r\n""$/);
    });

    it('is UTF-8, or Latin-1 where it is not', async () => {
      assert.equal((await post('/text', 'grün')).json, 'grün');
      assert.equal((await post('/text', Buffer.from('grün', 'latin1'))).json, 'grün');
    });

    it('may have 256 KiB and no byte more, with a length or without', async () => {
      const most = 'x'.repeat(256 * KIB);
      const chunked = (text: string) =>
        fetch(url('/text'), { method: 'POST', body: Readable.toWeb(Readable.from([text])), duplex: 'half' });
      assert.equal((await post('/text', most)).json, most);
      assert.equal((await chunked(most)).status, 200);
      const refused = await post('/text', `${most}x`);
      assert.equal(refused.status, 413);
      assert.match(refused.text, /at most 262144 bytes/);
      assert.equal((await chunked(`${most}x`)).status, 413);
    });

    it('is refused compressed', async () => {
      const answer = await fetch(url('/text'), { method: 'POST', body: 'x', headers: { 'content-encoding': 'gzip' } });
      assert.equal(answer.status, 415);
    });

    it('is given up when nothing comes for 30 seconds', async () => {
      const answer = raw(server.http, 'POST /text HTTP/1.1\r\nContent-Length: 10\r\n\r\nhello');
      await until(() => clock.waiting >= 2); // the stall of the body and its time on the whole
      await clock.advance(29_000);
      await clock.advance(1000);
      assert.match(await answer, /^HTTP\/1\.1 400 [^]*stopped coming/);
    });

    it('is given up when it drips for a minute', async () => {
      const socket = open(server.http);
      let text = '';
      socket.on('data', data => (text += data.toString()));
      socket.write('POST /text HTTP/1.1\r\nContent-Length: 1000\r\n\r\n');
      await until(() => clock.waiting >= 2);
      for (let seconds = 0; seconds < 60 && text === ''; seconds += 10) {
        socket.write('x');
        await new Promise(resolve => setTimeout(resolve, 20));
        await clock.advance(10_000);
      }
      await until(() => text !== '');
      assert.match(text, /^HTTP\/1\.1 400 [^]*too slowly/);
      socket.destroy();
    });
  });

  describe('as JSON', () => {
    it('is read whatever its type, also after a byte order mark', async () => {
      assert.deepEqual((await post('/json', '{"a":[1]}', 'application/x-www-form-urlencoded')).json, { a: [1] });
      assert.deepEqual((await post('/json', '\uFEFF{}')).json, {});
    });

    it('is a fault where it is none, told in JSON where the page asks', async () => {
      for (const body of ['', '{', 'a=b']) assert.equal((await post('/json', body)).status, 400, body);
      for (const half of [String.raw`"\ud800"`, String.raw`{"a":["x\uDC00y"]}`, String.raw`{"\udbff":1}`])
        assert.equal((await post('/json', half)).status, 400, half);
      for (const whole of [String.raw`"\ud83d\ude00"`, String.raw`"\\ud800"`])
        assert.equal((await post('/json', whole)).status, 200, whole);
      const { status, text } = await post('/api/json', '{');
      assert.equal(status, 400);
      assert.deepEqual(JSON.parse(text), { message: 'the body must be JSON' });
    });
  });

  it('that nobody looks at does not harm the next request on the connection', async () => {
    const body = 'x'.repeat(100 * KIB);
    const one = `POST /ignored HTTP/1.1\r\nContent-Length: ${body.length}\r\n`;
    const answer = await raw(server.http, `${one}\r\n${body}${one}Connection: close\r\n\r\n${body}`);
    assert.equal(answer.match(/not looked at/g)?.length, 2);
  });

  it('that nobody looks at ends the connection where it is long', async () => {
    const answer = fetch(url('/ignored'), { method: 'POST', body: Buffer.alloc(KIB * KIB) });
    assert.equal((await answer).headers.get('connection'), 'close');
    assert.equal(await (await answer).text(), '"not looked at"');
  });

  it('that is broken in its chunks is no bug and no crash', async () => {
    const answer = await raw(server.http, 'POST /text HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n');
    assert.doesNotMatch(answer, /200 OK/);
    assert.equal((await post('/text', 'still there')).json, 'still there');
    assert.deepEqual(
      server.logged.filter(({ level }) => level === 'error'),
      [],
    );
  });
});
