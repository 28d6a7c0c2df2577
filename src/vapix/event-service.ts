import { axisDeclaration, topicSet } from './event-declarations.ts';
import type { EventSource } from './event-reader.ts';
import { NAMESPACES } from './namespaces.ts';
import type { SoapOperation } from './soap.ts';

/** The event service of VAPIX (event1): what can happen. */
export const eventService = (events: EventSource): readonly SoapOperation[] => [
  {
    namespace: NAMESPACES.aev,
    name: 'GetEventInstances',
    access: 'viewer',
    run: () => `<aev:GetEventInstancesResponse>${topicSet(events, axisDeclaration)}</aev:GetEventInstancesResponse>`,
  },
];
