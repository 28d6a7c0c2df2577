import { framesOf } from './format.ts';
import { ShortLoudness } from './short-loudness.ts';

const BLOCKS = 30; // the last 3 s
const STEP_S = 0.1;
/** After our own sound the room needs so long to be quiet: echo, and what is still on its way from the card. */
const HOLD_FRAMES = framesOf(1000);
/** No microphone hears less; it is digital zero, the switch is off. */
const NOTHING_LUFS = -90;

export interface AutomaticVolumeSettings {
  readonly enabled: boolean;
  /** The noise of the room at which nothing is added, LUFS at the microphone. */
  readonly quietLufs: number;
  /** dB that are added for each LU above that. */
  readonly slope: number;
  /** dB that are added at the most. */
  readonly maxGain: number;
}

/** Fast enough to follow a school break, too slow to be noticed, dB/s. */
const ATTACK = 2;
const RELEASE = 1;

/**
 * Makes the speaker louder where the room is loud. It listens to the microphone only while the speaker is silent, or it
 * would answer to itself; while something plays, the gain stands still.
 */
export class AutomaticVolume {
  #settings: AutomaticVolumeSettings;
  readonly #noise = new ShortLoudness(BLOCKS);
  #hold = 0;
  #gainDb = 0;

  constructor(settings: AutomaticVolumeSettings) {
    this.#settings = settings;
  }

  change(settings: AutomaticVolumeSettings): void {
    this.#settings = settings;
    if (!settings.enabled) this.#gainDb = 0;
  }

  /** dB to add, 0 or more. */
  get gainDb(): number {
    return this.#gainDb;
  }

  /** The noise of the room, LUFS at the microphone. */
  get noiseLufs(): number {
    return this.#noise.lufs;
  }

  /** Hears the first `frames` samples of the microphone. Allocates nothing. @param sounding whether we play now */
  hear(block: Float32Array, frames: number, sounding: boolean): void {
    if (sounding) {
      if (this.#hold === 0) this.#noise.clear();
      this.#hold = HOLD_FRAMES;
      return;
    }
    if (this.#hold > 0) {
      this.#hold = Math.max(0, this.#hold - frames);
      return;
    }
    for (let i = 0; i < frames; i++) if (this.#noise.add(block[i]!)) this.#steer();
  }

  #steer(): void {
    this.#noise.keep();
    const wanted = this.#wanted();
    this.#gainDb += Math.min(ATTACK * STEP_S, Math.max(-RELEASE * STEP_S, wanted - this.#gainDb));
  }

  #wanted(): number {
    const { enabled, quietLufs, slope, maxGain } = this.#settings;
    const noise = this.#noise.lufs;
    if (!enabled || noise < NOTHING_LUFS) return 0;
    return Math.min(maxGain, Math.max(0, (noise - quietLufs) * slope));
  }
}
