import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server } from 'node:tls';
import { after, before, describe, it } from 'mocha';
import { exampleCertificate } from '../../support/example-certificate.ts';
import { run, startTestServer, type TestServer } from './test-server.ts';

const OLD = ['-tls1', '-tls1_1', '-ssl3'];
/** With it OpenSSL offers what it would not by itself. */
const ANYTHING = '@SECLEVEL=0';
const NEW_SUITES = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];
const CIPHERS = ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'CHACHA20-POLY1305'];

/** What openssl said of a connection that it made; undefined where it made none. */
async function client(port: number, ...args: string[]): Promise<string | undefined> {
  const child = spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (text += piece.toString()));
  child.stdin.end();
  await once(child, 'close');
  return /Cipher is (?!\(NONE\))/.test(text) ? text : undefined;
}

/** All that a server takes of TLS 1.2: each time one is agreed upon, the client offers the others. */
async function ciphersOf(port: number): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const offered = ['ALL:COMPLEMENTOFALL', ...found.map(name => `!${name}`)].join(':');
    const text = await client(port, '-tls1_2', '-cipher', `${offered}:${ANYTHING}`);
    const name = /Cipher is (\S+)/.exec(text ?? '')?.[1];
    if (name === undefined || found.includes(name)) return found;
    found.push(name);
  }
}

describe('TLS', function () {
  this.timeout(60_000);
  let server: TestServer;
  /** A server that takes everything: proof that the client can. */
  let lax: Server;
  const both = () => ({ ours: server.https, lax: (lax.address() as AddressInfo).port });

  before(async () => {
    server = await startTestServer({
      https: true,
      routes: [{ path: '/quick', access: 'anonymous', handle: () => ({ body: 'quick' }) }],
    });
    const { pem } = exampleCertificate('rsa');
    lax = createServer({ key: pem, cert: pem, minVersion: 'TLSv1', ciphers: `ALL:${ANYTHING}` });
    lax
      .on('tlsClientError', () => undefined)
      .on('secureConnection', socket => socket.on('error', () => undefined).resume());
    await once(lax.listen(0, '127.0.0.1'), 'listening');
  });
  after(async () => {
    lax.close();
    await server.stop();
  });

  const shows = (kind: 'ec' | 'rsa') => {
    const { pem } = exampleCertificate(kind);
    server.server.useCertificate({ key: pem, cert: pem });
  };

  it('is 1.2 or 1.3, before another certificate was chosen and after', async () => {
    const { ours, lax: other } = both();
    assert.ok(
      (await client(other, '-tls1', '-cipher', `ALL:${ANYTHING}`)) !== undefined,
      'the client can do older ones',
    );
    const check = async () => {
      for (const version of OLD)
        assert.equal(await client(ours, version, '-cipher', `ALL:${ANYTHING}`), undefined, version);
      for (const version of ['-tls1_2', '-tls1_3']) assert.ok((await client(ours, version)) !== undefined, version);
    };
    await check();
    shows('rsa');
    await check();
  });

  it('makes new keys for each connection, and proves what it carries, with each kind of certificate', async () => {
    assert.ok(
      (await client(both().lax, '-tls1_2', '-cipher', `AES128-SHA:${ANYTHING}`)) !== undefined,
      'the client can',
    );
    for (const kind of ['ec', 'rsa'] as const) {
      shows(kind);
      const prefix = kind === 'ec' ? 'ECDHE-ECDSA' : 'ECDHE-RSA';
      assert.deepEqual(
        (await ciphersOf(server.https)).sort(),
        CIPHERS.map(cipher => `${prefix}-${cipher}`),
        kind,
      );
    }
    for (const suite of [...NEW_SUITES, 'TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256']) {
      const isTaken = (await client(server.https, '-tls1_3', '-ciphersuites', suite)) !== undefined;
      assert.equal(isTaken, NEW_SUITES.includes(suite), suite);
    }
  });

  it('compresses nothing, and speaks HTTP/1.1 to whoever asks what it speaks', async () => {
    const text = (await client(server.https, '-tls1_2', '-alpn', 'h2,http/1.1')) ?? '';
    assert.match(text, /Compression: NONE/);
    assert.match(text, /ALPN protocol: http\/1\.1/);
    assert.match(text, /Secure Renegotiation IS supported/);
    const { out } = await run('curl', '-sk', '--http2', `https://127.0.0.1:${server.https}/quick`);
    assert.equal(out, 'quick');
  });

  it('shakes hands once: who wants to do it again within a connection is refused', async () => {
    const again = (port: number) =>
      new Promise<boolean>(resolve => {
        const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, maxVersion: 'TLSv1.2' }, () => {
          socket.renegotiate({ rejectUnauthorized: false }, error => resolve(error === null));
        });
        socket
          .on('error', () => resolve(false))
          .on('close', () => resolve(false))
          .resume();
      });
    assert.equal(await again(both().lax), true, 'the client can');
    assert.equal(await again(server.https), false);
  });

  it('shows its certificate by whatever name it is called, and by none', async () => {
    const own = (text = '') => /-----BEGIN CERTIFICATE-----[^-]+/.exec(text)?.[0];
    const named = await client(server.https, '-servername', 'elsewhere.example');
    assert.ok(own(named) !== undefined);
    assert.equal(own(await client(server.https, '-noservername')), own(named));
  });
});
