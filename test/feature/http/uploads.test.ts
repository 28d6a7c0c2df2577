import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Exchange, Route } from '../../../src/http/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { curl, open, raw, startTestServer, type TestServer, until } from './test-server.ts';

const KIB = 1024;

const route = (path: string, make: (exchange: Exchange) => Promise<unknown>): Route => ({
  path,
  access: 'anonymous',
  handle: async exchange => ({ type: 'application/json', body: JSON.stringify(await make(exchange)) }),
});

describe('an upload', () => {
  let server: TestServer;
  let clock: FakeClock;
  /** How uploads ended, as the handler saw it. */
  let uploads: string[];

  const ROUTES: Route[] = [
    route('/upload', exchange =>
      exchange.file(async ({ field, fileName, type, content }) => {
        let bytes = 0;
        try {
          for await (const piece of content) bytes += (piece as Buffer).length;
          uploads.push('complete');
        } catch (error) {
          uploads.push(String(error));
          throw error;
        }
        return { field, fileName, type, bytes };
      }),
    ),
    route('/picky', exchange =>
      exchange.file(async ({ content }) => {
        content.destroy();
        return 'the name is enough';
      }),
    ),
  ];

  beforeEach(async () => {
    clock = new FakeClock();
    uploads = [];
    server = await startTestServer({ routes: ROUTES, clock });
  });
  afterEach(async () => {
    const stopped = server.stop();
    await clock.advance(5000);
    await stopped;
  });

  const url = (path: string) => `http://127.0.0.1:${server.http}${path}`;
  const post = async (path: string, body: string, type?: string) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const answer = await fetch(url(path), { method: 'POST', body, headers });
    const text = await answer.text();
    return { status: answer.status, text, json: answer.ok ? (JSON.parse(text) as unknown) : undefined };
  };

  const part = (disposition: string, content = 'sound', type?: string) =>
    [
      '--XX',
      `Content-Disposition: form-data; ${disposition}`,
      ...(type === undefined ? [] : [`Content-Type: ${type}`]),
      '',
      content,
    ].join('\r\n');
  const upload = (...parts: string[]) =>
    post('/upload', `${parts.join('\r\n')}\r\n--XX--\r\n`, 'multipart/form-data; boundary=XX');

  it('comes from curl, first an empty POST that gets the challenge', async () => {
    await server.stop();
    server = await startTestServer({ routes: ROUTES.map(one => ({ ...one, access: 'viewer' as const })), clock });
    const login = ['--digest', '-u', 'vera:pass of vera'];
    const { out, errors } = await curl(
      ...login,
      '-F',
      'clip=@package.json;filename=a.wav;type=audio/wav',
      url('/upload'),
    );
    assert.match(out, /^\{"field":"clip","fileName":"a\.wav","type":"audio\/wav","bytes":\d+\}$/, errors);
  });

  it('is the first file, whatever its field is called and whatever stands before and after', async () => {
    const { json } = await upload(
      part('name="json"', '{"method":"upgrade"}', 'application/json'),
      part('name="note"', 'text'),
      part('name="anything at all"; filename="C:\\music\\a b.mp3"', 'sound!', 'audio/mpeg'),
      part('name="second"; filename="c.mp3"', 'more', 'audio/mpeg'),
      part('name="last"', 'x'),
    );
    assert.deepEqual(json, { field: 'anything at all', fileName: 'a b.mp3', type: 'audio/mpeg', bytes: 6 });
  });

  it('may be sound without a file name', async () => {
    const { json } = await upload(part('name="x"', 'sound', 'audio/basic'));
    assert.deepEqual(json, { field: 'x', fileName: '', type: 'audio/basic', bytes: 5 });
  });

  it('may be empty', async () => {
    const { json } = await upload(part('name="x"; filename="empty.wav"', '', 'audio/wav'));
    assert.deepEqual(json, { field: 'x', fileName: 'empty.wav', type: 'audio/wav', bytes: 0 });
  });

  it('says exactly what is wrong with it', async () => {
    const faults = [
      [await post('/upload', 'RIFF', 'audio/wav'), /must be multipart\/form-data/],
      [await post('/upload', ''), /must be multipart\/form-data/],
      [await post('/upload', 'x', 'multipart/form-data'), /names no boundary/],
      [await post('/upload', 'x', 'multipart/form-data; boundary='), /names no boundary/],
      [await post('/upload', 'x', `multipart/form-data; boundary=${'b'.repeat(300)}`), /boundary that is none/],
      [await upload(part('name="a"')), /has no file in it/],
      [await upload(), /has no file in it/],
      [await post('/upload', 'nothing of the kind', 'multipart/form-data; boundary=XX'), /ended before its file/],
      [
        await post('/upload', part('name="a"; filename="a"', 'sou'), 'multipart/form-data; boundary=XX'),
        /ended before its file was complete/,
      ],
    ] as const;
    for (const [{ status, text }, message] of faults) {
      assert.equal(status, 400, text);
      assert.match(text, message);
    }
    assert.deepEqual(uploads, ['Fault: the upload ended before its file was complete']);
  });

  it('fails for whoever reads it when the peer leaves in the middle', async () => {
    for (const leave of ['end', 'resetAndDestroy'] as const) {
      uploads = [];
      const socket = open(server.http);
      const start = part('name="a"; filename="a.wav"', 'sound sound', 'audio/wav');
      socket.write(
        `POST /upload HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: 100000\r\n\r\n${start}`,
      );
      await new Promise(resolve => setTimeout(resolve, 50));
      socket[leave]();
      await until(() => uploads.length === 1);
      assert.match(uploads[0] ?? '', /connection broke before the end of the body/);
      socket.destroy();
    }
    assert.deepEqual(
      server.logged.filter(({ level }) => level === 'error'),
      [],
    );
  });

  it('fails for whoever reads it when nothing comes for 30 seconds', async () => {
    const start = part('name="a"; filename="a.wav"', 'sound sound', 'audio/wav');
    const head = 'POST /upload HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: 100000';
    const answer = raw(server.http, `${head}\r\n\r\n${start}`);
    await until(() => clock.waiting >= 1);
    await new Promise(resolve => setTimeout(resolve, 50));
    await clock.advance(30_000);
    await until(() => uploads.length === 1);
    assert.match(uploads[0] ?? '', /stopped coming/);
    await clock.advance(5000);
    assert.match(await answer, /^HTTP\/1\.1 400 /);
  });

  it('of 64 MiB goes through without a copy in memory', async () => {
    const socket = open(server.http);
    let text = '';
    socket.on('data', data => (text += data.toString()));
    const start = part('name="a"; filename="a.wav"', '', 'audio/wav');
    const end = '\r\n--XX--\r\n';
    const bytes = 64 * KIB * KIB;
    const length = start.length + bytes + end.length;
    socket.write(
      `POST /upload HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: ${length}\r\n\r\n`,
    );
    socket.write(start);
    const piece = Buffer.alloc(64 * KIB, 'x');
    const before = process.memoryUsage();
    let most = 0;
    for (let sent = 0; sent < bytes; sent += piece.length) {
      if (!socket.write(piece)) await new Promise(resolve => socket.once('drain', resolve));
      const { rss } = process.memoryUsage();
      most = Math.max(most, rss - before.rss);
    }
    socket.write(end);
    await until(() => text.includes(`"bytes":${bytes}`));
    socket.destroy();
    assert.ok(most < 40 * KIB * KIB, `${most} bytes more`);
  });

  it('is not read to its end when the handler has seen enough', async () => {
    const socket = open(server.http);
    let text = '';
    const closed = new AbortController();
    socket.on('data', data => (text += data.toString())).on('close', () => closed.abort());
    const start = part('name="a"; filename="a.wav"', '', 'audio/wav');
    socket.write(
      `POST /picky HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: 2000000000\r\n\r\n${start}`,
    );
    let sent = 0;
    while (!closed.signal.aborted) {
      if (socket.write(Buffer.alloc(64 * KIB))) sent += 64 * KIB;
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    assert.match(text, /^HTTP\/1\.1 200 [^]*Connection: close[^]*the name is enough/);
    assert.ok(sent < 50 * KIB * KIB, `${sent} bytes were taken`);
  });
});
