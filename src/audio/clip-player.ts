import type { Off } from '../core/clock.ts';
import { factorOf, msOf } from '../dsp/format.ts';
import type { SourceClass } from '../engine/contract.ts';
import type { EventBus } from '../events/index.ts';
import type { ClipRecord } from './clip.ts';
import type { AudioEngine } from './engine.ts';
import type { StartedVoice } from './voice-spec.ts';
import { clipPlaying, currentlyPlaying } from './events.ts';

export interface PlayOptions {
  /** -1 for ever, 0 once, n more times. */
  readonly repeat?: number;
  /** Percent of the amplitude, 0..1000. */
  readonly volume?: number;
  readonly sourceClass?: SourceClass;
}

interface ClipPlayerDeps {
  readonly engine: Pick<AudioEngine, 'playClip'>;
  readonly clips: {
    get(id: string): ClipRecord;
    pcm(id: string): { readonly file: string; readonly frames: number };
  };
  readonly events: EventBus;
  /** dB with which a clip is as loud as the others. */
  readonly gainDb: (clip: ClipRecord) => number;
}

interface Playing {
  readonly clip: ClipRecord;
  readonly sourceClass: SourceClass;
  readonly voice: StartedVoice;
}

/** Plays audio clips; what a new one does to those that play already is a matter of its class. */
export class ClipPlayer {
  readonly #deps: ClipPlayerDeps;
  /** The newest last. */
  #playing: readonly Playing[] = [];

  constructor(deps: ClipPlayerDeps) {
    this.#deps = deps;
  }

  /**
   * @returns stops it
   * @throws Fault `not-found` for an unknown clip; what plays then goes on
   */
  play(id: string, { repeat = 0, volume = 100, sourceClass = 'announcement' }: PlayOptions = {}): Off {
    const { engine, clips, events, gainDb } = this.#deps;
    const clip = clips.get(id);
    const voice = engine.playClip({
      sourceClass,
      clip: clips.pcm(id),
      times: repeat === -1 ? -1 : repeat + 1,
      gain: (volume / 100) * factorOf(gainDb(clip)),
      round: () => events.emit(currentlyPlaying, { fileName: clip.location }),
      ended: () => this.#ended(voice),
    });
    this.#playing = [...this.#playing, { clip, sourceClass, voice }];
    this.#tellNewest();
    return () => voice.stop();
  }

  /** Stops all clips. */
  stop(): void {
    for (const { voice } of this.#playing) voice.stop();
  }

  /** Stops one clip wherever it plays. */
  stopClip(id: string): void {
    for (const { clip, voice } of this.#playing) if (clip.id === id) voice.stop();
  }

  /** What plays now, the newest last; `atMs` within the present repetition. */
  playing() {
    return this.#playing.map(({ clip, sourceClass, voice }) => {
      const durationMs = msOf(clip.frames);
      const atMs = msOf(voice.at()) % durationMs;
      const loudness = clip.lufs === null ? {} : { lufs: clip.lufs };
      return { voice: voice.id, clip: clip.id, name: clip.name, sourceClass, atMs, durationMs, ...loudness };
    });
  }

  /** A rule that waits for silence must not fire between two clips: only the end of the last one is an end. */
  #ended(voice: StartedVoice): void {
    const newest = this.#playing.at(-1);
    const gone = this.#playing.find(playing => playing.voice === voice);
    if (gone === undefined) return;
    this.#playing = this.#playing.filter(playing => playing !== gone);
    const { id, name } = gone.clip;
    if (this.#playing.length === 0) this.#deps.events.emit(clipPlaying, { playing: false, clip: id, name });
    else if (gone === newest) this.#tellNewest();
  }

  #tellNewest(): void {
    const newest = this.#playing.at(-1);
    if (newest === undefined) return;
    const { id, name, location } = newest.clip;
    this.#deps.events.emit(clipPlaying, { playing: true, clip: id, name });
    this.#deps.events.emit(currentlyPlaying, { fileName: location });
  }
}
