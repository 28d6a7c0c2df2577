/** Calls: the speaker at a PBX and among phones. */
export { createSip } from './domain.ts';
export { CALL_EVENTS } from './events.ts';
export { SIP_PARAMS } from './params.ts';
export type { MediaFactory } from './media/contract.ts';
