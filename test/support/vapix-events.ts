import { createLog } from '../../src/core/log.ts';
import { boolean, choice, object, string } from '../../src/core/schema.ts';
import { defineEvent, EventBus } from '../../src/events/index.ts';
import { createVapixEvents } from '../../src/vapix/index.ts';
import { type Asked, ask } from './exchange.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeSchedules } from './fake-vapix-schedules.ts';
import { fakeVirtualInputs } from './fake-virtual-inputs.ts';

/** A state with instances, a state without, and a pulse. */
export const port = defineEvent({
  id: 'test.port',
  title: 'Port',
  kind: 'state',
  key: 'port',
  topic: 'tns1:Device/tnsaxis:IO/VirtualInput',
  data: object({ port: string(), active: boolean() }),
});
export const ready = defineEvent({
  id: 'test.ready',
  title: 'Ready & able',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:Status/SystemReady',
  initial: { ready: false },
  data: object({ ready: boolean() }),
});
export const call = defineEvent({
  id: 'test.call',
  title: 'Call',
  kind: 'pulse',
  topic: 'tnsaxis:Call/StateChange',
  data: object({ state: choice(['Idle', 'Active']), from: string() }),
});

/** All ways of telling events over a bus with three events. */
export function fakeVapixEvents() {
  const clock = new FakeClock();
  const log = createLog(() => undefined);
  const catalog = [ready, port, call];
  const events = new EventBus({ catalog, clock, log });
  const device = { board: { serialNumber: 'B827EB123456' } };
  const schedules = fakeSchedules();
  const virtualInputs = fakeVirtualInputs(events);
  const vapix = createVapixEvents({ events, catalog, clock, device, virtualInputs, schedules });
  return {
    clock,
    events,
    vapix,
    virtualInputs,
    schedules,
    ask: (request: string, asked?: Asked) => ask(vapix.routes, request, asked),
    /** Sends what stands in a body; `role` viewer unless told. */
    soap: (path: string, body: string, asked: Asked = {}) =>
      ask(vapix.routes, `POST ${path}`, { role: 'viewer', body: envelope(body), ...asked }),
  };
}

/** A message of SOAP 1.2 with the prefixes of clients. */
export const envelope = (body: string, header = '') =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tev="http://www.onvif.org/ver10/events/wsdl" xmlns:b="http://docs.oasis-open.org/wsn/b-2" xmlns:aev="http://www.axis.com/vapix/ws/event1"><s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
