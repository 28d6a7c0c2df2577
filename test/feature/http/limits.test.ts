import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { afterEach, describe, it } from 'mocha';
import type { Route } from '../../../src/http/index.ts';
import { open, raw, startTestServer, type TestServer, until } from './test-server.ts';

const KIB = 1024;

const ROUTES: Route[] = [
  { path: '/quick', access: 'anonymous', handle: () => ({ body: 'quick' }) },
  { path: '/stream', access: 'anonymous', streams: true, handle: () => ({ body: 'stream' }) },
];

const GET = 'GET /quick HTTP/1.1\r\nHost: a\r\n\r\n';

describe('limits of the network', () => {
  let server: TestServer;
  const opened: Socket[] = [];
  const start = async (options: Parameters<typeof startTestServer>[0] = {}) => {
    server = await startTestServer({ routes: ROUTES, ...options });
  };
  const opens = (from?: string) => {
    const socket = open(server.http, from === undefined ? {} : { from });
    opened.push(socket);
    return socket;
  };
  /** The first bytes that come back, or '' where the connection ends without any. */
  const answer = (socket: Socket) =>
    new Promise<string>(resolve => {
      socket.once('data', data => resolve(data.toString('latin1')));
      socket.once('close', () => resolve(''));
    });
  const gone = (socket: Socket) =>
    new Promise<void>(resolve => {
      socket.once('end', () => socket.destroy()).once('close', () => resolve());
      socket.resume();
    });

  afterEach(async () => {
    for (const socket of opened.splice(0)) socket.destroy();
    await server.stop();
  });

  it('answers everybody while one address holds 2,000 connections open, and few of these stay', async () => {
    await start();
    const before = process.memoryUsage().rss;
    const flood = Array.from({ length: 2000 }, () => opens('127.0.0.9'));
    await Promise.all(
      flood.map(socket => new Promise(resolve => socket.once('connect', resolve).once('close', resolve))),
    );
    await until(() => server.server.connections <= 128);
    assert.equal(await (await fetch(`http://127.0.0.1:${server.http}/quick`)).text(), 'quick');

    const sameAddress = opens('127.0.0.9');
    sameAddress.write(GET);
    assert.match(await answer(sameAddress), /200 OK/);
    assert.ok(server.server.connections <= 130);
    assert.ok(process.memoryUsage().rss - before < 100 * KIB * KIB);
  });

  it('closes what comes above 512 in all, whatever the addresses', async () => {
    await start({ limits: { connections: 20, connectionsPerAddress: 8 } });
    const flood = ['2', '3', '4', '5'].flatMap(last => Array.from({ length: 8 }, () => opens(`127.0.0.${last}`)));
    await Promise.all(
      flood.map(socket => new Promise(resolve => socket.once('connect', resolve).once('close', resolve))),
    );
    await until(() => server.server.connections === 20);
    assert.equal(await (await fetch(`http://127.0.0.1:${server.http}/quick`)).text(), 'quick');
  });

  it('never closes a connection on which a request is being answered to make room', async () => {
    let release: () => void = () => undefined;
    const slow: Route = {
      path: '/slow',
      access: 'anonymous',
      handle: () => new Promise(resolve => (release = () => resolve({ body: 'slow' }))),
    };
    await start({ routes: [slow, ...ROUTES], limits: { connectionsPerAddress: 1 } });
    const busy = opens();
    busy.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise(resolve => setTimeout(resolve, 30));
    const further = opens();
    await gone(further);
    const told = answer(busy);
    release();
    assert.match(await told, /200 OK/);
  });

  it('closes a connection that sends nothing, whether or not it has begun a head', async () => {
    await start({ limits: { headMs: 200 } });
    await gone(opens());
    const begun = opens();
    begun.write('GET /qu');
    assert.match(await answer(begun), /^HTTP\/1\.1 408 /);
  });

  it('closes a connection that drips its head, in the front as in the parser', async () => {
    await start({ limits: { headMs: 300 } });
    for (const method of ['GET', 'POST']) {
      const socket = opens();
      const told = answer(socket);
      socket.write(`${method} /stream HTTP/1.1\r\n`);
      const drip = setInterval(() => socket.write('X-Drip: 1\r\n'), 30);
      assert.match(await told, /^HTTP\/1\.1 408 /, method);
      clearInterval(drip);
      await gone(socket);
    }
  });

  it('closes a kept connection that has nothing to ask', async () => {
    await start({ limits: { idleMs: 100 } });
    const socket = opens();
    const closed = gone(socket);
    const told = answer(socket);
    socket.write(GET);
    assert.match(await told, /200 OK/);
    await closed;
  });

  it('closes a TLS connection that never shakes hands', async () => {
    await start({ https: true, limits: { headMs: 200 } });
    const socket = open(server.https);
    opened.push(socket);
    await gone(socket);
  });

  it('refuses a head over 16 KiB with 431, and a megabyte of it as well', async () => {
    await start();
    for (const method of ['GET', 'POST']) {
      for (const bytes of [17 * KIB, KIB * KIB]) {
        const line = `${method} /stream HTTP/1.1\r\nX-Long: ${'x'.repeat(bytes)}\r\n\r\n`;
        assert.match(await raw(server.http, line), /^HTTP\/1\.1 431 /, `${method} ${bytes}`);
      }
    }
    assert.match(await raw(server.http, `GET /${'x'.repeat(KIB * KIB)} HTTP/1.1\r\n\r\n`), /^HTTP\/1\.1 431 /);
  });

  it('takes a head just below 16 KiB', async () => {
    await start();
    const lines = `Connection: close\r\nX-Long: ${'x'.repeat(15 * KIB)}`;
    for (const method of ['GET', 'POST']) {
      const request = `${method} /quick HTTP/1.1\r\n${lines}\r\n\r\n`;
      assert.match(await raw(server.http, request), /^HTTP\/1\.1 200 /);
    }
  });

  it('survives garbage, plain and in TLS, and TLS where there is none', async () => {
    await start({ https: true, limits: { headMs: 500, lingerMs: 50 } });
    const garbage = [
      '\0\0\0\0',
      '\r\n\r\n\r\n',
      'POST',
      'POST \r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      randomBytes(100_000),
    ];
    const hello = Buffer.from('16030100f4010000f00303', 'hex');
    await Promise.all(
      [...garbage, hello].flatMap(bytes => [
        raw(server.http, bytes, { end: true }),
        raw(server.https, bytes, { end: true }),
        rawSecurely(server.https, bytes),
      ]),
    );
    assert.equal(await (await fetch(`http://127.0.0.1:${server.http}/quick`)).text(), 'quick');
    assert.deepEqual(
      server.logged.filter(({ level }) => level === 'error'),
      [],
    );
  });

  it('answers a request that is broken after a good one, without harm to others', async () => {
    await start();
    const text = await raw(server.http, `${GET}BROKEN\r\n\r\n`, { end: true });
    assert.doesNotMatch(text, /BROKEN/);
    assert.equal(await (await fetch(`http://127.0.0.1:${server.http}/quick`)).text(), 'quick');
  });

  it('cuts off a peer that does not take its answer', async () => {
    const long: Route = {
      path: '/long',
      access: 'anonymous',
      handle: () => ({ body: Buffer.alloc(64 * KIB * KIB) }),
    };
    await start({ routes: [long], limits: { sendMs: 200 } });
    const socket = opens();
    socket.pause();
    socket.write('GET /long HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => server.server.connections === 1);
    await until(() => server.server.connections === 0);
  });

  it('lets a long wait for an answer pass', async () => {
    const slow: Route = {
      path: '/slow',
      access: 'anonymous',
      handle: async () => {
        await new Promise(resolve => setTimeout(resolve, 400));
        return { body: 'slow' };
      },
    };
    await start({ routes: [slow], limits: { sendMs: 100, idleMs: 100, headMs: 100 } });
    assert.equal(await (await fetch(`http://127.0.0.1:${server.http}/slow`)).text(), 'slow');
  });
});

function rawSecurely(port: number, bytes: string | Buffer): Promise<void> {
  return new Promise(resolve => {
    const socket = connectSecurely({ port, rejectUnauthorized: false }, () => socket.end(bytes));
    socket.on('error', () => undefined).on('close', () => resolve());
    socket.resume();
  });
}
