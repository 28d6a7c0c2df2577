import { strict as assert } from 'node:assert';
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, describe, it } from 'mocha';
import type { Ssh } from '../../src/api/contract.ts';
import { freePort } from '../support/sip-rig.ts';
import { missingPrograms, skipFor } from '../support/sip-peers.ts';
import { eventually, PASSWORD, startStentor, type Stentor } from '../support/stentor.ts';

const ROOTFS = new URL('../../appliance/rootfs', import.meta.url).pathname;

/** Whoever may not have a view of /etc of his own cannot try sshd without letting people into this machine. */
const canUnshare = () => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no mount namespaces here';
  }
};

describe('SSH', function () {
  this.timeout(60_000);
  let stentor: Stentor;
  let port = 0;
  let sshd: ChildProcess | undefined;
  const folder = mkdtempSync(`${tmpdir()}/stentor-ssh-`);

  before(async () => {
    stentor = await startStentor();
    await stentor.setUp();
    port = await freePort();
  });
  after(async () => {
    await stop();
    await stentor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (method: string, path: string, body: unknown) =>
    stentor.fetch(path, { method, body: JSON.stringify(body) });
  const present = async () => (await (await stentor.fetch('/api/ssh')).json()) as Ssh;
  const turn = async (on: boolean) => {
    const answer = await stentor.fetch(`/axis-cgi/param.cgi?action=update&Network.SSH.Enabled=${on ? 'yes' : 'no'}`);
    assert.equal((await answer.text()).trim(), 'OK');
    const state = on ? 'active' : 'inactive';
    await eventually(`the unit is ${state}`, async () => (await present()).state === state);
  };
  /** What the supervisor leaves for the unit. */
  const list = () => readFileSync(`${stentor.state}/board/linux/ssh-accounts`, 'utf8');

  /** What the units do, with the card's own files, on an /etc that nobody else sees. */
  const start = async () => {
    const etc = `${folder}/etc`;
    if (!existsSync(etc)) {
      cpSync('/etc', etc, {
        recursive: true,
        verbatimSymlinks: true,
        filter: path => !/\/(alternatives|ssl)$/.test(path),
      });
      cpSync(`${ROOTFS}/etc/ssh`, `${etc}/ssh`, { recursive: true });
      writeFileSync(`${etc}/group`, 'stentor-ssh:x:49999:\n', { flag: 'a' });
      mkdirSync(`${folder}/run`, { recursive: true });
      mkdirSync(`${folder}/data`, { recursive: true });
    }
    writeFileSync(`${folder}/run/ssh-accounts`, list());
    chmodSync(folder, 0o755);
    const unit = readFileSync(`${ROOTFS}/etc/systemd/system/ssh.service.d/50-stentor.conf`, 'utf8');
    const prepare = [...unit.matchAll(/^ExecStartPre=(\S.*)$/gm)].map(([, command]) => command!);
    assert.equal(prepare.length, 3);
    const script = [
      'set -e',
      'mount --make-rprivate /',
      `mount --bind ${etc} /etc`,
      'mkdir -p /run/stentor /run/sshd /data',
      `mount --bind ${folder}/run /run/stentor`,
      `mount --bind ${folder}/data /data`,
      `${ROOTFS}/usr/lib/stentor/ssh-accounts`,
      ...prepare,
      `exec /usr/sbin/sshd -D -e -p ${port} -o ListenAddress=127.0.0.1`,
    ];
    const child = spawn('unshare', ['--mount', 'sh', '-c', script.join('\n')], { stdio: ['ignore', 'pipe', 'pipe'] });
    sshd = child;
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
    await eventually('sshd listens', () => {
      if (child.exitCode !== null) throw new Error(`sshd ended: ${said}`);
      return said.includes('Server listening');
    });
  };
  async function stop() {
    const child = sshd;
    sshd = undefined;
    if (child?.exitCode !== null) return;
    child.kill('SIGTERM');
    await new Promise(resolve => child.once('exit', resolve));
  }

  /** Logs in with a password, as somebody would; what the command there prints. */
  const logIn = (name: string, password: string, command: string, ...more: string[]) =>
    new Promise<{ out: string; said: string; code: number }>(resolve => {
      const ask = `${folder}/ask-${Math.random().toString(36).slice(2)}`;
      writeFileSync(ask, `#!/bin/sh\nprintf '%s\\n' '${password}'\n`, { mode: 0o755 });
      const options = ['StrictHostKeyChecking=no', `UserKnownHostsFile=${folder}/known`, 'NumberOfPasswordPrompts=1'];
      const args = [
        ...options.flatMap(option => ['-o', option]),
        ...more,
        '-p',
        String(port),
        `${name}@127.0.0.1`,
        command,
      ];
      const env = { ...process.env, SSH_ASKPASS: ask, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' };
      execFile('ssh', args, { env, timeout: 30_000 }, (error, out, said) => {
        resolve({ out, said, code: error === null ? 0 : Number(error.code) });
      });
    });

  it('is off until it is switched on, and takes accounts of its own before', async () => {
    assert.deepEqual(await present(), { enabled: false, state: 'inactive', accounts: [], most: 20 });
    const added = await send('POST', '/api/ssh/accounts', { name: 'eva', password: 'open sesame', comment: 'Service' });
    assert.equal(added.status, 201);
    const { accounts } = (await added.json()) as Ssh;
    assert.deepEqual(
      accounts.map(({ name, comment }) => [name, comment]),
      [['eva', 'Service']],
    );
    assert.match(list(), /^eva:\$6\$[./A-Za-z0-9]{16}\$[./A-Za-z0-9]{86}\n$/);
    assert.doesNotMatch(readFileSync(`${stentor.state}/ssh/accounts.json`, 'utf8'), /sesame/);
    await turn(true);
    assert.match(await (await stentor.fetch('/axis-cgi/auditlog.cgi')).text(), /Network\.SSH\.Enabled to true/);
  });

  it('refuses names, passwords and comments that cannot be, and names the field', async () => {
    const good = { name: 'joe', password: 'pass', comment: '' };
    for (const [bad, field] of [
      [{ name: 'root' }, 'name'],
      [{ name: 'Joe' }, 'name'],
      [{ name: 'joe:x:0' }, 'name'],
      [{ name: 'joe\n' }, 'name'],
      [{ password: '' }, 'password'],
      [{ password: 'a\nb' }, 'password'],
      [{ comment: 'a\nb' }, 'comment'],
    ] as const) {
      const answer = await send('POST', '/api/ssh/accounts', { ...good, ...bad });
      assert.equal(answer.status, 400, JSON.stringify(bad));
      assert.equal(((await answer.json()) as { field: string }).field, field);
    }
    assert.equal((await send('POST', '/api/ssh/accounts', { ...good, name: 'eva' })).status, 409);
    assert.equal((await send('PATCH', '/api/ssh/accounts/nobody', { comment: 'x' })).status, 404);
    assert.equal((await present()).accounts.length, 1);
  });

  it('lets accounts in by their passwords, as nobody special, and nobody else', async function () {
    skipFor(this, missingPrograms('sshd', 'ssh', 'unshare') ?? canUnshare());
    await start();
    const inside = await logIn('eva', 'open sesame', 'id -un; id -Gn; pwd; cat /etc/shadow; touch /etc/x /x');
    assert.match(inside.out, /^eva\nstentor-ssh\n\/\n$/, inside.said);
    assert.match(inside.said, /shadow: Permission denied/);
    assert.match(inside.said, /touch: cannot touch '\/x'/);
    assert.equal((await logIn('eva', 'wrong', 'id')).code, 255);
    assert.equal((await logIn('root', PASSWORD, 'id')).code, 255);
    assert.equal((await logIn('nobody', 'x', 'id')).code, 255);
    // No way through to what listens on the speaker alone.
    const { port: https } = new URL(stentor.https);
    const through = await logIn('eva', 'open sesame', 'true', '-W', `127.0.0.1:${https}`);
    assert.match(through.said, /administratively prohibited|forwarding failed/);
  });

  it('makes its key once', async function () {
    skipFor(this, missingPrograms('sshd', 'ssh', 'unshare') ?? canUnshare());
    const key = readFileSync(`${folder}/data/system/ssh/ssh_host_ed25519_key.pub`, 'utf8');
    await stop();
    await start();
    assert.equal(readFileSync(`${folder}/data/system/ssh/ssh_host_ed25519_key.pub`, 'utf8'), key);
  });

  it('knows a new password and forgets the old one', async function () {
    const changed = await send('PATCH', '/api/ssh/accounts/eva', { password: 'other words' });
    assert.equal(changed.status, 200);
    skipFor(this, missingPrograms('sshd', 'ssh', 'unshare') ?? canUnshare());
    await stop();
    await start();
    assert.equal((await logIn('eva', 'open sesame', 'id')).code, 255);
    assert.match((await logIn('eva', 'other words', 'id')).out, /stentor-ssh/);
  });

  it('is managed over VAPIX as well', async () => {
    for (const version of ['v2', 'v2beta']) {
      const base = `/config/rest/ssh/${version}/users`;
      const data = { username: 'max', password: 'pass', comment: 'Vendor' };
      assert.equal((await send('POST', base, { data })).status, 201);
      assert.deepEqual(await (await stentor.fetch(base)).json(), {
        status: 'success',
        data: [
          { username: 'eva', comment: 'Service' },
          { username: 'max', comment: 'Vendor' },
        ],
      });
      assert.equal((await send('PATCH', `${base}/max`, { data: { comment: 'Other' } })).status, 200);
      assert.match(await (await stentor.fetch(`${base}/max`)).text(), /"comment":"Other"/);
      assert.equal((await send('POST', base, { data: { ...data, username: 'a b' } })).status, 400);
      assert.equal((await send('DELETE', `${base}/max`, {})).status, 200);
      assert.equal((await stentor.fetch(`${base}/max`)).status, 404);
    }
  });

  it('refuses an account that was removed', async function () {
    assert.equal((await send('DELETE', '/api/ssh/accounts/eva', {})).status, 204);
    assert.equal(list(), '');
    skipFor(this, missingPrograms('sshd', 'ssh', 'unshare') ?? canUnshare());
    await stop();
    await start();
    assert.equal((await logIn('eva', 'other words', 'id')).code, 255);
    assert.doesNotMatch(
      readFileSync(`${folder}/etc/passwd`, 'utf8') + readFileSync(`${folder}/etc/shadow`, 'utf8'),
      /eva/,
    );
  });

  it('is off for everybody when it is switched off', async function () {
    await turn(false);
    skipFor(this, missingPrograms('sshd', 'ssh', 'unshare') ?? canUnshare());
    await stop();
    const { code, said } = await logIn('eva', 'other words', 'id');
    assert.equal(code, 255);
    assert.match(said, /Connection refused/);
  });
});
