import { BackOff } from '../core/back-off.ts';
import type { Clock, Off } from '../core/clock.ts';
import { Fault } from '../core/fault.ts';
import { inBackground } from '../core/background.ts';
import type { Log } from '../core/log.ts';
import type { AudioEngine } from './engine.ts';
import type { LiveVoice } from './live-voice.ts';
import type { StreamSource } from './stream-source.ts';

/** ms collected before it sounds: a station's network has longer gaps than ours. */
const BUFFER_MS = 500;

/** What is to be played. */
export interface StreamWish {
  readonly url: string;
  /** Percent of the amplitude. */
  readonly volume: number;
}

/** How it goes. */
export interface StreamState {
  /** `waiting`: it failed, and is tried again soon. */
  readonly state: 'stopped' | 'connecting' | 'playing' | 'waiting';
  /** What the station says it is, and plays. */
  readonly title?: string;
  /** Why it does not play. */
  readonly problem?: string;
}

interface StreamPlayerDeps {
  readonly engine: Pick<AudioEngine, 'playLive'>;
  readonly source: StreamSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly tell: (state: StreamState) => void;
}

/** Plays one station as music, and comes back to it, less and less often, when it breaks off. */
export class StreamPlayer {
  readonly #deps: StreamPlayerDeps;
  #stop: () => void = () => undefined;
  #voice: LiveVoice | undefined;
  #title = '';

  constructor(deps: StreamPlayerDeps) {
    this.#deps = deps;
  }

  /** Plays this and nothing else; undefined is silence. */
  play(wish: StreamWish | undefined): void {
    this.#stop();
    const { tell, log } = this.#deps;
    if (wish === undefined) {
      tell({ state: 'stopped' });
      return;
    }
    const aborter = new AbortController();
    this.#stop = () => {
      aborter.abort();
      this.#voice?.stop();
    };
    inBackground(log, 'playing a stream', () => this.#keepPlaying(wish, aborter.signal));
  }

  /** What plays, for the page. */
  list() {
    if (this.#voice === undefined) return [];
    return [{ voice: this.#voice.id, name: this.#title || 'Music stream', sourceClass: 'music' as const }];
  }

  async #keepPlaying(wish: StreamWish, signal: AbortSignal): Promise<void> {
    const { clock, log, tell } = this.#deps;
    const backOff = new BackOff();
    while (!isOver(signal)) {
      const begun = clock.monotonic();
      const problem = await this.#playOnce(wish, signal);
      if (isOver(signal)) return;
      if (problem === undefined) {
        tell({ state: 'stopped', problem: 'it was stopped, or another source took its place' });
        return;
      }
      const pauseMs = backOff.after(clock.monotonic() - begun);
      log.warn('the stream broke off', { problem, againMs: pauseMs });
      tell({ state: 'waiting', problem });
      await pauseUnless(signal, clock, pauseMs);
    }
  }

  /** Plays until the stream breaks off, and returns why; undefined where our own side ended it. */
  async #playOnce({ url, volume }: StreamWish, signal: AbortSignal): Promise<string | undefined> {
    const { engine, source, tell } = this.#deps;
    const format = { codec: 'L16', sampleRate: 48_000, channels: 1 } as const;
    const voice = engine.playLive({ sourceClass: 'music', format, gain: volume / 100, bufferMs: BUFFER_MS });
    this.#voice = voice;
    this.#title = '';
    let plays = false;
    const show = () => {
      if (!signal.aborted)
        tell({ state: plays ? 'playing' : 'connecting', ...(this.#title === '' ? {} : { title: this.#title }) });
    };
    const named = (title: string) => {
      this.#title = title;
      show();
    };
    show();
    try {
      for await (const piece of source({ url, signal, named })) {
        const isWritten = await voice.write(piece).then(
          () => true,
          () => false,
        );
        if (!isWritten) return undefined;
        if (!plays) {
          plays = true;
          show();
        }
      }
      return 'the station ended the stream';
    } catch (error) {
      if (error instanceof Fault) return error.message;
      throw error;
    } finally {
      voice.finish();
      if (!plays) voice.stop();
      if (this.#voice === voice) this.#voice = undefined;
    }
  }
}

const isOver = (signal: AbortSignal) => signal.aborted;

function pauseUnless(signal: AbortSignal, clock: Clock, ms: number): Promise<void> {
  return new Promise(resolve => {
    let off: Off = () => undefined;
    const done = () => {
      off();
      signal.removeEventListener('abort', done);
      resolve();
    };
    off = clock.after(ms, done);
    signal.addEventListener('abort', done);
  });
}
