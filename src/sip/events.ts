import { choice, object, string } from '../core/schema.ts';
import { defineEvent } from '../events/index.ts';

/** Who calls, as VAPIX names a network speaker. */
export const CALL_SOURCE = 'NetworkSpeaker';
const CALL_STATES = ['Idle', 'Calling', 'Ringing', 'Active', 'Terminating', 'Terminated'] as const;

/** The state of the call (VAPIX call service, `CallState`). */
export const callState = defineEvent({
  id: 'call.state',
  title: 'State',
  group: 'Call',
  kind: 'state',
  key: 'source',
  topic: 'tnsaxis:Call/State',
  initial: { source: CALL_SOURCE, state: 'Idle' },
  data: object({ source: string({ default: CALL_SOURCE }), state: choice(CALL_STATES) }),
});

/** A call came into another state, and why. */
export const callStateChange = defineEvent({
  id: 'call.state-change',
  title: 'State change',
  group: 'Call',
  kind: 'pulse',
  topic: 'tnsaxis:Call/StateChange',
  data: object({
    state: choice(CALL_STATES),
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
export const callDtmf = defineEvent({
  id: 'call.dtmf',
  title: 'DTMF',
  group: 'Call',
  kind: 'pulse',
  topic: 'tnsaxis:Call/DTMF',
  data: object({ event: string(), sequence: string({ default: '' }), callId: string({ default: '' }) }),
});

export const CALL_EVENTS = [callState, callStateChange, callDtmf];
