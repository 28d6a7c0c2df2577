import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { neighbourMac, serviceHelpers } from '../../../src/linux/index.ts';
import { missingPrograms, skipFor } from '../../support/sip-peers.ts';

const PROGRAMS = new URL('../../../appliance/rootfs/usr/lib/stentor/', import.meta.url).pathname;

describe('helpers', function () {
  this.timeout(20_000);
  const folder = mkdtempSync(join(tmpdir(), 'stentor-helpers-'));
  const servers: Server[] = [];

  /** What systemd does for a socket unit with Accept=yes; in a network of its own, so that nothing here is changed. */
  const serve = async (name: string, ...within: readonly string[]) => {
    const [program, ...args] = [...within, `${PROGRAMS}${name}`] as const;
    const server = createServer({ pauseOnConnect: true }, socket => {
      const child = spawn(program, args, {
        stdio: [socket, socket, 'ignore'],
        env: { ...process.env, TMPDIR: folder },
      });
      child.once('exit', () => socket.destroy());
      socket.on('error', () => undefined);
    }).listen(join(folder, `stentor-${name}.sock`));
    servers.push(server);
    await new Promise(resolve => server.once('listening', resolve));
  };
  const ask = async (name: 'firewall' | 'dot1x', input: string) => {
    const said: string[] = [];
    const { ended } = serviceHelpers(folder)(name, input, line => said.push(line));
    await ended;
    return said;
  };

  before(async function () {
    const denied = spawnSync('unshare', ['-n', 'true']).status !== 0;
    skipFor(this, missingPrograms('nft', 'wpa_supplicant') ?? (denied ? 'no network namespaces here' : undefined));
    await serve('firewall', 'unshare', '-n');
    await serve('dot1x');
  });
  after(() => {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true });
  });

  it('put rules in force, and say so at the end', async () => {
    assert.deepEqual(await ask('firewall', 'kept tcp dport 80 drop\nkept accept\nend\n'), ['ok']);
    assert.deepEqual(await ask('firewall', 'end\n'), ['ok']);
  });

  it('take nothing but rules', async () => {
    for (const line of [
      'add table inet evil',
      'kept jump evil',
      'kept accept; add table inet evil',
      'kept tcp dport 80 dnat to 10.0.0.1',
      'kept ip saddr $(reboot) accept',
      'include "/etc/shadow"',
      ' kept accept',
      'kept  accept',
      'test 3s',
    ]) {
      const said = await ask('firewall', `kept accept\n${line}\nend\n`);
      assert.match(said.join(), /^not a rule: /, line);
    }
    assert.match((await ask('firewall', 'kept ip saddr 1.2.3.4.5 accept\nend\n')).join(' '), /Error/);
  });

  it('do nothing with half of what they are told', () => {
    const { status, stdout } = spawnSync('unshare', ['-n', `${PROGRAMS}firewall`], {
      input: 'kept drop\n',
      encoding: 'utf8',
    });
    assert.deepEqual([status, stdout.trim()], [2, 'the rules are not whole']);
  });

  it('take nothing that makes wpa_supplicant do more than it is for', async () => {
    for (const line of [
      'ctrl_interface=/run/evil',
      'opensc_engine_path=/tmp/evil.so',
      'pkcs11_module_path=/tmp/evil.so',
      'ca_cert="/etc/shadow"',
      'identity="lobby"',
      'blob-base64-x={',
      'eap=PWD',
    ]) {
      const said = await ask('dot1x', `lo\nap_scan=0\n${line}\nend\n`);
      assert.match(said.join(), /may not$/, line);
    }
    assert.match((await ask('dot1x', '-c/etc/shadow\nend\n')).join(), /no network interface$/);
    assert.match((await ask('dot1x', 'lo\nend\n')).join(), /not whole/);
    assert.deepEqual(
      readdirSync(folder).filter(name => name.startsWith('tmp.')),
      [],
      'nothing stays behind',
    );
  });

  it('say so where they cannot be reached', async () => {
    const { ended } = serviceHelpers(join(folder, 'nowhere'))('firewall', 'end\n', () => undefined);
    assert.match(await ended, /cannot be reached: .*ENOENT/);
  });

  it('know a neighbour’s MAC address from the kernel’s table', async () => {
    const table = join(folder, 'arp');
    writeFileSync(
      table,
      'IP address       HW type     Flags       HW address            Mask     Device\n10.0.0.5         0x1         0x2         00:00:5e:00:53:0a     *        eth0\n',
    );
    assert.equal(await neighbourMac('10.0.0.5', table), '00:00:5E:00:53:0A');
    assert.equal(await neighbourMac('10.0.0.6', table), undefined);
    assert.equal(await neighbourMac('10.0.0.5', join(folder, 'nothing')), undefined);
  });
});
