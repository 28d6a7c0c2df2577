import type { Off } from '../core/clock.ts';
import type { EventBus } from '../events/index.ts';
import type { Call, CallState } from './call.ts';
import type { Calls } from './calls.ts';
import { CALL_SOURCE, callState, callStateChange } from './events.ts';

/** Of several calls the state that matters most is told. */
const WEIGHT: readonly CallState[] = ['Terminated', 'Terminating', 'Calling', 'Ringing', 'Active'];

/** Tells what happens to calls: each change, and the state that the speaker as a whole is in. */
export function tellCalls(calls: Calls, events: EventBus): Off {
  let told: CallState = 'Idle';
  const tell = (state: CallState) => {
    if (state === told) return;
    told = state;
    events.emit(callState, { source: CALL_SOURCE, state });
  };
  return calls.onChange(call => {
    emitChange(call, events);
    const running = calls.running.map(({ state }) => state);
    if (running.length > 0) {
      tell(heaviest(running));
      return;
    }
    tell('Terminated');
    tell('Idle');
  });
}

const heaviest = (states: readonly CallState[]): CallState =>
  [...states].sort((a, b) => WEIGHT.indexOf(b) - WEIGHT.indexOf(a))[0] ?? 'Idle';

const lastTold = new WeakMap<Call, CallState>();

/** Mute and hold are no other state. */
function emitChange(call: Call, events: EventBus): void {
  const { id: callId, state, reason, remoteUri, deviceUri } = call.info;
  if (lastTold.get(call) === state) return;
  lastTold.set(call, state);
  events.emit(callStateChange, { state, reason, callId, remoteUri, deviceUri });
}
