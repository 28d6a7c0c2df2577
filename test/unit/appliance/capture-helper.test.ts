import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { serviceTracer } from '../../../src/diagnostics/index.ts';
import { missingPrograms, skipFor } from '../../support/sip-peers.ts';

const HELPER = new URL('../../../appliance/rootfs/usr/lib/stentor/capture', import.meta.url).pathname;

describe('the service that captures packets', () => {
  let folder: string;
  let server: Server;
  let path: string;

  before(async function () {
    skipFor(this, missingPrograms('tcpdump'));
    folder = await mkdtemp(join(tmpdir(), 'stentor-capture-'));
    path = join(folder, 'capture.sock');
    // What systemd does for a socket unit with Accept=yes.
    server = createServer({ pauseOnConnect: true }, socket => {
      const child = spawn(HELPER, { stdio: [socket, socket, 'ignore'] });
      child.once('exit', () => socket.destroy());
      socket.on('error', () => undefined);
    }).listen(path);
    await new Promise(resolve => server.once('listening', resolve));
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  it('answers with a trace until nobody reads it', async function () {
    this.timeout(20_000);
    const running = serviceTracer(path)({
      interface: 'lo',
      filter: 'udp port 4321 and not (host 127.0.0.2 and tcp port 9)',
    });
    const sender = createSocket('udp4');
    const beat = setInterval(() => sender.send('a packet like no other', 4321, '127.0.0.1'), 50);
    const pieces: Buffer[] = [];
    for await (const piece of running.stream) {
      pieces.push(piece as Buffer);
      if (Buffer.concat(pieces).includes('a packet like no other')) break;
    }
    running.stop();
    const file = Buffer.concat(pieces);
    const { stdout } = spawnSync('tcpdump', ['-n', '-r', '-'], { input: file, encoding: 'utf8' });
    assert.match(stdout, /127\.0\.0\.1\.4321: UDP, length 22/);
    await running.ended;
    clearInterval(beat);
    sender.close();
  });

  for (const [what, line] of [
    ['an option for an interface', '-w/tmp/x udp'],
    ['a command for an interface', '$(reboot) udp'],
    ['nothing at all', ''],
    ['a filter that is none', 'lo -z reboot'],
  ] as const) {
    it(`refuses ${what}`, () => {
      const { status, stdout } = spawnSync(HELPER, { input: `${line}\n`, encoding: 'latin1', timeout: 10_000 });
      assert.notEqual(status, 0);
      assert.equal(stdout, '');
    });
  }

  it('tells where there is none', async () => {
    const running = serviceTracer(join(folder, 'nothing.sock'))({ interface: 'lo', filter: 'udp' });
    running.stream.on('error', () => undefined);
    assert.match(await running.ended, /ENOENT/);
  });
});
