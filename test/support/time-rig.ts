import type { Clock } from '../../src/core/clock.ts';
import { Fault } from '../../src/core/fault.ts';
import { createLog } from '../../src/core/log.ts';
import { DEFAULT_TIME, type TimeSettings } from '../../src/system/time/settings.ts';
import { Time } from '../../src/system/time/time.ts';
import { memoryFile } from './memory-file.ts';

/** A speaker's clock on a Linux made of memory. The zone of the process stays as it is. */
export function timeRig({ clock, settings = DEFAULT_TIME }: { clock: Clock; settings?: TimeSettings }) {
  const logged: string[] = [];
  const file = memoryFile(settings);
  const fake = {
    done: [] as string[],
    /** What the network tells of. */
    networkServers: ['192.168.0.1'] as readonly string[],
    enabled: true,
    refuse: undefined as string | undefined,
  };
  const act = async (what: string) => {
    if (fake.refuse !== undefined && what.startsWith(fake.refuse)) throw new Fault('failed', `${what} is refused`);
    fake.done.push(what);
  };
  const host = {
    setTimeZone: (zone: string) => act(`zone ${zone}`),
    setTime: (time: Date) => act(`time ${time.toISOString()}`),
    setClockSync: async (on: boolean) => {
      await act(on ? 'follow' : 'do not follow');
      fake.enabled = on;
    },
    setTimeServers: (servers: readonly string[]) => act(`ask ${servers.join(' ')}`.trim()),
    clockSync: async () => ({
      enabled: fake.enabled,
      synchronized: fake.enabled,
      server: fake.enabled ? '192.168.0.1' : '',
      networkServers: fake.networkServers,
      pollS: 64,
    }),
  };
  const time = new Time({
    file,
    host,
    leaveTimeServers: async own => {
      if (own) fake.done.push('leave the network’s');
    },
    clock,
    log: createLog((_level, _area, message) => logged.push(message)),
  });
  return { time, file, fake, logged };
}
