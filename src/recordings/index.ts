/** Recordings of the microphone: made by rules and people, kept on media and the internal storage. */
export { createRecordings, RECORDING_WISH } from './domain.ts';
export { RECORDING_EVENTS } from './events.ts';
export { RECORDING_PARAMS } from './params.ts';
