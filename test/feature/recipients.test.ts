import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { generate } from 'selfsigned';
import { SMTPServer } from 'smtp-server';
import { systemClock } from '../../src/core/clock.ts';
import type { RecipientChange } from '../../src/notify/recipients.ts';
import { notifyRig } from '../support/notify-rig.ts';
import { freePort } from '../support/free-port.ts';
import { startServer } from '../support/peer-server.ts';

const SECRET = 'pa55 wörd';

let folder: string;
let rig: ReturnType<typeof notifyRig>;
let certificate: { key: string; cert: string };
const offs: (() => unknown)[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stentor-peers-'));
  await writeFile(join(folder, 'clip.wav'), 'RIFF of a clip');
  rig = notifyRig({ clock: systemClock, clipFile: join(folder, 'clip.wav') });
  offs.push(await rig.start());
  const pair = await generate([{ name: 'commonName', value: 'localhost' }]);
  certificate = { key: pair.private, cert: pair.cert };
});

after(async () => {
  for (const off of offs.reverse()) await off();
  await rm(folder, { recursive: true, force: true });
});

const add = (name: string, type: string, fields: RecipientChange['fields'] & object) =>
  rig.notifier.recipients.add({ name, type, fields });

interface Mail {
  readonly to: string[];
  readonly text: string;
  readonly secure: boolean;
  readonly user: string | undefined;
}

async function mailServer(options: object): Promise<{ port: number; mails: Mail[] }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    ...certificate,
    ...options,
    onAuth: ({ username = '', password }, _session, callback) =>
      password === SECRET ? callback(null, { user: username }) : callback(new Error('wrong password')),
    onRcptTo: ({ address }, _session, callback) =>
      address.startsWith('nobody')
        ? callback(Object.assign(new Error('no such mailbox'), { responseCode: 550 }))
        : callback(),
    onData: (stream, session, callback) => {
      let text = '';
      stream.on('data', piece => (text += String(piece)));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text, secure: session.secure, user: session.user as string | undefined });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  offs.push(() => new Promise<void>(resolve => server.close(resolve)));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

describe('email recipients', () => {
  for (const [encryption, options] of [
    ['starttls', {}],
    ['tls', { secure: true }],
    ['none', { hideSTARTTLS: true, allowInsecureAuth: true }],
  ] as const) {
    it(`are told with encryption ${encryption}, logged in, several at once`, async () => {
      const { port, mails } = await mailServer(options);
      const fields = {
        to: 'a@example.com, b@example.com',
        from: 'hall@example.com',
        host: '127.0.0.1',
        port,
        encryption,
      };
      const login = { username: 'hall', password: SECRET, validateCertificate: false };
      await add(encryption, 'email', { ...fields, ...login });
      await rig.run('notify.email', {
        recipient: encryption,
        subject: 'On #n\r\nBcc: c@example.com',
        message: '%% done',
      });
      assert.equal(mails.length, 1);
      const [mail] = mails;
      assert.deepEqual(mail?.to, ['a@example.com', 'b@example.com']);
      assert.match(mail.text, /^Subject: On hall Bcc: c@example.com\r$/m);
      assert.match(mail.text, /^% done\r$/m);
      assert.equal(mail.secure, encryption !== 'none');
      assert.equal(mail.user, 'hall');
    });
  }

  it('are not told where the certificate is nobody’s or encryption is missing, and the test shows the dialogue', async () => {
    const { port, mails } = await mailServer({ hideSTARTTLS: true });
    const fields = { to: 'a@example.com', from: 'hall@example.com', host: '127.0.0.1', port };
    const plain = await rig.notifier.test({ type: 'email', fields });
    assert.equal(plain.passed, false);
    const { port: tls } = await mailServer({ secure: true });
    const checked = await rig.notifier.test({ type: 'email', fields: { ...fields, port: tls, encryption: 'tls' } });
    assert.match(checked.message, /self.signed|certificate/i);
    const { port: open } = await mailServer({});
    const login = { username: 'hall', password: 'wrong one', validateCertificate: false };
    const refused = await rig.notifier.test({ type: 'email', fields: { ...fields, ...login, port: open } });
    assert.equal(refused.passed, false);
    const dialogue = refused.transcript.join('\n');
    assert.match(dialogue, /^> STARTTLS/m);
    assert.match(dialogue, /^< 535/m);
    for (const secret of ['wrong one', Buffer.from('\0hall\0wrong one').toString('base64')])
      assert.ok(!dialogue.includes(secret), dialogue);
    assert.equal(mails.length, 0);
  });

  it('that do not exist are refused for good', async () => {
    const { port } = await mailServer({ authOptional: true });
    const fields = {
      to: 'nobody@example.com',
      from: 'a@example.com',
      host: '127.0.0.1',
      port,
      validateCertificate: false,
    };
    const { id } = await add('Nobody', 'email', fields);
    await assert.rejects(rig.run('notify.email', { recipient: 'Nobody', subject: 'x' }), /no such mailbox/);
    assert.ok(rig.notifier.queues().every(queue => queue.id !== id));
    assert.equal((rig.lost.at(-1)?.data as { recipient: string }).recipient, 'Nobody');
  });
});

describe('file recipients', () => {
  it('get clips and recordings by FTP', async () => {
    const port = await freePort();
    const root = join(folder, 'ftp');
    await mkdir(root);
    const args = [
      '-m',
      'pyftpdlib',
      '-i',
      '127.0.0.1',
      '-p',
      String(port),
      '-w',
      '-d',
      root,
      '-u',
      'hall',
      '-P',
      SECRET,
    ];
    const server = await startServer('/usr/bin/python3', args, port);
    offs.push(() => server.kill('SIGKILL'));
    const fields = { host: '127.0.0.1', port, username: 'hall', password: SECRET, folder: 'in/a b' };
    await add('Archive', 'ftp', fields);
    await rig.run('notify.upload-clip', { recipient: 'Archive', clip: 'Ding' });
    assert.equal(await readFile(join(root, 'in/a b/Ding_dong.wav'), 'utf8'), 'RIFF of a clip');
    await rig.run('notify.upload-recording', { recipient: 'Archive', seconds: 2, name: '../#n.wav' });
    const wav = await readFile(join(root, 'in/a b/__hall.wav'));
    assert.equal(wav.length, 44 + 2 * 2 * 16_000);
    assert.equal(wav.readInt16LE(44 + 2 * 999), 999);
    const refused = await rig.notifier.test({ type: 'ftp', fields: { ...fields, password: 'wrong one' } });
    assert.equal(refused.passed, false);
    assert.match(refused.transcript.join('\n'), /^< 530/m);
    assert.ok(!refused.transcript.join('\n').includes('wrong one'));
  });

  it('get clips by SFTP from a server whose key is known, and the test tells the key', async function () {
    if (userInfo().uid !== 0) this.skip();
    const port = await freePort();
    const { options, fingerprint, password, user, home } = await sshServer(port);
    const server = await startServer('/usr/sbin/sshd', ['-D', '-e', ...options], port);
    offs.push(() => server.kill('SIGKILL'));
    const fields = { host: '127.0.0.1', port, username: user, password, folder: 'clips' };
    const unknown = await rig.notifier.test({ type: 'sftp', fields });
    assert.equal(unknown.passed, false);
    assert.ok(unknown.message.includes(fingerprint), unknown.message);
    await add('Vault', 'sftp', { ...fields, hostKey: fingerprint });
    for (let time = 0; time < 2; time++) await rig.run('notify.upload-clip', { recipient: 'Vault', clip: 'Ding' });
    assert.equal(await readFile(join(home, 'clips/Ding_dong.wav'), 'utf8'), 'RIFF of a clip');
    const wrong = { ...fields, hostKey: `SHA256:${'A'.repeat(43)}` };
    assert.equal((await rig.notifier.test({ type: 'sftp', fields: wrong })).passed, false);
  });
});

/** An account with a password of its own, and a server for it. */
async function sshServer(port: number) {
  const user = `stentor-${process.pid}`;
  const home = join(folder, 'home');
  const password = 'vault-pass';
  const hash = execFileSync('openssl', ['passwd', '-6', password]).toString().trim();
  execFileSync('useradd', ['--create-home', '--home-dir', home, '--password', hash, user]);
  offs.push(() => execFileSync('userdel', [user]));
  await chmod(folder, 0o755);
  await mkdir('/run/sshd', { recursive: true });
  const key = join(folder, 'host-key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const fingerprint = /SHA256:\S+/.exec(execFileSync('ssh-keygen', ['-lf', key]).toString())?.[0] ?? '';
  const config = join(folder, 'sshd_config');
  await writeFile(
    config,
    `ListenAddress 127.0.0.1\nHostKey ${key}\nPasswordAuthentication yes\nSubsystem sftp internal-sftp\n`,
  );
  return { options: ['-f', config, '-p', String(port)], fingerprint, password, user, home };
}

interface HeardRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A server that wants a log-in by Digest (RFC 7616, MD5 with qop) and writes down what it then gets. */
async function digestServer(): Promise<{ base: string; heard: HeardRequest[] }> {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const heard: HeardRequest[] = [];
  const server = createHttp((request, response) => {
    let body = '';
    request.on('data', piece => (body += String(piece)));
    request.on('end', () => {
      const { authorization = '' } = request.headers;
      const part = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(authorization)?.[1] ?? '';
      const ha1 = md5(`hall:yard:${SECRET}`);
      const ha2 = md5(`${request.method}:${part('uri')}`);
      const expected = md5(`${ha1}:n0nce:${part('nc')}:${part('cnonce')}:auth:${ha2}`);
      if (part(' response') !== expected) {
        response.writeHead(401, {
          'WWW-Authenticate': 'Digest realm="yard", nonce="n0nce", qop="auth", algorithm=MD5',
        });
        response.end('log in');
        return;
      }
      heard.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.writeHead(request.url?.includes('gone') === true ? 410 : 204).end();
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  offs.push(() => server.close());
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

describe('HTTP recipients', () => {
  it('are told by any method, logged in by Digest', async () => {
    const { base, heard } = await digestServer();
    await add('Yard', 'http', { url: `${base}/in?a=1`, username: 'hall', password: SECRET, headers: 'X-Site: "7"' });
    await rig.run('notify.http', { recipient: 'Yard', message: 'On #n', parameters: 'b=%Y&c=x y' });
    assert.equal(heard[0]?.method, 'GET');
    assert.match(heard[0].url ?? '', /^\/in\?a=1&b=20\d\d&c=x\+y&Message=On\+hall$/);
    assert.equal(heard[0].headers['x-site'], '"7"');
    const body = '{"line": "one\\ntwo", "who": "#n"}';
    await rig.run('notify.http', { recipient: 'Yard', method: 'PUT', headers: 'Content-Type: application/json', body });
    assert.equal(heard[1]?.method, 'PUT');
    assert.deepEqual(JSON.parse(heard[1].body), { line: 'one\ntwo', who: 'hall' });
    assert.equal(heard[1].headers['content-type'], 'application/json');
    await rig.run('notify.upload-clip', { recipient: 'Yard', clip: 'Ding' });
    assert.equal(heard[2]?.body, 'RIFF of a clip');
    const failing = { type: 'http', fields: { url: `${base}/in`, username: 'hall', password: 'wrong one' } };
    const { passed, message, transcript } = await rig.notifier.test(failing);
    assert.deepEqual([passed, message], [false, 'the server answered 401']);
    assert.match(transcript.join('\n'), /^> Authorization: Digest •••$/m);
    await add('Gone', 'http', { url: `${base}/gone`, username: 'hall', password: SECRET });
    await assert.rejects(rig.run('notify.http', { recipient: 'Gone', message: 'x' }), /answered 410$/);
    assert.ok(rig.logged.every(line => !line.includes(SECRET)));
  });
});
