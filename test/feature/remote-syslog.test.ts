import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { after, before, describe, it } from 'mocha';
import type { RemoteSyslog, SyslogServer, SyslogTest } from '../../src/api/contract.ts';
import { type Rsyslog, startRsyslog } from '../support/rsyslog.ts';
import { freePort } from '../support/sip-rig.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

const SERVER = {
  address: '127.0.0.1',
  protocol: 'UDP',
  format: 'RFC5424',
  severity: 'Informational',
  type: 'All',
  authority: '',
} as const;

describe('the remote system log', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let rsyslog: Rsyslog | undefined;
  const ports = { udp: 0, tcp: 0, tls: 0 };
  const folder = mkdtempSync(`${tmpdir()}/stentor-syslog-`);
  const at = (name: string) => `${folder}/${name}`;
  const openssl = (words: string) => execFileSync('openssl', words.split(' '), { cwd: folder, stdio: 'pipe' });

  before(async () => {
    openssl('req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 9 -subj /CN=Site');
    openssl(
      'req -newkey rsa:2048 -nodes -keyout log.key -out log.csr -subj /CN=log -addext subjectAltName=IP:127.0.0.1',
    );
    openssl('x509 -req -in log.csr -CA ca.pem -CAkey ca.key -out log.pem -days 9 -copy_extensions copy');
    stentor = await startStentor();
    await stentor.setUp();
    if (missingPrograms('rsyslogd') !== undefined) return;
    ports.udp = await freePort();
    ports.tcp = await freePort();
    ports.tls = await freePort();
    rsyslog = await startRsyslog(ports, { ca: at('ca.pem'), cert: at('log.pem'), key: at('log.key') });
  });
  after(async () => {
    await stentor.stop();
    await rsyslog?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (method: string, path: string, body: unknown) =>
    stentor.fetch(path, { method, body: JSON.stringify(body) });
  const change = async (servers: readonly Partial<SyslogServer>[], enabled = true) => {
    const answer = await send('PUT', '/api/remote-syslog', {
      enabled,
      servers: servers.map(server => ({ ...SERVER, ...server })),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
  };
  const present = async () => (await (await stentor.fetch('/api/remote-syslog')).json()) as RemoteSyslog;
  const test = async () => (await (await send('POST', '/api/remote-syslog/test', {})).json()) as readonly SyslogTest[];
  const vapix = async (method: string, params?: object) =>
    (
      await send('POST', '/axis-cgi/remotesyslog.cgi', { apiVersion: '1.0', method, ...(params && { params }) })
    ).json() as Promise<{ data?: { enabled: boolean; servers: object[] }; error?: { code: number } }>;
  /** Somebody changes something. */
  const act = async (listeners: number) =>
    assert.ok((await send('PATCH', '/api/settings', { 'Audio.MaxListeners': listeners })).ok);

  it('is taken by rsyslogd over UDP, TCP and TLS, in both formats', async function () {
    skipFor(this, missingPrograms('rsyslogd'));
    const added = await send('POST', '/api/certificates/authority', {
      name: 'Site',
      pem: readFileSync(at('ca.pem'), 'utf8'),
    });
    const { id: authority } = (await added.json()) as { id: string };
    await change([
      { port: ports.udp, severity: 'Warning' },
      { port: ports.tcp, protocol: 'TCP', format: 'RFC3164' },
      { port: ports.tls, protocol: 'TLS', type: 'Audit', authority },
    ]);
    assert.deepEqual(await test(), Array(3).fill({ address: '127.0.0.1' }));
    await act(7);
    const heard = (pattern: RegExp) => rsyslog!.lines().filter(line => pattern.test(line)).length;
    await eventually('all is heard', () => {
      const tests = heard(/ stentor (syslog|-) info .*this is a test message$/);
      return tests === 3 && heard(/ stentor \S+ info .*Audio\.MaxListeners to 7$/) === 2;
    });
    const lines = rsyslog!.lines().join('\n');
    assert.match(lines, /^\S+ stentor audit info root at 127\.0\.0\.1 .*Audio\.MaxListeners to 7$/m);
    assert.match(lines, /^\S+ stentor - info +http: 127\.0\.0\.1 root PATCH \/api\/settings 200$/m);
    assert.equal(heard(/stentor http /), 0, 'TLS gets the audit log alone, UDP warnings');
    const { servers } = await present();
    assert.deepEqual(
      servers.map(({ status }) => status?.state),
      ['open', 'open', 'open'],
    );
  });

  it('does not believe a server of another authority', async function () {
    skipFor(this, missingPrograms('rsyslogd'));
    await change([{ port: ports.tls, protocol: 'TLS' }]);
    const listed = (await (await stentor.fetch('/api/certificates')).json()) as { id: string; name: string }[];
    const { id } = listed.find(({ name }) => name === 'Site')!;
    assert.deepEqual(await test(), [{ address: '127.0.0.1' }], 'authorities that were added are trusted');
    await stentor.fetch(`/api/certificates/${id}`, { method: 'DELETE' });
    const [told] = await test();
    assert.match(told?.problem ?? '', /self.signed certificate|unable to (get|verify)/);
    assert.equal((await present()).servers[0]?.status?.state, 'waiting');
    assert.match(await (await stentor.fetch('/api/logs/system')).text(), /the log cannot be sent/);
  });

  it('over UDP is one message a packet, and says when nobody listens', async () => {
    const socket = createSocket('udp4');
    const got: string[] = [];
    socket.on('message', message => got.push(message.toString()));
    await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve));
    const { port } = socket.address();
    await change([{ port }]);
    await test();
    await eventually('the packet is there', () =>
      got.some(text => /^<30>1 \S+Z \S+ stentor \d+ syslog - this is/.test(text)),
    );
    await new Promise<void>(resolve => void socket.close(resolve));
    await eventually('the refusal is told', async () => {
      await act(8);
      return (await present()).servers[0]?.status?.problem === 'nobody listens at this port';
    });
  });

  it('blocks nothing where the server takes nothing, is bounded, and tells how much was dropped', async () => {
    const sockets: Socket[] = [];
    let heard = '';
    const server = createServer(socket => {
      sockets.push(socket.pause());
      socket.on('data', piece => (heard += piece.toString()));
      socket.on('error', () => undefined);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    await change([{ port, protocol: 'TCP' }]);
    await eventually('it is connected', () => sockets.length === 1);
    // Each request is a line of the access log with its long path.
    const path = `/api/${'x'.repeat(1500)}`;
    let asked = 0;
    const flood = async () => {
      for (; (await present()).servers[0]!.status!.dropped < 20 && asked < 40_000;) {
        await Promise.all(Array.from({ length: 50 }, async () => (await stentor.fetch(path)).text()));
        asked += 50;
      }
    };
    const started = performance.now();
    await Promise.race([flood(), new Promise(resolve => setTimeout(resolve, 40_000))]);
    const { status } = (await present()).servers[0]!;
    assert.ok(performance.now() - started < 50_000);
    assert.ok((status?.dropped ?? 0) >= 20, `${status?.dropped ?? 0} of ${asked} were dropped`);
    assert.ok((status?.waiting ?? 0) < 256);
    sockets[0]?.resume();
    await eventually('the gap is told', () => /\d+ messages before this one were dropped/.test(heard));
    assert.match(heard, /^\d+ <\d+>1 /);
    sockets[0]?.destroy();
    await eventually('it comes back by itself', () => sockets.length === 2);
    sockets[1]?.destroy();
    await new Promise<void>(resolve => void server.close(() => resolve()));
    await change([], false);
  });

  it('is set up over VAPIX, with its error codes', async () => {
    assert.deepEqual((await vapix('status')).data, { enabled: false, servers: [] });
    assert.equal((await vapix('enable')).error?.code, 2200);
    assert.equal((await vapix('test')).error?.code, 2200);
    const address = '127.0.0.1';
    const made = await vapix('setup', { servers: [{ address, protocol: 'UDP', port: 9 }, { address }] });
    const common = { address, syslogFormat: 'RFC5424', severity: 'Warning', type: 'All' };
    const servers = [
      { ...common, port: 9, protocol: 'UDP' },
      { ...common, port: 6514, protocol: 'TLS' },
    ];
    assert.deepEqual(made.data, { enabled: true, servers });
    assert.equal((await vapix('setup', { servers: [{ address }, { address }] })).error?.code, 2201);
    assert.equal((await vapix('setup', { servers: Array(3).fill({ address }) })).error?.code, 2203);
    assert.equal((await vapix('setup', { servers: [{ protocol: 'UDP' }] })).error?.code, 2103);
    assert.equal((await vapix('setup', { servers: [{ address, severity: 'x' }] })).error?.code, 2104);
    assert.deepEqual((await vapix('disable')).data, { enabled: false, servers });
    assert.equal((await vapix('test')).error?.code, 2202);
    assert.deepEqual((await vapix('setup', { servers: [] })).data, { enabled: false, servers: [] });
  });

  it('refuses what cannot be, names the field, and changes nothing', async () => {
    for (const [body, field] of [
      [{ enabled: true, servers: [] }, 'servers'],
      [{ enabled: true, servers: [{ ...SERVER, port: 9, address: 'no name' }] }, 'servers.0.address'],
      [{ enabled: true, servers: [{ ...SERVER, port: 9, protocol: 'SCTP' }] }, 'servers.0.protocol'],
    ] as const) {
      const answer = await send('PUT', '/api/remote-syslog', body);
      assert.equal(answer.status, 400);
      assert.equal(((await answer.json()) as { field: string }).field, field);
    }
    const unknown = { ...SERVER, port: 9, protocol: 'TLS', authority: 'certificate-99' };
    assert.equal((await send('PUT', '/api/remote-syslog', { enabled: true, servers: [unknown] })).status, 404);
    assert.deepEqual((await present()).servers, []);
  });
});
