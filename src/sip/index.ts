/** Calls: so far what can be told of them and asked of them; nothing makes any. */
export { callActions } from './actions.ts';
export { CALL_EVENTS } from './events.ts';
export { noCalls } from './no-calls.ts';
