import type { Clock } from './core/clock.ts';
import { EVENTS } from './catalog.ts';
import type { Log } from './core/log.ts';
import type { Guard } from './http/index.ts';
import { actionConfigurationsFile, createActionService, createVapixEvents } from './vapix/index.ts';

type Events = Parameters<typeof createVapixEvents>[0];
type Actions = Parameters<typeof createActionService>[0];

interface EventWayOptions {
  readonly state: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly ports: { readonly rtsp: number };
  readonly address: string | undefined;
}

type EventWayParts = Pick<Events, 'events' | 'device' | 'virtualInputs' | 'schedules'> &
  Pick<Actions, 'rules' | 'notifier' | 'actions'> & { readonly guard: Guard };

/** A part of the house's wiring: what programs hear of events, and set up to be done about them. */
export const createEventWays = (
  { state, clock, log, ports, address }: EventWayOptions,
  { rules, notifier, actions, guard, ...parts }: EventWayParts,
) => {
  const file = actionConfigurationsFile(`${state}/action-configurations.json`, log.area('rules'));
  return createVapixEvents({
    ...parts,
    catalog: EVENTS,
    clock,
    services: [createActionService({ rules, notifier, actions, catalog: EVENTS, file })],
    rtsp: { guard, log: log.area('rtsp'), port: ports.rtsp, address },
  });
};
