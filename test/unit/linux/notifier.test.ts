import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'mocha';
import { createNotifier, requireLinuxNative } from '../../../src/linux/index.ts';

/** Receives one datagram, as the service manager does, and prints it. */
const RECEIVER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1].replace('@', '\\0', 1) if sys.argv[1][0] == '@' else sys.argv[1])
print('ready', flush=True)
print(s.recv(4096).decode(), flush=True)`;

describe('the notifier', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-notify-'));
  after(() => rmSync(folder, { recursive: true }));
  const { sendDatagram } = requireLinuxNative();

  for (const socket of [join(folder, 'notify'), `@stentor-test-${process.pid}`]) {
    it(`reaches the service manager at ${socket.startsWith('@') ? 'an abstract socket' : 'a path'}`, async () => {
      const receiver = spawn('python3', ['-c', RECEIVER, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
      const lines = createInterface(receiver.stdout)[Symbol.asyncIterator]();
      await lines.next();
      createNotifier({ socket, send: sendDatagram }).status('one\nsentence');
      assert.equal((await lines.next()).value, 'STATUS=one sentence');
    });
  }

  it('says what sd_notify(3) defines', () => {
    const sent: string[] = [];
    const notifier = createNotifier({ socket: '/run/x', send: (socket, text) => sent.push(`${socket} ${text}`) });
    notifier.ready();
    notifier.watchdog();
    notifier.stopping();
    assert.deepEqual(sent, ['/run/x READY=1', '/run/x WATCHDOG=1', '/run/x STOPPING=1']);
  });

  it('fails with the words of the system where nobody listens', () => {
    assert.throws(() => sendDatagram(join(folder, 'nobody'), 'x'), /No such file/);
    assert.throws(() => sendDatagram('', 'x'), /too long/);
    assert.throws(() => sendDatagram(`/${'x'.repeat(300)}`, 'x'), /too long/);
    assert.throws(() => (sendDatagram as (path: unknown, text: unknown) => void)(1, 2), TypeError);
  });
});
