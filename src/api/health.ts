import type { AudioHealth, Health } from './contract.ts';
import { notFound } from '../core/fault.ts';
import type { EventBus } from '../events/index.ts';
import type { Route } from '../http/index.ts';
import { systemReady } from '../system/index.ts';
import type { Upgrades } from '../upgrade/index.ts';
import { json } from './json.ts';

interface HealthDeps {
  readonly events: Pick<EventBus, 'states'>;
  readonly health: () => AudioHealth;
  readonly upgrades: Pick<Upgrades, 'requires' | 'status'>;
}

/** How the speaker is, for the health gate on the same device; for everybody else there is nothing here. */
export const healthRoute = (deps: HealthDeps): Route => ({
  path: '/api/health',
  methods: ['GET'],
  access: 'anonymous',
  beforeSetup: true,
  handle: ({ remote }) => {
    if (!LOOPBACK.test(remote)) throw notFound('there is nothing here');
    return json(healthOf(deps));
  },
});

const LOOPBACK = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/i;

function healthOf({ events, health, upgrades }: HealthDeps): Health {
  const { engine } = health();
  return {
    ready: events.states(systemReady).some(({ ready }) => ready),
    version: upgrades.status().version,
    callbacks: engine?.device.state === 'open' ? engine.counters.callbacks : null,
    requires: upgrades.requires(),
  };
}
