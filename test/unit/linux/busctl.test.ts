import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'mocha';
import { systemClock } from '../../../src/core/clock.ts';
import { createBusctl } from '../../../src/linux/index.ts';

const BUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' };

/** Talks with a bus of its own, whose one service is the bus itself. */
describe('the system bus by busctl', () => {
  const bus = createBusctl({ clock: systemClock });
  const before_ = process.env['DBUS_SYSTEM_BUS_ADDRESS'];
  let daemon: ChildProcess;

  before(async () => {
    daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [address] = (await once(daemon.stdout!, 'data')) as [Buffer];
    process.env['DBUS_SYSTEM_BUS_ADDRESS'] = address.toString().trim();
  });
  after(() => {
    daemon.kill();
    if (before_ === undefined) delete process.env['DBUS_SYSTEM_BUS_ADDRESS'];
    else process.env['DBUS_SYSTEM_BUS_ADDRESS'] = before_;
  });

  it('calls methods', async () => {
    const [names] = await bus.call({ ...BUS, member: 'ListNames' });
    assert.ok((names as string[]).includes('org.freedesktop.DBus'));
    const owned = { ...BUS, member: 'NameHasOwner', signature: 's' };
    assert.deepEqual(await bus.call({ ...owned, args: ['org.example.nobody'] }), [false]);
    assert.deepEqual(await bus.call({ ...owned, args: ['org.freedesktop.DBus'] }), [true]);
  });

  it('takes arguments that look like options', async () => {
    const call = bus.call({ ...BUS, member: 'NameHasOwner', signature: 's', args: ['--help'] });
    assert.deepEqual(await call, [false]);
  });

  it('gets properties', async () => {
    const features = await bus.get({ ...BUS, member: 'Features' });
    assert.ok(Array.isArray(features));
  });

  it('says which service is not there', async () => {
    const call = bus.call({ destination: 'org.example.nobody', path: '/', interface: 'org.example.I', member: 'Do' });
    await assert.rejects(call, { kind: 'unavailable', message: /^org\.example\.nobody Do: .*not provided/ });
  });

  it('says in the words of the service why it failed', async () => {
    const call = bus.call({ ...BUS, member: 'GetConnectionUnixUser', signature: 's', args: ['org.example.nobody'] });
    await assert.rejects(call, { kind: 'failed', message: /^org\.freedesktop\.DBus GetConnectionUnixUser: Could not/ });
    await assert.rejects(bus.get({ ...BUS, member: 'Nonsense' }), { kind: 'failed' });
  });

  it('says that there is no bus, and no busctl', async () => {
    const elsewhere = process.env['DBUS_SYSTEM_BUS_ADDRESS'];
    process.env['DBUS_SYSTEM_BUS_ADDRESS'] = 'unix:path=/nowhere/bus';
    await assert.rejects(bus.call({ ...BUS, member: 'ListNames' }), { kind: 'unavailable' });
    process.env['DBUS_SYSTEM_BUS_ADDRESS'] = elsewhere;
    const without = createBusctl({ clock: systemClock, program: '/nowhere/busctl' });
    await assert.rejects(without.call({ ...BUS, member: 'ListNames' }), { kind: 'unavailable' });
  });
});
