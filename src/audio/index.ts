/** Everything that sounds. */
export { createAudio } from './domain.ts';
export type { AudioChild } from './engine.ts';
export { createClipDecoder, type ClipDecoder } from './clip-decoder.ts';
export { CLIP_FORMATS } from './formats/clip-format.ts';
export { audioRestarted, clipPlaying, currentlyPlaying, soundCard } from './events.ts';
export { AUDIO_PARAMS } from './params.ts';
