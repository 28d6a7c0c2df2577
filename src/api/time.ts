import { instant } from '../core/clock.ts';
import { object, string } from '../core/schema.ts';
import type { Route } from '../http/index.ts';
import { TIME_CHANGE, type Time as TimeDomain, timeZones } from '../system/index.ts';
import type { Time } from './contract.ts';
import { bodyOf, json } from './json.ts';

interface TimeRouteDeps {
  readonly time: Pick<TimeDomain, 'settings' | 'zone' | 'sync' | 'change' | 'setTime'>;
  readonly device: { now(): Date };
}

const CLOCK = object({ time: string() });

/** How the speaker knows the time. */
export const timeRoutes = (deps: TimeRouteDeps): Route[] => [
  { path: '/api/time', methods: ['GET'], access: 'viewer', handle: async () => json(await shown(deps)) },
  {
    path: '/api/time',
    methods: ['PATCH'],
    access: 'admin',
    body: TIME_CHANGE,
    handle: async exchange => {
      await deps.time.change(await bodyOf(TIME_CHANGE, exchange));
      return json(await shown(deps));
    },
  },
  {
    path: '/api/time/clock',
    methods: ['PUT'],
    access: 'admin',
    body: CLOCK,
    handle: async exchange => {
      const { time } = await bodyOf(CLOCK, exchange);
      await deps.time.setTime(instant(time));
      return json(await shown(deps));
    },
  },
];

const shown = async ({ time, device }: TimeRouteDeps): Promise<Time> => ({
  settings: time.settings,
  sync: await time.sync(),
  zone: time.zone,
  zones: timeZones(),
  now: device.now().toISOString(),
});
