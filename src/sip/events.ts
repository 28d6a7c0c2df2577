import { choice, object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** Who calls, as VAPIX names a network speaker. */
const SOURCE = 'NetworkSpeaker';
const STATES = ['Idle', 'Calling', 'Ringing', 'Active', 'Terminating', 'Terminated'] as const;

/** The state of the call (VAPIX call service, `CallState`). */
const callState = defineEvent({
  id: 'call.state',
  title: 'State',
  group: 'Call',
  kind: 'state',
  key: 'source',
  topic: 'tnsaxis:Call/State',
  initial: { source: SOURCE, state: 'Idle' },
  data: object({ source: string({ default: SOURCE }), state: choice(STATES) }),
});

/** A call came into another state, and why. */
const callStateChange = defineEvent({
  id: 'call.state-change',
  title: 'State change',
  group: 'Call',
  kind: 'pulse',
  topic: 'tnsaxis:Call/StateChange',
  data: object({
    state: choice(STATES),
    reason: choice([
      'Initiated',
      'Denied',
      'NoAnswer',
      'Busy',
      'Failed',
      'AcceptedByRemote',
      'AcceptedByDevice',
      'Terminated',
    ]),
    callId: string(),
    remoteUri: string(),
    deviceUri: string(),
  }),
});

/** A sequence of tones that an account knows was dialled during a call; `event` is its description. */
const dtmf = defineEvent({
  id: 'call.dtmf',
  title: 'DTMF',
  group: 'Call',
  kind: 'pulse',
  topic: 'tnsaxis:Call/DTMF',
  data: object({ event: string(), sequence: string({ default: '' }), callId: string({ default: '' }) }),
});

export const CALL_EVENTS = [callState, callStateChange, dtmf];
