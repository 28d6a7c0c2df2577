import type { Clock, Off } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { startAll, type Startable } from '../core/lifecycle.ts';
import type { EventBus, EventDef } from '../events/index.ts';
import type { Guard, Route, SocketRoute } from '../http/index.ts';
import { entryService, type ServiceEntry } from './entry-service.ts';
import { eventService } from './event-service.ts';
import { eventSocket } from './event-socket.ts';
import { NAMESPACES } from './namespaces.ts';
import { onvifEvents, onvifSubscription, SUBSCRIPTIONS } from './onvif-events.ts';
import { PullPoints } from './pull-points.ts';
import { RtspServer } from './rtsp/server.ts';
import { rtspTunnel } from './rtsp/tunnel.ts';
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
  /** Where RTSP is served; left out it is not. */
  readonly rtsp?: {
    readonly guard: Guard;
    readonly log: Log;
    /** 0 takes any free port. */
    readonly port: number;
    /** The address to listen on; all of them unless told. */
    readonly address?: string | undefined;
  };
  /** SOAP services of others, on the same endpoint. */
  readonly services?: readonly (ServiceEntry & Startable & { readonly operations: readonly SoapOperation[] })[];
}

/** The endpoint of all SOAP services. */
const SERVICES = '/vapix/services';

/** All ways on which VAPIX and ONVIF tell what happens. */
export function createVapixEvents(deps: VapixEventsDeps): Startable & {
  readonly routes: readonly Route[];
  readonly sockets: readonly SocketRoute[];
  /** The port that was opened for RTSP; 0 where there is none. */
  readonly rtspPort: () => number;
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
  const media = deps.rtsp === undefined ? undefined : streaming({ events, clock, producer, ...deps.rtsp });
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
      ...(media === undefined ? [] : [media.route]),
    ],
    sockets: [stream.socket],
    rtspPort: () => media?.port() ?? 0,
    async start() {
      const stop = await startAll([...services, ...(media === undefined ? [] : [media])]);
      return async () => {
        points.close();
        ports.stop();
        await stop();
      };
    },
  };
}

/** Events over RTSP: on a port of its own, and within HTTP. */
function streaming(deps: ConstructorParameters<typeof RtspServer>[0] & Parameters<typeof rtspTunnel>[0]) {
  const server = new RtspServer(deps);
  const tunnel = rtspTunnel(deps);
  return {
    route: tunnel.route,
    port: () => server.port,
    async start(): Promise<Off> {
      const stop = await startOrWarn(server, deps.log);
      return async () => {
        tunnel.close();
        await stop();
      };
    },
  };
}

/** A port that another program has must not keep the speaker from its work. */
async function startOrWarn(server: RtspServer, log: Log): Promise<Off> {
  try {
    return await server.start();
  } catch (error) {
    log.warn('RTSP is not served', { error: String(error) });
    return () => undefined;
  }
}

const OWN_SERVICES: readonly ServiceEntry[] = [
  { namespace: NAMESPACES.aentry, major: 1, minor: 0 },
  { namespace: NAMESPACES.aev, major: 1, minor: 0 },
  { namespace: NAMESPACES.tev, major: 2, minor: 60 },
];
