import { strict as assert } from 'node:assert';
import type { NetworkInterfaceInfo } from 'node:os';
import { describe, it } from 'mocha';
import { createLog } from '../../../src/core/log.ts';
import { EventBus } from '../../../src/events/index.ts';
import { StatusLight } from '../../../src/system/status-light.ts';
import { flashLedAction } from '../../../src/system/flash-led.ts';
import { NETWORK_EVENTS } from '../../../src/system/network/events.ts';
import { NetworkWatch } from '../../../src/system/network/watch.ts';
import { TEMPERATURE_EVENTS, TEMPERATURE_PARAMS, watchTemperature } from '../../../src/system/temperature.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { fakeSettings } from '../../support/settings.ts';

function heardOn(catalog: ConstructorParameters<typeof EventBus>[0]['catalog'], clock: FakeClock) {
  const events = new EventBus({ catalog, clock, log: createLog(() => undefined) });
  const heard: [string, unknown][] = [];
  events.onAny(({ def, data }) => heard.push([def.id.replace('system.', ''), data]));
  return { events, heard: () => heard.splice(0) };
}

describe('NetworkWatch', () => {
  function watch(first: Record<string, readonly string[]>, fixed?: string) {
    const clock = new FakeClock();
    const { events, heard } = heardOn(NETWORK_EVENTS, clock);
    let present = first;
    const interfaces = () =>
      Object.fromEntries(
        Object.entries(present).map(([name, addresses]) => [
          name,
          addresses.map(address => ({ address, internal: name === 'lo' }) as NetworkInterfaceInfo),
        ]),
      );
    new NetworkWatch({ machine: { interfaces }, fixed: () => fixed, events, clock }).start();
    const become = async (next: typeof present) => {
      present = next;
      await clock.advance(2000);
      return heard();
    };
    return { become, heard };
  }

  it('tells an address that comes, one that goes, and where it comes from', async () => {
    const { become, heard } = watch({ lo: ['127.0.0.1'], end0: ['192.0.2.5', 'fe80::1'] }, '192.0.2.9');
    assert.deepEqual(heard(), [['network-lost', { interface: 'end0', lost: false }]]);
    const told = await become({ end0: ['192.0.2.9', 'fe80::1', '2001:db8::7', '169.254.3.4'] });
    const data = (origin: string, address: string) => ({ interface: 'end0', origin, address });
    assert.deepEqual(told, [
      ['address-removed', data('DHCP', '192.0.2.5')],
      ['address-added', data('Static', '192.0.2.9')],
      ['address-added', data('RA', '2001:db8::7')],
      ['address-added', data('Link local', '169.254.3.4')],
      ['address-changed', { before: '192.0.2.5', address: '192.0.2.9' }],
    ]);
    assert.deepEqual(await become({ end0: ['192.0.2.9', 'fe80::1', '2001:db8::7', '169.254.3.4'] }), []);
  });

  it('tells that the network is lost and found, and another address only where it is another', async () => {
    const { become, heard } = watch({ end0: ['192.0.2.5'] });
    heard();
    assert.deepEqual((await become({ end0: ['fe80::1'] })).at(-1), ['network-lost', { interface: 'end0', lost: true }]);
    const back = await become({ end0: ['192.0.2.5'] });
    assert.deepEqual(
      back.map(([id]) => id),
      ['address-removed', 'address-added', 'network-lost'],
    );
    await become({});
    assert.ok((await become({ end0: ['192.0.2.6'] })).some(([id]) => id === 'address-changed'));
  });
});

describe('watchTemperature', () => {
  it('tells each limit once, with a distance to come back by', async () => {
    const clock = new FakeClock();
    const { events, heard } = heardOn(TEMPERATURE_EVENTS, clock);
    const { params } = fakeSettings({ clock, more: [...TEMPERATURE_PARAMS] });
    let degrees: number | undefined;
    watchTemperature({ machine: { temperature: () => degrees }, events, params, clock });
    const at = async (next: number) => {
      degrees = next;
      await clock.advance(10_000);
      return heard().map(([id, data]) => `${id.replace('temperature-', '')} ${(data as { active: boolean }).active}`);
    };
    await clock.advance(60_000);
    assert.deepEqual(heard(), []);
    assert.deepEqual(await at(50), []);
    assert.deepEqual(await at(76), ['above true', 'outside true', 'within false']);
    assert.deepEqual(await at(74), []);
    assert.deepEqual(await at(86), ['critical true']);
    assert.deepEqual(await at(72), ['above false', 'outside false', 'within true', 'critical false']);
    assert.deepEqual(await at(-21), ['below true', 'outside true', 'within false']);
  });
});

describe('flashLedAction', () => {
  it('flashes for so long, or until it is ended, and never hides what matters more', async () => {
    const clock = new FakeClock();
    const shown: string[] = [];
    const phases: unknown[] = [];
    const led = { show: (what: string, phaseMs?: number) => [shown.push(what), phases.push(phaseMs)] };
    const light = new StatusLight({ led, clock });
    light.starting();
    light.ready();
    const action = flashLedAction({ light, clock });
    action.run({ color: 'amber', seconds: 5 });
    assert.equal(shown.at(-1), 'amber-flash');
    await clock.advance(5000);
    assert.equal(shown.at(-1), 'green');
    const off = await action.hold?.({});
    const failed = light.request('failed-upgrade');
    assert.equal(shown.at(-1), 'red-slow-flash');
    failed();
    assert.equal(shown.at(-1), 'green-flash');
    const faster = await action.hold?.({ interval: 100 });
    assert.deepEqual([shown.at(-1), phases.at(-1)], ['green-flash', 100]);
    faster?.();
    assert.deepEqual([shown.at(-1), phases.at(-1)], ['green-flash', 250]);
    off?.();
    assert.deepEqual([shown.at(-1), phases.at(-1)], ['green', undefined]);
  });
});
