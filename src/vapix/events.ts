import type { Clock } from '../core/clock.ts';
import type { Startable } from '../core/lifecycle.ts';
import type { EventBus, EventDef } from '../events/index.ts';
import type { Route, SocketRoute } from '../http/index.ts';
import { entryService, type ServiceEntry } from './entry-service.ts';
import { eventService } from './event-service.ts';
import { eventSocket } from './event-socket.ts';
import { NAMESPACES } from './namespaces.ts';
import { onvifEvents, onvifSubscription, SUBSCRIPTIONS } from './onvif-events.ts';
import { PullPoints } from './pull-points.ts';
import { scheduledEvents, type VapixSchedules } from './scheduled-events.ts';
import { soapEndpoint, type SoapOperation } from './soap.ts';
import { changeVirtualInput, virtualInputCgis } from './virtual-input-cgis.ts';
import { PortSteps, type VapixVirtualInputs } from './virtual-inputs.ts';
import { wsdlRoutes } from './wsdl.ts';
import { describedServices } from './wsdl-services.ts';

interface VapixEventsDeps {
  readonly events: Pick<EventBus, 'onAny' | 'present' | 'states'>;
  /** All that can happen. */
  readonly catalog: readonly EventDef[];
  readonly clock: Clock;
  readonly device: { readonly board: { readonly serialNumber: string } };
  readonly virtualInputs: VapixVirtualInputs;
  /** Left out where there are none yet. */
  readonly schedules?: VapixSchedules;
  /** SOAP services of others, on the same endpoint. */
  readonly services?: readonly (ServiceEntry & { readonly operations: readonly SoapOperation[] })[];
}

/** The endpoint of all SOAP services. */
const SERVICES = '/vapix/services';

/** All ways on which VAPIX and ONVIF tell what happens. */
export function createVapixEvents(deps: VapixEventsDeps): Startable & {
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
} {
  const { clock, services = [] } = deps;
  const events = {
    catalog: deps.catalog,
    onAny: deps.events.onAny.bind(deps.events),
    present: deps.events.present.bind(deps.events),
    states: deps.events.states.bind(deps.events),
  };
  const points = new PullPoints({ events, clock });
  const ports = new PortSteps({ inputs: deps.virtualInputs, clock });
  const producer = `uri://${deps.device.board.serialNumber.toLowerCase()}/ProducerReference`;
  const onvif = { events, points, clock, producer };
  const stream = eventSocket({ events, clock });
  const entries = [...OWN_SERVICES, ...services];
  const fetching = [...onvifEvents(onvif), ...onvifSubscription(onvif)];
  const operations = [
    ...entryService(entries, SERVICES),
    ...eventService(events),
    changeVirtualInput(ports),
    ...(deps.schedules === undefined ? [] : scheduledEvents(deps.schedules)),
    ...services.flatMap(service => service.operations),
  ];
  return {
    routes: [
      soapEndpoint(SERVICES, [...operations, ...fetching]),
      soapEndpoint('/onvif/event_service', fetching),
      soapEndpoint(`${SUBSCRIPTIONS}/:id`, onvifSubscription(onvif)),
      ...wsdlRoutes(
        describedServices({
          namespaces: entries.map(({ namespace }) => namespace),
          scheduling: deps.schedules !== undefined,
        }),
        SERVICES,
      ),
      ...virtualInputCgis(ports),
      stream.route,
    ],
    sockets: [stream.socket],
    start: () => () => {
      points.close();
      ports.stop();
    },
  };
}

const OWN_SERVICES: readonly ServiceEntry[] = [
  { namespace: NAMESPACES.aentry, major: 1, minor: 0 },
  { namespace: NAMESPACES.aev, major: 1, minor: 0 },
  { namespace: NAMESPACES.tev, major: 2, minor: 60 },
];
