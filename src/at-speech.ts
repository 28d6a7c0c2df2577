import type { ClipDecoder, createAudio } from './audio/index.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import type { ParamStore } from './settings/index.ts';
import { createSpeech } from './speech/index.ts';
import type { createSystem } from './system/index.ts';

interface SpeakingOptions {
  readonly state: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly decode: ClipDecoder;
}

interface SpeakingParts {
  readonly params: ParamStore;
  readonly system: ReturnType<typeof createSystem>;
  readonly audio: ReturnType<typeof createAudio>;
}

/** A part of the house's wiring: texts that are said. */
export const createSpeaking = (
  { state, clock, log, decode }: SpeakingOptions,
  { params, system, audio }: SpeakingParts,
) =>
  createSpeech({
    folder: `${state}/speech`,
    params,
    clock,
    log: log.area('speech'),
    facts: () => ({
      timeZone: timeZone(),
      name: system.info.hostName(),
      address: system.info.addresses()[0],
    }),
    decode,
    play: (sound, volume, ended) => audio.announcements.play(sound, volume, ended),
    silence: () => audio.announcements.stop(),
    clips: audio.clips,
    playClip: (id, options) => audio.player.play(id, options),
  });

/** The speaker's own, IANA; it may change while the speaker runs. */
export const timeZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;
