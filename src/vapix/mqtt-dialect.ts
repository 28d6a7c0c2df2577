import type { EventDialect } from '../mqtt/index.ts';
import { eventFilter } from './event-filter.ts';
import { eventMessage } from './event-message.ts';

/** How events are written for those who read them from a broker. */
export const mqttDialect: EventDialect = {
  tell: happening => eventMessage(happening, 'now'),
  filter: topic => {
    const passes = eventFilter({ topic });
    return told => passes({ ...told, operation: undefined });
  },
};
