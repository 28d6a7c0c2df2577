import type { Clock } from '../../src/core/clock.ts';
import { createLog } from '../../src/core/log.ts';
import { EventBus, type Happening } from '../../src/events/index.ts';
import { describeVirtual, NEIGHBOURS } from '../../src/linux/virtual-network.ts';
import { NETWORK_EVENTS } from '../../src/system/network/events.ts';
import { Network } from '../../src/system/network/network.ts';
import { DEFAULT_NETWORK, type NetworkSettings } from '../../src/system/network/settings.ts';
import { memoryFile } from './memory-file.ts';

interface RigOptions {
  readonly clock: Clock;
  readonly settings?: NetworkSettings;
  readonly hasDhcp?: boolean;
}

/** A speaker's network on a Linux made of memory. */
export function networkRig({ clock, settings = DEFAULT_NETWORK, hasDhcp = true }: RigOptions) {
  const logged: string[] = [];
  const log = createLog((_level, _area, message) => logged.push(message));
  const events = new EventBus({ catalog: NETWORK_EVENTS, clock, log });
  const told: Happening[] = [];
  events.onAny(happening => told.push(happening));
  const file = memoryFile(settings);
  const fake = {
    /** Every configuration that was to be obeyed. */
    used: [] as (string | undefined)[],
    names: [] as string[],
    hostName: 'speaker',
    hasDhcp,
    asked: [] as string[],
    /** What networkd says to a configuration. */
    refuse: undefined as Error | undefined,
    proxies: [] as unknown[],
  };
  const host = {
    useNetwork: async (text: string | undefined) => {
      if (fake.refuse !== undefined) throw fake.refuse;
      fake.used.push(text);
    },
    describeNetwork: async () =>
      describeVirtual(fake.used.at(-1) ?? '', { macAddress: 'B8:27:EB:12:34:56', hasDhcp: fake.hasDhcp }),
    whoHas: async (address: string) => {
      fake.asked.push(address);
      return NEIGHBOURS.get(address);
    },
    setHostName: async (name: string) => {
      fake.names.push(name);
      fake.hostName = name;
    },
    takeHostName: async (otherwise: string) => void fake.names.push(`network's, or ${otherwise}`),
  };
  const network = new Network({
    file,
    host,
    ownName: 'speaker',
    hostName: () => fake.hostName,
    useProxies: proxies => fake.proxies.push(proxies),
    events,
    clock,
    log,
  });
  return { network, file, fake, events, told, logged, log };
}
