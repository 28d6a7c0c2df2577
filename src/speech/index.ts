/** Speech from text. */
export { createSpeech } from './domain.ts';
export { SPEECH_PARAMS } from './params.ts';
export type { SayOptions, SpeechState } from './speech.ts';
