import { choice, object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** How the speaker stands with the switch that asks who it is. */
export const dot1xState = defineEvent({
  id: 'network.dot1x',
  title: 'IEEE 802.1X',
  group: 'Security',
  kind: 'state',
  topic: 'tns1:Device/tnsaxis:Network/Dot1X',
  initial: { status: 'stopped', reason: '' },
  data: object({
    status: choice(['stopped', 'connecting', 'authenticating', 'authenticated', 'failed']),
    reason: string(),
  }),
});

export const DOT1X_EVENTS = [dot1xState];
