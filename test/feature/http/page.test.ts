import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, it } from 'mocha';
import { StaticFiles } from '../../../src/http/static.ts';
import { curl, raw, startTestServer, type TestServer } from './test-server.ts';

const SCRIPT = 'console.log("stentor");'.repeat(100);
const PAGE = {
  'index.html': '<!DOCTYPE html><title>Stentor</title>',
  'app.js': SCRIPT,
  'icon-A1B2C3D4.svg': '<svg/>',
};

describe('the page’s files', () => {
  let server: TestServer;
  const start = async (https = false) => {
    server = await startTestServer({
      page: PAGE,
      https,
      routes: [{ path: '/axis-cgi/param.cgi', access: 'anonymous', handle: () => ({ body: 'OK' }) }],
    });
  };
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${server.http}${path}`, { headers });

  afterEach(() => server.stop());

  it('are the page itself at every path that is a place in it', async () => {
    await start();
    for (const path of ['/', '/audio', '/audio/clips', '/system/accounts?x=1.5', '//']) {
      const answer = await get(path);
      assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8', path);
      assert.equal(await answer.text(), PAGE['index.html'], path);
    }
  });

  it('are not the page where a program asks for what does not exist', async () => {
    await start();
    for (const path of [
      '/axis-cgi/nothing.cgi',
      '/axis-cgi/nothing',
      '/api/nothing',
      '/vapix/x',
      '/config/x',
      '/x.js',
    ]) {
      assert.equal((await get(path)).status, 404, path);
    }
  });

  it('come compressed to those who take it, and not at all to those who have them', async () => {
    await start();
    const address = `http://127.0.0.1:${server.http}/app.js`;
    const { out } = await curl('-D', '-', '-o', '/dev/null', '-H', 'Accept-Encoding: gzip, br', address);
    assert.match(out, /Content-Encoding: gzip\r\n/);
    assert.match(out, /Vary: Accept-Encoding\r\n/);
    const plain = await get('/app.js', { 'accept-encoding': 'identity' });
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.equal(await plain.text(), SCRIPT);
    const etag = plain.headers.get('etag') ?? '';
    const again = await get('/app.js', { 'if-none-match': `"other", ${etag}` });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), '');
    assert.equal((await get('/app.js', { 'if-none-match': '"other"' })).status, 200);
  });

  it('may be kept for ever where their name holds their hash', async () => {
    await start();
    assert.equal((await get('/icon-A1B2C3D4.svg')).headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal((await get('/app.js')).headers.get('cache-control'), 'no-cache');
    assert.equal((await get('/')).headers.get('cache-control'), 'no-cache');
  });

  it('run no script but the speaker’s own, in no frame of others', async () => {
    await start();
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'self'"]) {
      assert.ok(policy.split('; ').includes(rule), rule);
    }
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-frame-options'), 'SAMEORIGIN');
    assert.equal(headers.get('referrer-policy'), 'same-origin');
    assert.equal((await get('/axis-cgi/param.cgi')).headers.get('cache-control'), 'no-store');
  });

  it('are all that can be had: no path leads out of their folder', async () => {
    await start();
    for (const path of [
      '/../package.json',
      '/..%2f..%2fetc/passwd',
      '/./app.js/../../x.y',
      '/app.js%00.html',
      '/\\..\\x.y',
      '/.',
    ]) {
      const answer = await raw(server.http, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.1 404 /, path);
    }
    assert.equal(await (await get('/%2e%2e%2f%2e%2e%2fetc%2fpasswd')).text(), PAGE['index.html']);
  });

  it('answer HEAD and refuse to be posted to', async () => {
    await start();
    const address = `http://127.0.0.1:${server.http}/app.js`;
    const head = await fetch(address, { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(await head.text(), '');
    assert.equal((await fetch(address, { method: 'POST' })).status, 404);
  });

  describe('where there is HTTPS', () => {
    it('come over HTTPS, and over HTTP a link to there with a word on the warning', async () => {
      await start(true);
      const answer = await get('/audio/clips', { accept: 'text/html' });
      const text = await answer.text();
      assert.equal(answer.status, 200);
      assert.ok(text.includes(`href="https://127.0.0.1:${server.https}/audio/clips"`), text);
      assert.match(text, /certificate/);
      const { out } = await curl(`https://127.0.0.1:${server.https}/audio/clips`);
      assert.equal(out, PAGE['index.html']);
    });

    it('leave the programs’ addresses on HTTP as they are', async () => {
      await start(true);
      assert.equal(await (await get('/axis-cgi/param.cgi')).text(), 'OK');
      assert.equal((await get('/axis-cgi/nothing.cgi')).status, 404);
    });

    it('take no script from the address or the name of the host', async () => {
      await start(true);
      const evil = `GET /"><script>alert(1)</script> HTTP/1.1\r\nHost: x"><script>\r\nConnection: close\r\n\r\n`;
      const answer = await raw(server.http, evil);
      assert.doesNotMatch(answer, /<script>/);
      assert.match(answer, /href="https:\/\/127\.0\.0\.1:/);
      assert.match(answer, /Content-Security-Policy: default-src 'none'; style-src 'sha256-/);
    });

    it('name the host as the browser did', async () => {
      await start(true);
      for (const [host, name] of [
        ['speaker.local', 'speaker.local'],
        ['speaker.local:8080', 'speaker.local'],
        ['[fe80::1]:80', '[fe80::1]'],
      ]) {
        const answer = await raw(server.http, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
        assert.ok(answer.includes(`href="https://${name}:${server.https}/"`), host);
      }
    });
  });
});

describe('StaticFiles', () => {
  it('reads folders in folders, follows no link, and compresses only where it helps', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stentor-static-'));
    await mkdir(join(folder, 'fonts'));
    await writeFile(join(folder, 'fonts', 'a.woff2'), 'xyz');
    await writeFile(join(folder, 'b.css'), 'a{}'.repeat(100));
    await symlink('/etc/passwd', join(folder, 'secret.txt'));
    const files = new StaticFiles(folder);
    assert.equal(await files.load(), 2);
    assert.equal(files.answer('/secret.txt', {}), undefined);
    assert.equal(
      files.answer('/fonts/a.woff2', { 'accept-encoding': 'gzip' })?.headers?.['Content-Encoding'],
      undefined,
    );
    const css = files.answer('/b.css', { 'accept-encoding': 'gzip' });
    assert.equal(css?.type, 'text/css; charset=utf-8');
    assert.equal(gunzipSync(css.body as Buffer).toString(), 'a{}'.repeat(100));
    await rm(folder, { recursive: true });
  });

  it('has nothing where the folder is missing', async () => {
    const files = new StaticFiles('/nowhere/at/all');
    assert.equal(await files.load(), 0);
    assert.equal(files.answer('/', {}), undefined);
  });
});
