import { strict as assert } from 'node:assert';
import { execFile, execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';
import { textsOf } from '../support/canaries.ts';

describe('diagnostics', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
  });
  after(() => stentor.stop());

  const text = async (path: string) => (await stentor.fetch(path)).text();
  const bytes = async (path: string) => new Uint8Array(await (await stentor.fetch(path)).arrayBuffer());

  it('report in one text, or packed', async () => {
    const report = await text('/axis-cgi/serverreport.cgi');
    for (const title of ['Device', 'Network', 'Parameters', 'System log', 'Access log', 'Audit log']) {
      assert.ok(report.includes(`----- ${title} -----`), title);
    }
    assert.match(report, /root\.Brand\.Brand=Stentor/);
    for (const [path, type, magic] of [
      ['/axis-cgi/serverreport.cgi?mode=zip', 'application/zip', 'PK\x03\x04'],
      ['/axis-cgi/serverreport.cgi?mode=tar_all', 'application/x-tar', 'server-report-'],
      ['/axis-cgi/debug/debug.tgz', 'application/gzip', '\x1f\x8b'],
    ] as const) {
      const answer = await stentor.fetch(path);
      assert.equal(answer.headers.get('content-type'), type);
      assert.match(answer.headers.get('content-disposition') ?? '', /filename="server-report-/);
      const all = new Uint8Array(await answer.arrayBuffer());
      assert.equal(Buffer.from(all).toString('latin1').slice(0, magic.length), magic);
      assert.ok((await textsOf(all)).length > 8, path);
    }
    assert.equal((await stentor.fetch('/axis-cgi/serverreport.cgi?mode=png')).status, 400);
  });

  it('are opened by the tools of the system', async () => {
    const names = promisify(execFile)('tar', ['-tzf', '-'], { encoding: 'utf8' });
    names.child.stdin?.end(await bytes('/axis-cgi/debug/debug.tgz'));
    assert.match((await names).stdout, /parameters\.txt/);
    const python = 'import sys,io,zipfile; print(zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())).testzip())';
    const tested = promisify(execFile)('python3', ['-c', python], { encoding: 'utf8' });
    tested.child.stdin?.end(await bytes('/axis-cgi/serverreport.cgi?mode=zip'));
    assert.equal((await tested).stdout.trim(), 'None');
  });

  it('log as programs expect it, and find lines', async () => {
    const log = await text('/axis-cgi/admin/systemlog.cgi');
    assert.match(log, /^\n----- System log -----\n\n\n/);
    assert.match(log, /^\d{4}-\d\d-\d\dT\S+ \S+ \[ INFO {4}\] \w+: /m);
    const found = (await text('/axis-cgi/systemlog.cgi?text=READY%20AT')).trim().split('\n').slice(3);
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', /ready at https/);
  });

  it('tell who asked, who was refused, and who changed what', async () => {
    const wrong = `Basic ${Buffer.from('root:wrong').toString('base64')}`;
    await fetch(`${stentor.https}/api/clips`, { headers: { authorization: wrong } });
    await text('/axis-cgi/param.cgi?action=update&Audio.MaxListeners=7');
    await stentor.fetch('/api/settings', { method: 'PATCH', body: '{"Audio.MaxListeners":8}' });
    const access = await text('/axis-cgi/accesslog.cgi');
    assert.match(access, /\[ WARNING \] http: 127\.0\.0\.1 - GET \/api\/clips 401/);
    assert.match(access, /\[ INFO {4}\] http: 127\.0\.0\.1 root GET \/axis-cgi\/param\.cgi 200/);
    const audit = await text('/axis-cgi/auditlog.cgi');
    assert.match(audit, /\[ WARNING \] audit: wrong password for root from 127\.0\.0\.1/);
    assert.match(audit, /root at 127\.0\.0\.1 \(basic\) GET \/axis-cgi\/param\.cgi: changed Audio\.MaxListeners to 7/);
    assert.match(audit, /root at 127\.0\.0\.1 \(basic\) PATCH \/api\/settings: changed Audio\.MaxListeners to 8/);
    assert.equal((await text('/axis-cgi/auditlog.cgi?tail=1')).trim().split('\n').length, 1);
    assert.equal((await text('/axis-cgi/auditlog.cgi?version=true')).trim(), '1.0');
    await eventually('it is on the disk', async () =>
      (await readFile(`${stentor.state}/diagnostics/audit.jsonl`, 'utf8')).includes('MaxListeners to 8'),
    );
  });

  it('are for administrators', async () => {
    await text('/axis-cgi/pwdgrp.cgi?action=add&user=op&pwd=pass&grp=users&sgrp=operator:viewer');
    const authorization = `Basic ${Buffer.from('op:pass').toString('base64')}`;
    for (const path of [
      'serverreport.cgi',
      'systemlog.cgi',
      'accesslog.cgi',
      'auditlog.cgi',
      'debug/debug.tgz',
      'debug/debug.tgz?cmd=pcapdump&duration=1',
      'pingtest.cgi?ip=127.0.0.1',
      'tcptest.cgi?address=127.0.0.1&port=1',
      'connection_list.cgi?action=get',
    ]) {
      const { status } = await fetch(`${stentor.https}/axis-cgi/${path}`, { headers: { authorization } });
      assert.equal(status, 401, path);
    }
    assert.equal((await fetch(`${stentor.https}/api/logs/audit`, { headers: { authorization } })).status, 403);
  });

  it('try whether others can be reached', async function () {
    skipFor(this, missingPrograms('ping'));
    assert.match(await text('/axis-cgi/pingtest.cgi?ip=127.0.0.1'), /^127\.0\.0\.1 answers: 3 packets transmitted/);
    assert.match(await text('/axis-cgi/pingtest.cgi?ip=nowhere.invalid'), /nowhere\.invalid does not answer: /);
    for (const bad of ['-f', '$(reboot)', 'a b', '']) {
      const { status } = await stentor.fetch(`/axis-cgi/pingtest.cgi?ip=${encodeURIComponent(bad)}`);
      assert.equal(status, 400, bad);
    }
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    assert.match(await text(`/axis-cgi/tcptest.cgi?address=127.0.0.1&port=${port}`), /is open \(\d+ ms\)/);
    await new Promise(resolve => server.close(resolve));
    assert.match(await text(`/axis-cgi/tcptest.cgi?address=127.0.0.1&port=${port}`), /ECONNREFUSED/);
    assert.equal((await stentor.fetch('/axis-cgi/tcptest.cgi?address=127.0.0.1&port=0')).status, 400);
    const answer = await stentor.fetch('/api/ping', { method: 'POST', body: '{"host":"127.0.0.1"}' });
    assert.equal(((await answer.json()) as { reached: boolean }).reached, true);
  });

  it('list who is connected', async () => {
    const [head, ...rows] = (await text('/axis-cgi/admin/connection_list.cgi?action=get')).trim().split('\n');
    assert.match(head ?? '', /^Address\s+Proto\s+Port\s+PID\/Service$/);
    const own = rows.map(row => row.split(/\s+/)).find(([, , , service]) => service?.endsWith('/https'));
    assert.equal(own?.[0], '127.0.0.1');
    assert.equal(own[1], 'tcp');
    assert.match(own[3] ?? '', new RegExp(`^${stentor.process.pid}/`));
  });

  describe('with tcpdump', () => {
    before(function () {
      skipFor(this, missingPrograms('tcpdump'));
    });

    /** tcpdump processes of the speaker. */
    const tracers = async () => {
      const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
      const stats = await Promise.all(pids.map(pid => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
      return stats.filter(
        stat => stat.includes(`(tcpdump) `) && / [SRD] (\d+) /.exec(stat)?.[1] === String(stentor.process.pid),
      ).length;
    };
    const trace = (query: string, signal?: AbortSignal) =>
      stentor.fetch(`/axis-cgi/debug/debug.tgz?cmd=pcapdump&${query}`, signal === undefined ? {} : { signal });

    it('trace the network while it runs, and leave out their own packets', async () => {
      const answer = await trace('duration=2&interface=lo');
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-type'), 'application/vnd.tcpdump.pcap');
      const read = answer.arrayBuffer();
      await fetch(`${stentor.http}/icon.svg?marker=7391`);
      const file = Buffer.from(await read);
      assert.ok(['d4c3b2a1', 'a1b2c3d4'].includes(file.subarray(0, 4).toString('hex')));
      const shown = execFileSync('tcpdump', ['-n', '-A', '-r', '-'], {
        input: file,
        encoding: 'utf8',
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      assert.match(shown, /GET \/icon\.svg\?marker=7391/);
      assert.ok(file.length < 1_000_000, `it does not trace itself: ${file.length}`);
      await eventually('tcpdump is gone', async () => (await tracers()) === 0);
    });

    it('survive that the reader leaves, and trace again', async () => {
      for (let i = 0; i < 3; i++) {
        const gone = new AbortController();
        const answer = await trace('duration=300', gone.signal);
        const reader = answer.body?.getReader();
        const head = (await reader?.read()) as { value?: Uint8Array } | undefined;
        assert.ok((head?.value?.length ?? 0) >= 24);
        assert.equal(await tracers(), 1);
        gone.abort();
        await reader?.closed.catch(() => undefined);
        await eventually('tcpdump is gone', async () => (await tracers()) === 0);
      }
      assert.equal((await stentor.fetch('/api/status')).status, 200);
    });

    it('refuse what they cannot trace', async () => {
      assert.equal((await trace('duration=0')).status, 400);
      assert.equal((await trace('duration=9999999')).status, 400);
      assert.equal((await trace('duration=1&interface=wlan99')).status, 400);
      assert.equal((await stentor.fetch('/axis-cgi/debug/debug.tgz?listen')).status, 400);
      assert.equal((await stentor.fetch('/axis-cgi/debug/debug.tgz?cmd=rm')).status, 400);
    });
  });

  describe('after a restart', () => {
    it('still have the audit log', async () => {
      const { state } = stentor;
      await new Promise<void>(resolve => {
        stentor.process.once('exit', () => resolve());
        stentor.process.kill('SIGTERM');
      });
      const again = await startStentor({ state });
      const audit = await (await again.fetch('/axis-cgi/auditlog.cgi')).text();
      await again.stop();
      assert.match(audit, /MaxListeners to 7/);
      assert.ok(!audit.includes(PASSWORD));
    });
  });
});
