import type { Off } from '../core/clock.ts';
import { framesOf } from '../dsp/format.ts';
import { type ClipSource, type SourceClass, URGENT_CLASSES } from '../engine/contract.ts';
import type { AudioEngine } from './engine.ts';
import type { AudioHealth } from './health.ts';
import type { Recorded } from './duplex-recordings.ts';
import type { StartedVoice } from './voice-spec.ts';

/** How a sound that was played to be recorded came to its end. */
export interface Measured extends Recorded {
  /** `stopped`: it was, or something urgent began; `failed`: the audio process could not play it. */
  readonly end: 'done' | 'stopped' | 'failed';
}

interface SoundCheckDeps {
  readonly engine: Pick<AudioEngine, 'playClip' | 'recordings' | 'status' | 'onStatus'>;
  readonly health: () => AudioHealth;
}

/** The speaker and its microphone as one instrument, for the speaker test. */
export class SoundCheck {
  readonly #deps: SoundCheckDeps;
  #voice: StartedVoice | undefined;

  constructor(deps: SoundCheckDeps) {
    this.#deps = deps;
  }

  /**
   * Plays a sound as the exclusive class "test", past output gain and filters, and records what is played and what is heard.
   * @param tailMs recorded after the sound
   */
  measure(sound: ClipSource, { gain, tailMs }: { readonly gain: number; readonly tailMs: number }): Promise<Measured> {
    const { engine } = this.#deps;
    return new Promise(resolve => {
      let end: Measured['end'] = 'failed';
      const stopRecording = engine.recordings.record({
        frames: sound.frames + framesOf(tailMs),
        done: recorded => {
          this.#voice = undefined;
          voice.stop();
          resolve({ ...recorded, end });
        },
      });
      const voice = engine.playClip({
        sourceClass: 'test',
        clip: sound,
        times: 1,
        gain,
        round: () => undefined,
        ended: why => {
          end = why;
          if (why !== 'done') stopRecording();
        },
      });
      this.#voice = voice;
    });
  }

  /** Ends what is being measured. */
  stop(): void {
    this.#voice?.stop();
  }

  /** Records what is played and heard, whatever that is. @returns ends it early */
  record(ms: number, done: (recorded: Recorded) => void): Off {
    return this.#deps.engine.recordings.record({ frames: framesOf(ms), done });
  }

  /** The class of what sounds and must not wait for a test, or undefined. */
  urgent(): SourceClass | undefined {
    const { playing, live } = this.#deps.health();
    return [...live, ...playing].find(({ sourceClass }) => URGENT_CLASSES.includes(sourceClass))?.sourceClass;
  }

  /** Why nothing can be measured: no card, or no microphone on it. */
  get problem(): 'no-card' | 'no-microphone' | undefined {
    const device = this.#deps.engine.status?.device;
    if (device?.state !== 'open') return 'no-card';
    return device.input === 'none' || device.deaf !== undefined ? 'no-microphone' : undefined;
  }

  /** The sound card and how it is used: another one sounds otherwise. */
  get hardware(): string {
    const device = this.#deps.engine.status?.device;
    return device === undefined ? '' : `${device.driver}: ${device.output} / ${device.input}`;
  }

  /** Calls back about ten times a second, with what may have changed. */
  onChange(listener: () => void): Off {
    return this.#deps.engine.onStatus(listener);
  }
}
