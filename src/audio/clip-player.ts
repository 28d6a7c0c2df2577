import { msOf } from '../dsp/format.ts';
import type { EventBus } from '../events/index.ts';
import type { ClipRecord } from './clip.ts';
import type { AudioEngine, StartedVoice } from './engine.ts';
import { clipPlaying, currentlyPlaying } from './events.ts';

export interface PlayOptions {
  /** -1 for ever, 0 once, n more times. */
  readonly repeat?: number;
  /** Percent of the amplitude, 0..1000. */
  readonly volume?: number;
}

interface ClipPlayerDeps {
  readonly engine: Pick<AudioEngine, 'play'>;
  readonly clips: {
    get(id: string): ClipRecord;
    pcm(id: string): { readonly file: string; readonly frames: number };
  };
  readonly events: EventBus;
}

interface Playing {
  readonly clip: ClipRecord;
  readonly voice: StartedVoice;
}

/** Plays one audio clip at a time: a new one takes the place of the one that plays. */
export class ClipPlayer {
  readonly #deps: ClipPlayerDeps;
  #playing: Playing | undefined;

  constructor(deps: ClipPlayerDeps) {
    this.#deps = deps;
  }

  /** @throws Fault `not-found` for an unknown clip; what plays then goes on */
  play(id: string, { repeat = 0, volume = 100 }: PlayOptions = {}): void {
    const { engine, clips, events } = this.#deps;
    const clip = clips.get(id);
    const replaced = this.#playing;
    const voice = engine.play({
      clip: clips.pcm(id),
      times: repeat === -1 ? -1 : repeat + 1,
      gain: volume / 100,
      replaces: replaced?.voice.id,
      round: () => events.emit(currentlyPlaying, { fileName: clip.location }),
      ended: () => this.#ended(voice),
    });
    // Before the other one stops: a rule that waits for silence must not fire between two clips.
    this.#playing = { clip, voice };
    replaced?.voice.stop();
    events.emit(clipPlaying, { playing: true, clip: id, name: clip.name });
    events.emit(currentlyPlaying, { fileName: clip.location });
  }

  stop(): void {
    this.#playing?.voice.stop();
  }

  /** What plays now; `atMs` within the present repetition. */
  playing(): readonly { clip: string; name: string; atMs: number; durationMs: number }[] {
    if (this.#playing === undefined) return [];
    const { clip, voice } = this.#playing;
    const durationMs = msOf(clip.frames);
    return [{ clip: clip.id, name: clip.name, atMs: msOf(voice.at()) % durationMs, durationMs }];
  }

  #ended(voice: StartedVoice): void {
    if (this.#playing?.voice !== voice) return;
    const { id, name } = this.#playing.clip;
    this.#playing = undefined;
    this.#deps.events.emit(clipPlaying, { playing: false, clip: id, name });
  }
}
