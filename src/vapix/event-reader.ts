import type { Off } from '../core/clock.ts';
import type { EventBus, EventDef } from '../events/index.ts';
import { type EventFilter, type EventMessage, eventMessage } from './event-message.ts';

/** Where all readers of events read. */
export type EventSource = Pick<EventBus, 'onAny' | 'present' | 'states'> & {
  /** All that can happen. */
  readonly catalog: readonly EventDef[];
};

/** The present states that pass the filter. */
export const presentMessages = (events: EventSource, filter: EventFilter): EventMessage[] =>
  events
    .present()
    .map(happening => eventMessage(happening, 'before'))
    .filter(filter);

/** Tells the present states, then all that happens. @returns ends it */
export function readEvents(events: EventSource, filter: EventFilter, hear: (message: EventMessage) => void): Off {
  for (const message of presentMessages(events, filter)) hear(message);
  return events.onAny(happening => {
    const message = eventMessage(happening, 'now');
    if (filter(message)) hear(message);
  });
}
