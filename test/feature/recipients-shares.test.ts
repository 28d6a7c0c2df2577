import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { systemClock } from '../../src/core/clock.ts';
import { sipCallee } from '../../src/notify/index.ts';
import type { RecipientChange } from '../../src/notify/recipients.ts';
import { callActions } from '../../src/sip/index.ts';
import { notifyRig } from '../support/notify-rig.ts';
import { freePort } from '../support/free-port.ts';
import { startServer } from '../support/peer-server.ts';

const SECRET = 'pa55 wörd';

let folder: string;
let rig: ReturnType<typeof notifyRig>;
const offs: (() => unknown)[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stentor-shares-'));
  await writeFile(join(folder, 'clip.wav'), 'RIFF of a clip');
  rig = notifyRig({ clock: systemClock, clipFile: join(folder, 'clip.wav') });
  offs.push(await rig.start());
});

after(async () => {
  for (const off of offs.reverse()) await off();
  await rm(folder, { recursive: true, force: true });
});

const add = (name: string, type: string, fields: RecipientChange['fields'] & object) =>
  rig.notifier.recipients.add({ name, type, fields });

describe('network shares', () => {
  it('get clips by SMB, in folders that are made, and the test tells why not', async function () {
    if (userInfo().uid !== 0) this.skip();
    const { port, user, root } = await sambaServer();
    const fields = { host: '127.0.0.1', port, share: 'in', folder: 'a b/c', username: user, password: SECRET };
    await add('Share', 'networkshare', fields);
    for (let time = 0; time < 2; time++) await rig.run('notify.upload-clip', { recipient: 'Share', clip: 'Ding' });
    assert.equal(await readFile(join(root, 'a b/c/Ding_dong.wav'), 'utf8'), 'RIFF of a clip');
    assert.deepEqual(await readdir(join(root, 'a b/c')), ['Ding_dong.wav'], 'nothing half is left');
    await rig.run('notify.upload-kept-recording', { recipient: 'Share', recording: 'r1' });
    assert.ok((await readdir(join(root, 'a b/c'))).includes('r1.opus'));
    for (const [wrong, why] of [
      [{ password: 'wrong one' }, /LOGON_FAILURE/],
      [{ share: 'out' }, /BAD_NETWORK_NAME/],
      [{ port: await freePort() }, /CONNECTION_REFUSED|NT_STATUS/],
    ] as const) {
      const { passed, message, transcript } = await rig.notifier.test({
        type: 'networkshare',
        fields: { ...fields, ...wrong },
      });
      assert.equal(passed, false);
      assert.match(message, why);
      assert.ok(!transcript.join('\n').includes('wrong one'));
    }
    const bad = rig.notifier.test({ type: 'networkshare', fields: { ...fields, folder: 'a"; del *; "' } });
    await assert.rejects(bad, { kind: 'invalid', field: 'folder' });
  });
});

describe('SIP recipients', () => {
  it('are whom a call is made to, and take no messages', async () => {
    await add('Desk', 'sip', { to: 'sip:desk@192.0.2.7', account: 'Front' });
    const calls: string[] = [];
    const make = (to: string, account: string) => calls.push(`${to} from ${account}`);
    const [call] = callActions({ make, answer: noCall, end: noCall }, wanted =>
      sipCallee(rig.notifier.recipients, wanted),
    );
    await call?.run({ recipient: 'Desk' });
    await call?.run({ recipient: 'Desk', account: 'Back' });
    await call?.run({ to: 'sip:gate@192.0.2.8' });
    assert.deepEqual(calls, [
      'sip:desk@192.0.2.7 from Front',
      'sip:desk@192.0.2.7 from Back',
      'sip:gate@192.0.2.8 from ',
    ]);
    assert.throws(() => call?.run({}), { kind: 'invalid', field: 'to' });
    assert.throws(() => call?.run({ recipient: 'Nobody at all' }), { kind: 'not-found' });
    const tested = await rig.notifier.test({ type: 'sip', fields: { to: 'sip:desk@192.0.2.7' } });
    assert.equal(tested.passed, false);
    await assert.rejects(add('Bad', 'sip', { to: 'two words' }), { kind: 'invalid', field: 'to' });
  });
});

const noCall = () => undefined;

/** A share of a folder, by Debian's samba, for one user. */
async function sambaServer() {
  const base = join(folder, 'samba');
  const root = join(base, 'in');
  await mkdir(root, { recursive: true });
  await chmod(folder, 0o755);
  const user = `smb-${process.pid}`;
  execFileSync('useradd', ['--no-create-home', user]);
  offs.push(() => execFileSync('userdel', [user]));
  execFileSync('chown', [user, root]);
  const port = await freePort();
  const config = join(base, 'smb.conf');
  const own = ['private dir', 'lock directory', 'state directory', 'cache directory', 'pid directory', 'ncalrpc dir'];
  for (const name of own) await mkdir(join(base, name.split(' ')[0] ?? ''));
  const lines = [
    '[global]',
    'interfaces = 127.0.0.1',
    'bind interfaces only = yes',
    `smb ports = ${port}`,
    'disable netbios = yes',
    'load printers = no',
    ...own.map(name => `${name} = ${base}/${name.split(' ')[0] ?? ''}`),
    `log file = ${base}/log`,
    '[in]',
    `path = ${root}`,
    'read only = no',
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  execFileSync('smbpasswd', ['-c', config, '-s', '-a', user], { input: `${SECRET}\n${SECRET}\n`, stdio: 'pipe' });
  const server = await startServer(
    '/usr/sbin/smbd',
    ['-F', '--no-process-group', '--debug-stdout', '-s', config],
    port,
  );
  offs.push(() => server.kill('SIGKILL'));
  return { port, user, root };
}
