import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { createDeviceInfo } from '../../../src/system/device-info.ts';
import { linuxMachine, type Machine, routerIn, zoneIn } from '../../../src/system/machine.ts';
import { SYSTEM_PARAMS } from '../../../src/system/params.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeMachine, fakeSettings } from '../../support/settings.ts';

const board = { name: 'pi4', model: 'Pi 4', serialNumber: 'B827EB123456', architecture: 'aarch64', soc: 'BCM2711' };
const deviceOn = (machine: Machine, clock = new FakeClock()) =>
  createDeviceInfo({ board, version: '1.2.3', clock, machine });

describe('the device info', () => {
  it('tells the addresses that others can reach, IPv4 first', () => {
    assert.deepEqual(deviceOn(fakeMachine).addresses(), ['192.168.7.20', '2001:db8::5']);
  });

  it('follows the network: a cable is pulled, an address changes', () => {
    let interfaces: ReturnType<Machine['interfaces']> = {};
    const device = deviceOn({ ...fakeMachine, interfaces: () => interfaces });
    assert.deepEqual(device.addresses(), []);
    assert.equal(device.network(), undefined);
    interfaces = fakeMachine.interfaces();
    assert.deepEqual(device.network(), {
      address: '192.168.7.20',
      netmask: '255.255.252.0',
      broadcast: '192.168.7.255',
    });
  });

  it('writes the serial number as networks write a MAC address', () => {
    assert.equal(deviceOn(fakeMachine).macAddress, 'B8:27:EB:12:34:56');
  });

  it('counts whole seconds since its start, whatever the clock on the wall does', async () => {
    const clock = new FakeClock('2026-01-01T12:00:00Z');
    const device = deviceOn(fakeMachine, clock);
    await clock.advance(61_900);
    clock.set('1999-01-01T00:00:00Z');
    assert.equal(device.uptimeS(), 61);
    assert.equal(device.startedAt.toISOString(), '2026-01-01T12:00:00.000Z');
    assert.equal(device.now().toISOString(), '1999-01-01T00:00:00.000Z');
  });

  it('has another boot id after each start', () => {
    assert.notEqual(deviceOn(fakeMachine).bootId, deviceOn(fakeMachine).bootId);
  });

  it('reads this computer without an error', () => {
    const device = deviceOn(linuxMachine);
    assert.notEqual(device.hostName(), '');
    assert.ok(Array.isArray(device.addresses()));
    assert.match(device.defaultRouter(), /^(\d+(\.\d+){3})?$/);
    assert.notEqual(device.posixTimeZone(), '');
  });
});

describe('the routes of Linux', () => {
  const HEAD = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';

  it('give the default router', () => {
    const routes = `${HEAD}eth0\t0004A8C0\t00000000\t0001\t0\t0\t0\t00FCFFFF\t0\t0\t0\neth0\t00000000\t0104A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n`;
    assert.equal(routerIn(routes), '192.168.4.1');
  });

  it('may have none', () => {
    assert.equal(routerIn(HEAD), '');
    assert.equal(routerIn(''), '');
    assert.equal(routerIn(`${HEAD}eth0\t00000000\t00000000\t0001\t0\t0\t0\t00000000\t0\t0\t0\n`), '');
  });
});

describe('a time zone file', () => {
  it('ends with the zone as POSIX writes it', () => {
    assert.equal(zoneIn('TZif2\0\0…\0\n<+0330>-3:30\n'), '<+0330>-3:30');
    assert.equal(zoneIn('TZif2\0\nx\0\nCET-1CEST,M3.5.0,M10.5.0/3\n'), 'CET-1CEST,M3.5.0,M10.5.0/3');
  });

  it('means UTC where there is none', () => {
    assert.equal(zoneIn(''), 'UTC0');
  });

  it('is read right as Debian has it', () => {
    const file = readFileSync('/usr/share/zoneinfo/Europe/Berlin', 'latin1');
    assert.equal(zoneIn(file), 'CET-1CEST,M3.5.0,M10.5.0/3');
  });
});

describe('the parameters of the system', () => {
  it('have the values of the device', () => {
    const { params } = fakeSettings();
    const value = (path: string) => params.get(params.find(path));
    assert.equal(value('Properties.System.SerialNumber'), 'B827EB123456');
    assert.equal(value('Properties.Firmware.Version'), '1.2.3');
    assert.equal(value('Network.eth0.DefaultRouter'), '192.168.4.1');
    assert.equal(value('Time.POSIXTimeZone'), 'CET-1CEST,M3.5.0,M10.5.0/3');
    assert.match(String(value('Time.ServerDate')), /^\d{4}-\d{2}-\d{2}$/);
    assert.match(String(value('Time.ServerTime')), /^\d{2}:\d{2}:\d{2}$/);
  });

  it('are declared once each, and only network, time, place and panel are up to people', () => {
    const paths = SYSTEM_PARAMS.map(({ path }) => path);
    assert.equal(new Set(paths).size, paths.length);
    const settable = SYSTEM_PARAMS.filter(({ write }) => write !== 'never');
    const others = settable.filter(({ path }) => !/^((Stentor\.)?Network|Time|Stentor\.Location)\./.test(path));
    assert.deepEqual(
      others.map(({ path }) => path),
      ['Stentor.StatusLED.SteadyGreen', 'Stentor.Panel.AnnounceOnDoublePress'],
    );
    assert.ok(settable.filter(each => !others.includes(each)).every(({ write }) => write === 'admin'));
  });
});
