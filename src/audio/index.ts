/** Everything that sounds. */
export { createAudio } from './domain.ts';
export type { AudioChild } from './engine.ts';
export type { AudioHealth } from './health.ts';
export { audioRestarted, clipPlaying, currentlyPlaying, soundCard } from './events.ts';
export { AUDIO_PARAMS, maxUploadMb } from './params.ts';
