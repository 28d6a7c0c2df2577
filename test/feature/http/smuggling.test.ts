import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Exchange, Route } from '../../../src/http/index.ts';
import { open, raw, startTestServer, type TestServer, until } from './test-server.ts';

/** What a proxy before us must never take for a part of another request, and we for one of our own. */
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n';

/** Heads whose body has no certain end (RFC 9112, 6.3, 11.2), or that are read in two ways (2.2, 5.1, 5.2). */
const AMBIGUOUS: Readonly<Record<string, string>> = {
  'two lengths': 'Content-Length: 0\r\nContent-Length: 36\r\n\r\n',
  'the same length twice': 'Content-Length: 0\r\nContent-Length: 0\r\n\r\n',
  'a list of lengths': 'Content-Length: 0, 36\r\n\r\n',
  'a length with a sign': 'Content-Length: +0\r\n\r\n',
  'a negative length': 'Content-Length: -1\r\n\r\n',
  'a hexadecimal length': 'Content-Length: 0x0\r\n\r\n',
  'a length beyond all numbers': 'Content-Length: 18446744073709551616\r\n\r\n',
  'a length and chunks': 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'chunks and a length': 'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n',
  'chunks that are not the last coding': 'Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n',
  'a coding that nobody knows': 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
  'chunks twice': 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n',
  'a blank before the colon': 'Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n',
  'a tab before the colon': 'Content-Length\t: 36\r\n\r\n',
  'a folded line': 'Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n',
  'a folded first line': ' Content-Length: 36\r\n\r\n',
  'a NUL in a name': 'Content\0-Length: 36\r\n\r\n',
  'a NUL in a value': 'X: a\0b\r\nContent-Length: 0\r\n\r\n',
  'a carriage return alone': 'X: a\rContent-Length: 36\r\n\r\n',
  'line feeds alone': 'X: a\nContent-Length: 36\n\n',
  'a line without a colon': 'Content-Length 36\r\n\r\n',
  'a chunk of a size that is none': 'Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n',
  'a chunk larger than all numbers': 'Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n',
  'a chunk whose size ends with a line feed alone': 'Transfer-Encoding: chunked\r\n\r\n0\n\n',
  'a chunk that is longer than it says': 'Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n',
};

describe('requests that two readers could take for different ones', () => {
  let server: TestServer;
  let ran: string[];

  beforeEach(async () => {
    ran = [];
    const note = async (exchange: Exchange) => {
      const body = await exchange.text();
      ran.push(exchange.path);
      return { body };
    };
    const routes: Route[] = [
      { path: '/plain', access: 'anonymous', handle: note },
      { path: '/stream', access: 'anonymous', streams: true, handle: note },
      { path: '/smuggled', access: 'anonymous', handle: note },
    ];
    server = await startTestServer({ routes, limits: { headMs: 300, stallMs: 200, lingerMs: 30, idleMs: 200 } });
  });
  afterEach(async () => {
    assert.deepEqual(
      server.logged.filter(({ level }) => level === 'error'),
      [],
    );
    await server.stop();
  });

  for (const [what, rest] of Object.entries(AMBIGUOUS)) {
    it(`are refused with ${what}, and so is what follows them`, async () => {
      for (const path of ['/plain', '/stream']) {
        const answer = await raw(server.http, `POST ${path} HTTP/1.1\r\nHost: a\r\n${rest}${SMUGGLED}`, { end: true });
        assert.doesNotMatch(answer, /HTTP\/1\.1 2/, `${path} was answered ${answer}`);
      }
      assert.deepEqual(ran.includes('/smuggled'), false);
    });
  }

  it('are refused in their second guise: an upgrade that is not wished for is read like any other head', async () => {
    for (const rest of Object.values(AMBIGUOUS)) {
      const head = 'POST /plain HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n';
      const answer = await raw(server.http, `${head}${rest}${SMUGGLED}`, { end: true });
      assert.doesNotMatch(answer, /HTTP\/1\.1 2/, `${rest} was answered ${answer}`);
    }
    assert.deepEqual(ran.includes('/smuggled'), false);
  });

  it('are told from requests that follow each other, which are answered in their order', async () => {
    const chunks =
      'POST /plain HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x="y"\r\nabc\r\n0\r\nX-After: 1\r\n\r\n';
    const sized = 'POST /plain HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\ndef';
    const answer = await raw(server.http, `${chunks}${sized}${SMUGGLED}`, { end: true });
    assert.deepEqual(answer.match(/HTTP\/1\.1 \d+/g), Array(3).fill('HTTP/1.1 200'));
    assert.deepEqual(ran, ['/plain', '/plain', '/smuggled']);
  });

  it('are cut off where a head, a chunk’s size or what comes after the last chunk never ends', async () => {
    const endless = [
      'GET /plain HTTP/1.1\r\n',
      'POST /stream HTTP/1.1\r\n',
      'POST /plain HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;',
      'POST /plain HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n',
    ];
    for (const [number, head] of endless.entries()) {
      const socket = open(server.http);
      let sent = 0;
      socket.write(head);
      socket.on('end', () => socket.end()).resume();
      const line = number === 2 ? 'x'.repeat(1024) : `X-${number}: ${'x'.repeat(1000)}\r\n`;
      const pump = setInterval(() => {
        if (!socket.destroyed && socket.writable && socket.write(line)) sent += line.length;
      }, 1);
      await until(() => socket.destroyed || socket.readableEnded);
      clearInterval(pump);
      socket.destroy();
      assert.ok(sent < 4 * 1024 * 1024, `${number}: ${sent} bytes were taken`);
    }
  });
});
