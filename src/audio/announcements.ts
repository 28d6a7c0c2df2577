import { factorOf } from '../dsp/format.ts';
import type { ClipSource } from '../engine/contract.ts';
import type { MeasuredClip } from './clip-gain.ts';
import type { AudioEngine } from './engine.ts';
import type { StartedVoice } from './voice-spec.ts';

/** A sound that is no clip: mono int16 at 48 kHz in a file of its own. */
export interface Announcement extends ClipSource, MeasuredClip {
  /** For people. */
  readonly name: string;
}

interface AnnouncementsDeps {
  readonly engine: Pick<AudioEngine, 'playClip'>;
  /** dB with which a sound is as loud as the clips. */
  readonly gainDb: (sound: MeasuredClip) => number;
}

/** Sounds that are made to be heard once, such as speech. */
export class Announcements {
  readonly #deps: AnnouncementsDeps;
  readonly #playing = new Map<StartedVoice, string>();

  constructor(deps: AnnouncementsDeps) {
    this.#deps = deps;
  }

  /**
   * @param volume percent of the amplitude
   * @param ended called once, when the file is not needed any more
   */
  play(sound: Announcement, volume: number, ended: () => void): void {
    const { engine, gainDb } = this.#deps;
    const voice = engine.playClip({
      sourceClass: 'announcement',
      clip: { file: sound.file, frames: sound.frames },
      times: 1,
      gain: (volume / 100) * factorOf(gainDb(sound)),
      round: () => undefined,
      ended: () => {
        this.#playing.delete(voice);
        ended();
      },
    });
    this.#playing.set(voice, sound.name);
  }

  stop(): void {
    for (const voice of this.#playing.keys()) voice.stop();
  }

  /** What is announced now. */
  list() {
    return [...this.#playing].map(([{ id }, name]) => ({ voice: id, name, sourceClass: 'announcement' as const }));
  }
}
