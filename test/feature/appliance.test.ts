import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { eventually, startStentor, type Stentor } from '../support/stentor.ts';

/** Prints every datagram that the service manager would get. */
const MANAGER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('listening', flush=True)
while True: print(s.recv(4096).decode(), flush=True)`;

/** The supervisor as the appliance's unit starts it, with another busctl in its path and a service manager of ours. */
describe('the supervisor of the appliance', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-appliance-'));
  const asked = () => readFileSync(join(folder, 'asked'), 'utf8');
  const { PATH: path, NOTIFY_SOCKET: socket } = process.env;
  let heard = '';
  let manager: ReturnType<typeof spawn>;
  let stentor: Stentor;

  before(async () => {
    writeFileSync(join(folder, 'asked'), '');
    writeFileSync(join(folder, 'busctl'), `#!/bin/sh\necho "$*" >>"${folder}/asked"\n`);
    chmodSync(join(folder, 'busctl'), 0o755);
    process.env['PATH'] = `${folder}:${path ?? ''}`;
    process.env['NOTIFY_SOCKET'] = join(folder, 'notify');
    manager = spawn('python3', ['-c', MANAGER, join(folder, 'notify')], { stdio: ['ignore', 'pipe', 'inherit'] });
    manager.stdout!.on('data', (text: Buffer) => (heard += text.toString()));
    await eventually('the manager listens', () => heard.includes('listening'));
    stentor = await startStentor({ arguments: ['--appliance'] });
    await stentor.setUp();
  });
  after(async () => {
    process.env['PATH'] = path;
    if (socket === undefined) delete process.env['NOTIFY_SOCKET'];
    else process.env['NOTIFY_SOCKET'] = socket;
    await stentor.stop();
    manager.kill();
    rmSync(folder, { recursive: true });
  });

  it('says that it is ready, and goes on saying that it lives', async () => {
    await eventually('it is ready', () => heard.includes('READY=1'));
    await eventually('it lives', () => heard.includes('WATCHDOG=1'));
  });

  it('falls silent while its audio process does not run', async () => {
    const audiod = () => Number([...stentor.output().matchAll(/audio process runs \{"pid":(\d+)/g)].at(-1)?.[1]);
    const kill = () => {
      try {
        process.kill(audiod(), 'SIGKILL');
      } catch {
        // between two of them
      }
    };
    const killing = setInterval(kill, 20);
    await eventually('it complains', () => heard.includes('STATUS=the audio process does not run'));
    clearInterval(killing);
    await eventually('it lives again', () => heard.lastIndexOf('WATCHDOG=1') > heard.lastIndexOf('STATUS=the audio'));
  });

  it('restarts the whole device, not itself', async () => {
    const answer = await stentor.fetch('/axis-cgi/restart.cgi');
    assert.match(await answer.text(), /restartMessage/);
    await eventually('logind is asked', () => asked().includes('org.freedesktop.login1.Manager Reboot b false'));
    assert.equal((await stentor.fetch('/api/status')).status, 200);
    assert.doesNotMatch(stentor.output(), /restarting/);
  });

  it('leaves a factory default to the start-up', async () => {
    await stentor.fetch('/axis-cgi/hardfactorydefault.cgi');
    await eventually('logind is asked', () => asked().match(/Reboot b false/g)?.length === 2);
    assert.equal(readFileSync(join(stentor.state, '.reset'), 'utf8'), 'hard\n');
    assert.equal((await stentor.fetch('/api/status')).status, 200, 'the accounts are still there');
  });

  it('starts itself anew where the device cannot be restarted', async () => {
    writeFileSync(join(folder, 'busctl'), '#!/bin/sh\necho "Call failed: Access denied" >&2\nexit 1\n');
    await stentor.fetch('/axis-cgi/restart.cgi');
    await eventually('it restarts', () => stentor.output().includes('restarting'));
    assert.match(stentor.output(), /login1 Reboot: Access denied/);
  });

  it('says that it ends', async () => {
    stentor.process.kill('SIGTERM');
    await eventually('it says so', () => heard.includes('STOPPING=1'));
  });
});
