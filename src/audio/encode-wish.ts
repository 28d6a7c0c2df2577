import type { Off } from '../core/clock.ts';
import { unavailable } from '../core/fault.ts';
import { encodeAac } from './encode-aac.ts';
import type { AudioEngine } from './engine.ts';
import type { Hearing, ListenWish } from './listeners.ts';

/** Begins to encode the microphone as somebody wishes: AAC by ffmpeg, all else in the audio process. The return ends it. */
export function encodeWish(engine: Pick<AudioEngine, 'hearings'>, wish: ListenWish, hearing: Hearing): Off {
  if (!('packetFrames' in wish)) return encodeAac(wish, hearing, (other, heard) => encodeWish(engine, other, heard));
  const { format, packetFrames, bitrate } = wish;
  return engine.hearings.add({
    format,
    packetFrames,
    options: bitrate === undefined ? {} : { bitrate },
    packet: hearing.packet,
    deaf: error => hearing.failed(unavailable(error)),
  });
}
