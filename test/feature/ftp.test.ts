import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { after, before, describe, it } from 'mocha';
import type { Clips } from '../../src/api/contract.ts';
import { freePort } from '../support/sip-rig.ts';
import { sine, wavFile } from '../support/sounds.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

/** What a program said, and how it ended. */
interface Told {
  readonly out: string;
  readonly code: number;
  /** The dialogue. */
  readonly said: string;
}

describe('audio clips over FTP', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let port = 0;
  let passive = 0;
  const folder = mkdtempSync(`${tmpdir()}/stentor-ftp-`);
  const ding = readFileSync(wavFile(`${folder}/ding.wav`, sine(440, 48_000, 14_400, 0.3)));

  before(async () => {
    port = await freePort();
    passive = 32_100 + Math.floor(Math.random() * 600) * 40;
    stentor = await startStentor({ arguments: ['--ftp', String(port)] });
    await stentor.setUp();
    await set({ 'Stentor.Network.FTP.FirstPassivePort': passive });
    for (const [name, role] of [
      ['olaf', 'operator'],
      ['vera', 'viewer'],
    ]) {
      const body = JSON.stringify({ name, password: 'open sesame', role });
      assert.ok((await stentor.fetch('/api/accounts', { method: 'POST', body })).ok);
    }
    writeFileSync(`${folder}/text.wav`, 'no sound at all');
  });
  after(async () => {
    await stentor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const set = async (settings: object) => {
    const answer = await stentor.fetch('/api/settings', { method: 'PATCH', body: JSON.stringify(settings) });
    assert.ok(answer.ok, await answer.text());
  };
  const clips = async () => ((await (await stentor.fetch('/api/clips')).json()) as Clips).clips;
  const run = (...args: string[]) =>
    new Promise<Told>(resolve => {
      const all = ['-sSvk', '--max-time', '40', ...args];
      execFile('curl', all, { encoding: 'latin1', maxBuffer: 50e6 }, (error, out, said) => {
        resolve({ out, said, code: error === null ? 0 : Number(error.code) });
      });
    });
  /** curl over TLS as root, unless told. */
  const curl = (path: string, ...more: string[]) =>
    run('--ssl-reqd', '-u', `root:${PASSWORD}`, ...more, `ftp://127.0.0.1:${port}${path}`);
  const plain = (path: string, ...more: string[]) =>
    run('-u', `root:${PASSWORD}`, ...more, `ftp://127.0.0.1:${port}${path}`);

  it('is off until it is switched on, by param.cgi as well', async () => {
    assert.equal((await curl('/')).code, 7);
    const answer = await stentor.fetch('/axis-cgi/param.cgi?action=update&Network.FTP.Enabled=yes');
    assert.equal((await answer.text()).trim(), 'OK');
    await eventually('it is served', async () => (await curl('/')).code === 0);
  });

  it('takes a file, lists it and gives it back as it was', async () => {
    const { code, said } = await curl('/', '-T', `${folder}/ding.wav`);
    assert.equal(code, 0, said);
    assert.match(said, /226 The clip is kept as ding\.wav\./);
    assert.deepEqual(
      (await clips()).map(({ name, location }) => [name, location]),
      [['ding', 'ding.wav']],
    );
    const listed = await curl('/');
    assert.match(listed.out, new RegExp(`^-rw-r--r-- 1 \\S+ \\S+ +${ding.length} \\w+ +\\d+ \\S+ ding\\.wav\\r?\\n$`));
    assert.match(
      (await curl('/', '-X', 'MLSD')).out,
      new RegExp(`type=file;size=${ding.length};modify=\\d{14};.* ding\\.wav`),
    );
    assert.equal((await curl('/', '--list-only')).out.trim(), 'ding.wav');
    for (const way of [[], ['--disable-epsv']]) {
      const got = await curl('/ding.wav', ...way);
      assert.equal(got.code, 0, got.said);
      assert.equal(hash(Buffer.from(got.out, 'latin1')), hash(ding));
    }
    const audit = await (await stentor.fetch('/axis-cgi/auditlog.cgi')).text();
    assert.match(audit, /root at 127\.0\.0\.1 \(ftp\) STOR \/ding\.wav: changed clips/);
  });

  it('refuses what is there already, and what is no sound, and leaves nothing of it', async () => {
    const again = await curl('/', '-T', `${folder}/ding.wav`);
    assert.match(again.said, /553 There is a clip of this name/);
    const text = await curl('/', '-T', `${folder}/text.wav`);
    assert.notEqual(text.code, 0);
    assert.match(text.said, /553 .*/);
    assert.equal((await clips()).length, 1);
  });

  it('refuses a file that is larger than clips may be', async () => {
    await set({ 'MediaClip.MaxUploadSize': 1 });
    writeFileSync(`${folder}/huge.wav`, Buffer.concat([ding, randomBytes(3_000_000)]));
    const { code, said } = await curl('/', '-T', `${folder}/huge.wav`);
    assert.notEqual(code, 0);
    assert.match(said, /552 /);
    assert.equal((await clips()).length, 1);
  });

  it('shows one folder and nothing of the disk', async () => {
    for (const path of [
      '/../../../../etc/passwd',
      '//etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/clips.json',
      '/a/b.wav',
    ]) {
      const { code, out } = await curl(path, '--path-as-is', '--ftp-method', 'nocwd');
      assert.notEqual(code, 0, path);
      assert.equal(out, '');
    }
    const put = await curl('/../../evil.wav', '--path-as-is', '--ftp-method', 'nocwd', '-T', `${folder}/ding.wav`);
    assert.match(put.said, /226 The clip is kept as evil\.wav/);
    assert.equal((await curl('/sub/x.wav', '--ftp-method', 'nocwd', '-T', `${folder}/ding.wav`)).code, 25);
    assert.notEqual((await curl('/etc/', '--ftp-method', 'singlecwd')).code, 0);
  });

  it('deletes a clip', async () => {
    assert.equal((await curl('/', '-Q', 'DELE evil.wav')).code, 0);
    assert.equal((await clips()).length, 1);
    assert.notEqual((await curl('/', '-Q', 'DELE evil.wav')).code, 0);
    assert.notEqual((await curl('/', '-Q', 'DELE ../clips.json')).code, 0);
  });

  it('is for operators and administrators', async () => {
    const operator = await run('--ssl-reqd', '-u', 'olaf:open sesame', `ftp://127.0.0.1:${port}/`);
    assert.match(operator.out, /ding\.wav/);
    const viewer = await run('--ssl-reqd', '-u', 'vera:open sesame', `ftp://127.0.0.1:${port}/`);
    assert.equal(viewer.code, 67);
    assert.match(viewer.said, /530 Only operators and administrators/);
  });

  it('takes no password in the clear, unless that is allowed', async () => {
    const refused = await plain('/');
    assert.equal(refused.code, 67);
    assert.match(refused.said, /530 Log in over TLS/);
    assert.doesNotMatch(refused.said, /> PASS/);
    // Files go over TLS as well.
    const { code, said } = await plain('/ding.wav', '--ftp-ssl-control');
    assert.notEqual(code, 0);
    assert.match(said, /TLS here/);
    await set({ 'Stentor.Network.FTP.AllowUnencrypted': true });
    const allowed = await plain('/ding.wav');
    assert.equal(hash(Buffer.from(allowed.out, 'latin1')), hash(ding), allowed.said);
    assert.equal((await plain('/ding.wav', '--ftp-ssl-control')).code, 0);
  });

  it('counts wrong passwords together with those of the web, and blocks who guesses', async () => {
    const before = await (await stentor.fetch('/api/logs/audit')).text();
    assert.doesNotMatch(before, /wrong password for olaf/);
    const wrong = await run('--ssl-reqd', '-u', 'olaf:wrong', `ftp://127.0.0.1:${port}/`);
    assert.equal(wrong.code, 67);
    assert.match(await (await stentor.fetch('/api/logs/audit')).text(), /wrong password for olaf from 127\.0\.0\.1/);
    await set({
      'System.PreventDoSAttack.DoSPageCount': 2,
      'System.PreventDoSAttack.DoSPageInterval': 100,
      'System.PreventDoSAttack.DoSBlockingPeriod': 3,
    });
    await run('--ssl-reqd', '-u', 'olaf:wrong', `ftp://127.0.0.1:${port}/`);
    const blocked = await run('--ssl-reqd', '-u', 'olaf:open sesame', `ftp://127.0.0.1:${port}/`);
    assert.match(blocked.said, /421 too many wrong passwords/);
    const again = () => run('--ssl-reqd', '-u', 'olaf:open sesame', `ftp://127.0.0.1:${port}/`);
    await eventually('the block is over', async () => (await again()).code === 0);
  });

  /** A client that says what it likes. */
  const dial = async () => {
    const socket: Socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', piece => (heard += piece.toString()));
    socket.on('error', () => undefined);
    const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
    const ask = async (line: string, code: RegExp) => {
      heard = '';
      socket.write(`${line}\r\n`);
      await eventually(`${line}: ${String(code)}`, () => code.test(heard));
      return heard;
    };
    await eventually('it greets', () => heard.startsWith('220 '));
    return { socket, ask, closed, heard: () => heard };
  };

  it('outlives what strangers send, and keeps its ports to those who asked', async () => {
    const rude = await dial();
    rude.socket.write('X'.repeat(5000));
    await rude.closed;
    const flood = await dial();
    flood.socket.write('NOOP\r\n'.repeat(500));
    await flood.closed;
    const stranger = await dial();
    await stranger.ask('RETR ding.wav', /^530 /);
    await stranger.ask('EPSV', /^530 /);
    await stranger.ask('PORT 127,0,0,1,0,80', /^530 /);
    await stranger.ask('constructor', /^502 /);
    stranger.socket.destroy();
    const known = await dial();
    await known.ask('USER root', /^331 /);
    await known.ask(`PASS ${PASSWORD}`, /^230 /);
    await known.ask('PORT 127,0,0,1,0,80', /^502 /);
    await known.ask('LIST', /^425 /);
    const [, at] = /\|\|\|(\d+)\|/.exec(await known.ask('EPSV', /^229 /))!;
    assert.ok(Number(at) >= passive && Number(at) < passive + 20, at);
    // From another address of this machine nobody gets through.
    const other = connect({ port: Number(at), host: '127.0.0.1', localAddress: '127.0.0.2' });
    other.on('error', () => undefined);
    await new Promise(resolve => other.once('close', resolve));
    known.socket.write('LIST\r\nABOR\r\n');
    await eventually('it breaks off', () => /^426 .*\r\n226 /m.test(known.heard()));
    known.socket.destroy();
    assert.equal((await curl('/')).code, 0);
  });

  it('lets a few in at once, and the others wait', async () => {
    const inside = await Promise.all([dial(), dial(), dial(), dial()]);
    assert.match((await curl('/')).said, /421 There are too many connections/);
    inside.forEach(({ socket }) => socket.destroy());
    await eventually('there is room', async () => (await curl('/')).code === 0);
  });

  it('ends for all when it is switched off', async () => {
    const inside = await dial();
    await set({ 'Network.FTP.Enabled': false });
    await inside.closed;
    assert.equal((await curl('/')).code, 7);
    assert.match(readFileSync(`${stentor.state}/settings.json`, 'utf8'), /AllowUnencrypted/);
  });
});

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
