import { AUDIO_PARAMS } from '../../src/audio/params.ts';
import { MULTICAST_PARAMS } from '../../src/audio/multicast/params.ts';
import { DISCOVERY_PARAMS } from '../../src/discovery/params.ts';
import { HTTP_PARAMS } from '../../src/http/params.ts';
import { type ParamDef, ParamStore } from '../../src/settings/index.ts';
import { createDeviceInfo } from '../../src/system/device-info.ts';
import type { Machine } from '../../src/system/machine.ts';
import { provideSystemParams, SYSTEM_PARAMS } from '../../src/system/params.ts';
import { FakeClock } from './fake-clock.ts';
import { memoryFile } from './memory-file.ts';

/** A computer with one network card. */
export const fakeMachine: Machine = {
  hostName: () => 'speaker',
  interfaces: () => ({
    lo: [interfaceAddress('127.0.0.1', '255.0.0.0', true)],
    end0: [
      interfaceAddress('fe80::1', 'ffff:ffff:ffff:ffff::'),
      interfaceAddress('2001:db8::5', 'ffff:ffff:ffff:ffff::'),
      interfaceAddress('192.168.7.20', '255.255.252.0'),
    ],
  }),
  defaultRouter: () => '192.168.4.1',
  posixTimeZone: () => 'CET-1CEST,M3.5.0,M10.5.0/3',
  temperature: () => undefined,
  load: () => ({ processor: 0.25, memory: { usedBytes: 100, totalBytes: 400 } }),
};

function interfaceAddress(address: string, netmask: string, internal = false) {
  const rest = { netmask, mac: 'b8:27:eb:12:34:56', internal, cidr: null };
  return address.includes(':')
    ? { address, family: 'IPv6' as const, scopeid: 0, ...rest }
    : { address, family: 'IPv4' as const, ...rest };
}

/** The settings of a whole speaker, in memory, with what its device provides. */
export function fakeSettings({ clock = new FakeClock(), more = [] }: { clock?: FakeClock; more?: ParamDef[] } = {}) {
  const file = memoryFile<Record<string, unknown>>({});
  const params = new ParamStore({
    file,
    defs: [...AUDIO_PARAMS, ...MULTICAST_PARAMS, ...HTTP_PARAMS, ...SYSTEM_PARAMS, ...DISCOVERY_PARAMS, ...more],
  });
  const device = createDeviceInfo({
    board: {
      name: 'pi4',
      model: 'Raspberry Pi 4',
      serialNumber: 'B827EB123456',
      architecture: 'aarch64',
      soc: 'BCM2711',
    },
    version: '1.2.3',
    build: { date: 'Jan 02 2026 10:00', number: '7' },
    clock,
    machine: fakeMachine,
  });
  provideSystemParams(params, device);
  return { params, device, file };
}
