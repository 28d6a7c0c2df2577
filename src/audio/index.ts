/** Everything that sounds. */
export { createAudio } from './domain.ts';
export type { AudioChild } from './engine.ts';
export { createRadio } from './radio/radio.ts';
export type { StreamSource } from './stream-source.ts';
export { createClipDecoder, type ClipDecoder } from './clip-decoder.ts';
export { CLIP_FORMATS } from './formats/clip-format.ts';
export {
  audioRestarted,
  clipPlaying,
  currentlyPlaying,
  musicStream,
  snapcastClient,
  soundCard,
  triggerLevel,
} from './events.ts';
export {
  AUDIO_PARAMS,
  audioBitrate,
  audioEncoding,
  audioSampleRate,
  httpMessageType,
  inputGain,
  inputMuted,
  outputGain,
  outputMuted,
  receiverTimeoutMs,
} from './params.ts';
export type { Listeners, ListenWish } from './listeners.ts';
export { sourceState } from './multicast/events.ts';
export { MULTICAST_PARAMS } from './multicast/params.ts';
export type { LiveVoice } from './live-voice.ts';
export type { Transmitters } from './transmitters.ts';
export type { CodecFormat } from '../engine/contract.ts';
export type { Talk, Talker } from './talk.ts';
export { SHAPING_PARAMS } from './shaping-params.ts';
export { SNAPCAST_PARAMS } from './snapcast-params.ts';
export { STREAM_PARAMS } from './stream-params.ts';
export { LOUDNESS_PARAMS } from './loudness-params.ts';
export { clipsConfigPart, multicastConfigPart } from './config-parts.ts';
