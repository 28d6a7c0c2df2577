import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { systemdHost } from '../../../src/linux/index.ts';
import { FakeBus } from '../../support/fake-bus.ts';

describe('the host', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-host-'));
  const zone = process.env['TZ'];
  const places = { network: folder, etc: folder };
  after(() => {
    rmSync(folder, { recursive: true });
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
  const services = () =>
    new FakeBus()
      .answer('org.freedesktop.login1.Manager.Reboot')
      .answer('org.freedesktop.hostname1.SetStaticHostname')
      .answer('org.freedesktop.timedate1.SetNTP')
      .answer('org.freedesktop.timedate1.SetTimezone')
      .answer('org.freedesktop.network1.Manager.Reload')
      .answer('org.freedesktop.systemd1.Manager.StopUnit', () => ['/org/freedesktop/systemd1/job/7']);

  it('asks the services of systemd', async () => {
    const bus = services();
    const host = systemdHost(bus, places);
    await host.setHostName('lobby');
    await host.setClockSync(false);
    await host.setClockSync(true);
    await host.unit('stop', 'ssh.service');
    await host.restart();
    assert.deepEqual(bus.asked, [
      'SetStaticHostname("lobby", false)',
      'SetNTP(false, false)',
      'SetNTP(true, false)',
      'StopUnit("ssh.service", "replace")',
      'Reboot(false)',
    ]);
    const [named] = bus.calls;
    assert.equal(named?.destination, 'org.freedesktop.hostname1');
    assert.equal(named.path, '/org/freedesktop/hostname1');
    assert.equal(readFileSync(join(folder, 'hostname'), 'utf8'), 'lobby\n');
    assert.equal(bus.calls.at(-1)?.interface, 'org.freedesktop.login1.Manager');
  });

  it('writes the network configuration before it has it read', async () => {
    const file = join(folder, '10-stentor.network');
    const seen: string[] = [];
    const bus = new FakeBus().answer('org.freedesktop.network1.Manager.Reload', () => {
      seen.push(readdirSync(folder).includes('10-stentor.network') ? readFileSync(file, 'utf8') : 'none');
      return [];
    });
    const host = systemdHost(bus, places);
    await host.useNetwork('[Match]\nType=ether\n');
    await host.useNetwork(undefined);
    await host.useNetwork(undefined);
    assert.deepEqual(seen, ['[Match]\nType=ether\n', 'none', 'none']);
  });

  it('changes the time zone, of this process as well, and for good', async () => {
    const host = systemdHost(services(), places);
    await host.setTimeZone('Asia/Tokyo');
    assert.equal(new Date('2026-01-01T12:00:00Z').getHours(), 21);
    await host.setTimeZone('Asia/Kolkata');
    assert.equal(readlinkSync(join(folder, 'localtime')), '/usr/share/zoneinfo/Asia/Kolkata');
    assert.equal(new Date('2026-01-01T12:00:00Z').getMinutes(), 30);
  });

  it('keeps nothing that was refused', async () => {
    const refuse = () => {
      throw new Fault(
        'failed',
        "org.freedesktop.timedate1 SetTimezone: Invalid or not installed time zone '../passwd'",
      );
    };
    const host = systemdHost(new FakeBus().answer('org.freedesktop.timedate1.SetTimezone', refuse), places);
    await assert.rejects(host.setTimeZone('../passwd'), { kind: 'failed', message: /not installed/ });
    assert.doesNotMatch(readlinkSync(join(folder, 'localtime')), /passwd/);
  });

  it('passes a refusal on', async () => {
    const bus = new FakeBus().answer('org.freedesktop.systemd1.Manager.RestartUnit', () => {
      throw new Fault('failed', 'org.freedesktop.systemd1 RestartUnit: Access denied');
    });
    await assert.rejects(systemdHost(bus).unit('restart', 'dbus.service'), {
      kind: 'failed',
      message: /Access denied/,
    });
    await assert.rejects(systemdHost(new FakeBus()).restart(), { kind: 'unavailable' });
  });
});
