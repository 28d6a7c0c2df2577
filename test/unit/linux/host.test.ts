import { strict as assert } from 'node:assert';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import { Fault } from '../../../src/core/fault.ts';
import { systemdHost } from '../../../src/linux/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeBus } from '../../support/fake-bus.ts';

describe('the host', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stentor-host-'));
  const zone = process.env['TZ'];
  const places = { network: folder, etc: folder, probes: folder, units: folder };
  const clock = new FakeClock();
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
    const host = systemdHost({ bus, clock, folders: places });
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
    const host = systemdHost({ bus, clock, folders: places });
    await host.useNetwork('[Match]\nType=ether\n');
    await host.useNetwork(undefined);
    await host.useNetwork(undefined);
    assert.deepEqual(seen, ['[Match]\nType=ether\n', 'none', 'none']);
  });

  it('changes the time zone, of this process as well, and for good', async () => {
    const host = systemdHost({ bus: services(), clock, folders: places });
    await host.setTimeZone('Asia/Tokyo');
    assert.equal(new Date('2026-01-01T12:00:00Z').getHours(), 21);
    await host.setTimeZone('Asia/Kolkata');
    assert.equal(readlinkSync(join(folder, 'localtime')), '/usr/share/zoneinfo/Asia/Kolkata');
    assert.equal(new Date('2026-01-01T12:00:00Z').getMinutes(), 30);
  });

  it('lets networkd read what it writes, whatever the umask', async () => {
    const before = process.umask(0o077);
    try {
      await systemdHost({ bus: services(), clock, folders: places }).useNetwork('[Match]\n');
    } finally {
      process.umask(before);
    }
    assert.equal(statSync(join(folder, '10-stentor.network')).mode & 0o777, 0o644);
  });

  it('has a unit ask who has an address, and reads what it heard', async () => {
    const started: string[] = [];
    const bus = new FakeBus().answer('org.freedesktop.systemd1.Manager.StartUnit', ({ args = [] }) => {
      started.push(args[0] as string);
      return ['/job'];
    });
    const host = systemdHost({ bus, clock, folders: places });
    const answer = async (text: string | undefined) => {
      let heard: unknown;
      const state = { done: false };
      const asking = host.whoHas('192.0.2.9').then(
        mac => (heard = mac),
        (error: unknown) => (heard = error),
      );
      void asking.finally(() => (state.done = true));
      await clock.advance(200);
      const name = /^stentor-probe@(192\.0\.2\.9-\d+)\.service$/.exec(started.at(-1) ?? '')?.[1];
      if (text !== undefined) writeFileSync(join(folder, name ?? ''), text);
      // The files are real, so it takes a moment until they are looked at.
      while (!state.done) await clock.advance(100);
      return heard;
    };
    assert.equal(await answer('Unicast reply from 192.0.2.9 [b8:27:eb:00:00:07]  0.7ms\n'), 'B8:27:EB:00:00:07');
    assert.equal(await answer('Sent 3 probes (3 broadcast(s))\nReceived 0 response(s)\n'), undefined);
    assert.match(String(await answer(undefined)), /could not be found out/);
    assert.match(String(await answer('unknown\n')), /could not be found out/);
    assert.equal(new Set(started).size, 4, 'no old answer is taken for a new one');
  });

  it('keeps nothing that was refused', async () => {
    const refuse = () => {
      throw new Fault(
        'failed',
        "org.freedesktop.timedate1 SetTimezone: Invalid or not installed time zone '../passwd'",
      );
    };
    const host = systemdHost({
      bus: new FakeBus().answer('org.freedesktop.timedate1.SetTimezone', refuse),
      clock,
      folders: places,
    });
    await assert.rejects(host.setTimeZone('../passwd'), { kind: 'failed', message: /not installed/ });
    assert.doesNotMatch(readlinkSync(join(folder, 'localtime')), /passwd/);
  });

  it('passes a refusal on', async () => {
    const bus = new FakeBus().answer('org.freedesktop.systemd1.Manager.RestartUnit', () => {
      throw new Fault('failed', 'org.freedesktop.systemd1 RestartUnit: Access denied');
    });
    await assert.rejects(systemdHost({ bus, clock }).unit('restart', 'dbus.service'), {
      kind: 'failed',
      message: /Access denied/,
    });
    await assert.rejects(systemdHost({ bus: new FakeBus(), clock }).restart(), { kind: 'unavailable' });
  });
});
