import type { Certificates } from './certificates/index.ts';
import type { Clock } from './core/clock.ts';
import { startAll } from './core/lifecycle.ts';
import type { Log } from './core/log.ts';
import { createDot1x } from './dot1x/index.ts';
import type { EventBus } from './events/index.ts';
import { createFirewall } from './firewall/index.ts';
import type { Helpers } from './linux/index.ts';
import type { ParamStore } from './settings/index.ts';
import type { createSystem } from './system/index.ts';

interface ProtectionOptions {
  readonly state: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Programs with one right more than the supervisor. */
  readonly helpers: Helpers;
}

interface ProtectionParts {
  readonly events: EventBus;
  readonly params: ParamStore;
  readonly certificates: Certificates;
  readonly system: Pick<ReturnType<typeof createSystem>, 'network'>;
}

/** A part of the house's wiring: who may reach the speaker, and who it is to others. */
export function createAtProtection({ log, ...options }: ProtectionOptions, parts: ProtectionParts) {
  const { events, params, certificates, system } = parts;
  const firewall = createFirewall({ ...options, events, log: log.area('firewall') });
  const dot1x = createDot1x({
    ...options,
    events,
    params,
    certificates,
    interfaceName: async () => (await system.network.state()).interface,
    log: log.area('802.1X'),
  });
  certificates.heed('dot1x', id => dot1x.uses(id));
  return { certificates, firewall, dot1x, start: () => startAll([certificates, firewall, dot1x]) };
}
