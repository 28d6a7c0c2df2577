import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { connect as connectSecurely } from 'node:tls';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Route } from '../../../src/http/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { digestAnswer } from './digest.ts';
import { curl, open, raw, run, startTestServer, type TestServer, until } from './test-server.ts';

const PATH = '/axis-cgi/audio/transmit.cgi';

describe('a body that streams', () => {
  let server: TestServer;
  /** What the route received. */
  let received: Buffer;
  let visits: number;
  let ended: boolean;

  const listen = async (stream: AsyncIterable<unknown>) => {
    visits += 1;
    for await (const piece of stream) received = Buffer.concat([received, piece as Buffer]);
    ended = true;
    return { body: `${received.length} bytes` };
  };
  const ROUTES: Route[] = [
    {
      path: PATH,
      access: 'anonymous',
      methods: ['POST'],
      streams: true,
      handle: exchange => listen(exchange.stream()),
    },
    {
      path: '/axis-cgi/audio/locked.cgi',
      access: 'viewer',
      streams: true,
      handle: exchange => listen(exchange.stream()),
    },
    {
      path: '/axis-cgi/param.cgi',
      access: 'anonymous',
      handle: async exchange => ({ body: String(await exchange.args()) }),
    },
  ];
  const head = (version: string, ...fields: string[]) =>
    [`POST ${PATH} HTTP/${version}`, 'Host: speaker', ...fields, '', ''].join('\r\n');
  const sound = (bytes: number) => Buffer.alloc(bytes, 'sound!');

  beforeEach(async () => {
    received = Buffer.alloc(0);
    visits = 0;
    ended = false;
    server = await startTestServer({ routes: ROUTES, https: true, policy: 'digest', limits: { lingerMs: 100 } });
  });
  afterEach(() => server.stop());

  for (const version of ['1.0', '1.1']) {
    it(`ends where the peer stops sending, without any length, in HTTP/${version}`, async () => {
      const bytes = Buffer.concat([Buffer.from(head(version, 'Content-Type: audio/basic')), sound(100_000)]);
      const answer = await raw(server.http, bytes, { end: true });
      assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
      assert.match(answer, /\r\n\r\n100000 bytes$/);
      assert.ok(received.equals(sound(100_000)));
    });
  }

  it('arrives while it is sent, also when the head comes byte by byte', async () => {
    const socket = open(server.http);
    for (const byte of head('1.0')) {
      socket.write(byte);
      await new Promise(resolve => setImmediate(resolve));
    }
    socket.write('first');
    await until(() => received.toString() === 'first');
    socket.write(' second');
    await until(() => received.toString() === 'first second');
    assert.equal(ended, false);
    socket.end();
    await until(() => ended);
  });

  it('keeps all that came before the peer broke off', async () => {
    const socket = open(server.http);
    socket.write(Buffer.concat([Buffer.from(head('1.0')), sound(5000)]));
    await until(() => received.length === 5000);
    socket.resetAndDestroy();
    await until(() => ended);
    assert.equal(received.length, 5000);
  });

  it('believes no length that is longer than the sound', async () => {
    const bytes = Buffer.concat([Buffer.from(head('1.1', 'Content-Length: 9999999')), sound(3000)]);
    const answer = await raw(server.http, bytes, { end: true });
    assert.match(answer, /\r\n\r\n3000 bytes$/);
  });

  it('ends at its length where that is right, without a close', async () => {
    const bytes = Buffer.concat([Buffer.from(head('1.1', 'Content-Length: 3000')), sound(3000)]);
    const answer = await raw(server.http, bytes);
    assert.match(answer, /\r\n\r\n3000 bytes$/);
  });

  it('takes no byte beyond its length', async () => {
    const bytes = Buffer.concat([Buffer.from(head('1.1', 'Content-Length: 10')), sound(3000)]);
    assert.match(await raw(server.http, bytes, { end: true }), /\r\n\r\n10 bytes$/);
  });

  it('may be chunked', async () => {
    const bytes = `${head('1.1', 'Transfer-Encoding: chunked', 'Connection: close')}5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`;
    assert.match(await raw(server.http, bytes), /11 bytes/);
    assert.equal(received.toString(), 'hello world');
  });

  it('comes over TLS as well', async () => {
    const answer = await new Promise<string>(resolve => {
      const socket = connectSecurely({ port: server.https, rejectUnauthorized: false });
      let text = '';
      socket.on('data', (data: Buffer) => (text += data.toString()));
      socket.on('close', () => resolve(text));
      socket.end(Buffer.concat([Buffer.from(head('1.0')), sound(50_000)]));
    });
    assert.match(answer, /\r\n\r\n50000 bytes$/);
  });

  it('is not told from its bytes: those that look like a request are sound', async () => {
    const trick = 'GET /axis-cgi/param.cgi HTTP/1.1\r\n\r\n0\r\n\r\n';
    await raw(server.http, head('1.1') + trick, { end: true });
    assert.equal(received.toString(), trick);
    assert.equal(visits, 1);
  });

  it('makes the sender wait when the listener is slow', async () => {
    let release: () => void = () => undefined;
    const slow: Route = {
      path: PATH,
      access: 'anonymous',
      streams: true,
      handle: async exchange => {
        const body = exchange.stream();
        received = (await new Promise<unknown>(resolve => body.once('data', resolve))) as Buffer;
        body.pause();
        await new Promise<void>(resolve => (release = resolve));
        return listen(body);
      },
    };
    await server.stop();
    server = await startTestServer({ routes: [slow] });
    const socket = open(server.http);
    socket.write(head('1.0'));
    let sent = 0;
    const piece = sound(65_536);
    const flood = () => {
      while (sent < 64 * 1024 * 1024 && socket.write(piece)) sent += piece.length;
    };
    socket.on('drain', flood);
    flood();
    let before = -1;
    while (before !== sent) {
      before = sent;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    assert.ok(sent < 32 * 1024 * 1024, `${sent} bytes were taken though nobody listens`);
    socket.off('drain', flood).end();
    release();
    await until(() => ended);
    assert.ok(received.length >= sent);
  });

  it('leaves other requests and kept connections as they are', async () => {
    const get = 'GET /axis-cgi/param.cgi?a=1 HTTP/1.1\r\nHost: a\r\n';
    const post = 'POST /axis-cgi/param.cgi HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n';
    const answer = await raw(server.http, `${post}\r\nb=2${get}\r\n${get}Connection: close\r\n\r\n`);
    assert.deepEqual(answer.match(/(?<=\r\n\r\n)[ab]=\d/g), ['b=2', 'a=1', 'a=1']);
  });

  it('is asked for on a connection of its own once the login is known', async () => {
    const probe = 'POST /axis-cgi/audio/locked.cgi HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n';
    assert.match(await raw(server.http, probe), /^HTTP\/1\.1 401 [^]*\r\nConnection: close\r\n/);
  });

  it('must begin its connection where it has no length, and says so', async () => {
    const get = 'GET /axis-cgi/param.cgi HTTP/1.1\r\nHost: a\r\n\r\n';
    const socket = open(server.http);
    let text = '';
    socket.on('data', data => (text += data.toString()));
    socket.write(get);
    await until(() => text.includes('200 OK'));
    socket.write(head('1.1'));
    await until(() => text.includes('411 Length Required'));
    socket.destroy();
  });

  describe('of a sender who waits for 100 Continue', () => {
    const locked = (...fields: string[]) =>
      [`POST /axis-cgi/audio/locked.cgi HTTP/1.1`, 'Host: a', 'Expect: 100-continue', ...fields, '', ''].join('\r\n');

    for (const framing of ['X-Framing: none', 'Transfer-Encoding: chunked', 'Content-Length: 5']) {
      it(`gets the 401 instead of the 100 (${framing})`, async () => {
        const answer = await raw(server.http, locked(framing));
        assert.match(answer, /^HTTP\/1\.1 401 /);
        assert.match(answer, /\r\nConnection: close\r\n/);
        assert.equal(visits, 0);
      });

      it(`gets the 100 once the login is right (${framing})`, async () => {
        const challenge = await raw(server.http, locked('Content-Length: 0', 'Connection: close'));
        const authorization = digestAnswer(challenge, { method: 'POST', uri: '/axis-cgi/audio/locked.cgi' });
        const socket = open(server.http);
        let text = '';
        socket.on('data', data => (text += data.toString()));
        socket.write(locked(framing, `Authorization: ${authorization}`));
        await until(() => text === 'HTTP/1.1 100 Continue\r\n\r\n');
        socket.end(framing.includes('chunked') ? '5\r\nsound\r\n0\r\n\r\n' : 'sound');
        await until(() => text.includes('5 bytes'));
        assert.equal(received.toString(), 'sound');
      });
    }
  });

  it('is refused with an answer that the sender can read, and is not taken to its end', async () => {
    const socket = open(server.http);
    let text = '';
    const closed = new AbortController();
    socket.on('data', data => (text += data.toString())).on('close', () => closed.abort());
    socket.write('POST /axis-cgi/audio/locked.cgi HTTP/1.1\r\nHost: a\r\n\r\n');
    const piece = sound(65_536);
    while (!closed.signal.aborted) {
      socket.write(piece);
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    assert.match(text, /^HTTP\/1\.1 401 [^]*<h1>401 Unauthorized<\/h1>/);
    assert.equal(visits, 0);
  });

  describe('from ffmpeg', () => {
    const ffmpeg = (url: string, ...options: string[]) => {
      const input = ['-hide_banner', '-f', 'lavfi', '-i', 'sine=duration=1:sample_rate=16000'];
      const output = ['-f', 'mulaw', '-ar', '16000', '-content_type', 'audio/axis-mulaw-128'];
      return run('ffmpeg', ...input, ...output, ...options, url);
    };
    const url = (login: string) => `http://${login}127.0.0.1:${server.http}/axis-cgi/audio/locked.cgi`;

    before(async function () {
      if ((await run('ffmpeg', '-version')).code !== 0) this.skip();
    });

    it('arrives whole without chunks, which has no length at all', async () => {
      const { code } = await ffmpeg(url('vera:pass%20of%20vera@'), '-chunked_post', '0');
      assert.equal(code, 0);
      assert.equal(received.length, 16_000);
    });

    it('arrives whole in chunks', async () => {
      const { code } = await ffmpeg(url('vera:pass%20of%20vera@'));
      assert.equal(code, 0);
      assert.equal(received.length, 16_000);
    });

    it('is refused before it starts where the password is missing', async () => {
      const { code, errors } = await ffmpeg(url(''), '-send_expect_100', '1');
      assert.notEqual(code, 0);
      assert.match(errors, /401 Unauthorized/);
      assert.equal(visits, 0);
    });
  });

  it('comes from curl with Digest: of unknown length, of known length, from HTTP/1.0', async () => {
    const login = ['--digest', '-u', 'vera:pass of vera', '-H', 'Content-Type: audio/basic'];
    const address = `http://127.0.0.1:${server.http}/axis-cgi/audio/locked.cgi`;
    for (const how of [['-H', 'Transfer-Encoding: chunked'], [], ['--http1.0'], ['-H', 'Expect:']]) {
      received = Buffer.alloc(0);
      const { out, errors } = await curl(...login, ...how, '--data-binary', '@package-lock.json', address);
      const { out: bytes } = await run('wc', '-c', 'package-lock.json');
      assert.equal(out, `${Number.parseInt(bytes)} bytes`, `${how.join(' ')} ${errors}`);
    }
  });

  it('may be silent for as long as its route has patience', async () => {
    const clock = new FakeClock();
    const patient: Route = {
      path: '/patient',
      access: 'anonymous',
      streams: true,
      handle: exchange => listen(exchange.stream({ stallMs: 3_600_000 })),
    };
    const slow = await startTestServer({ routes: [...ROUTES, patient], clock });
    const sockets = [PATH, '/patient'].map(path => {
      const socket = open(slow.http);
      socket.write(`POST ${path} HTTP/1.1\r\nHost: speaker\r\n\r\nxx`);
      return socket;
    });
    await until(() => received.length === 4);
    let refused = '';
    sockets[0]?.on('data', (data: Buffer) => (refused += data.toString()));
    await clock.advance(31_000);
    await until(() => refused.startsWith('HTTP/1.1 400'));
    sockets[1]?.write('yy');
    await until(() => received.length === 6);
    sockets[1]?.destroy();
    await slow.stop();
  });
});

describe('an answer without an end', () => {
  it('is sent at once and without chunks, and ends with its connection', async () => {
    const body = new Readable({ read: () => undefined });
    const endless: Route = {
      path: '/endless',
      access: 'anonymous',
      handle: () => ({ type: 'application/x-test', body, isEndless: true }),
    };
    const server = await startTestServer({ routes: [endless] });
    const socket = open(server.http);
    let heard = '';
    socket.on('data', (data: Buffer) => (heard += data.toString()));
    socket.write('GET /endless HTTP/1.1\r\nHost: speaker\r\n\r\n');
    await until(() => heard.endsWith('\r\n\r\n'));
    assert.match(heard, /^HTTP\/1\.1 200 OK\r\n/);
    assert.match(heard, /\r\nConnection: close\r\n/i);
    assert.doesNotMatch(heard, /transfer-encoding|content-length/i);
    body.push('one');
    await until(() => heard.endsWith('\r\n\r\none'));
    socket.destroy();
    // A peer that has closed its side may still listen: that it does not is found out when something is sent.
    await until(() => {
      if (!body.destroyed) body.push('more');
      return body.destroyed;
    });
    await server.stop();
  });
});
