import { dbOf, factorOf, SAMPLE_RATE } from './format.ts';
import { GainRamp } from './gain-ramp.ts';
import { ShortLoudness } from './short-loudness.ts';

const SHORT_TERM_BLOCKS = 30; // 3 s
const STEP_S = 0.1;
/** Quieter is silence and noise: the gain waits until somebody speaks again. */
const GATE_LUFS = -55;
/** So far below what was said lately, LU, it is a pause; unless it lasts as long as all that is remembered. */
const PAUSE_LU = 10;

export interface LevellerSettings {
  /** LUFS */
  readonly target: number;
  /** The gain moves no faster than this, dB/s. */
  readonly slew: number;
  /** The gain goes no higher than this, dB. */
  readonly maxGain: number;
  /** Off, the gain returns to 0 dB. */
  readonly enabled: boolean;
}

/** Lets everything pass as it is. */
export const LEVELLER_OFF: LevellerSettings = { enabled: false, target: -18, maxGain: 0, slew: 1 };

/** The gain goes no lower than this, dB. */
const MIN_GAIN_DB = -24;

/**
 * Brings a live source slowly to a common loudness: looks at the last three seconds (short-term loudness, EBU Tech 3341),
 * moves its gain towards what is missing, and stands still in pauses, so that it does not pump noise up.
 */
export class Leveller {
  #settings: LevellerSettings;
  readonly #short = new ShortLoudness(SHORT_TERM_BLOCKS);
  readonly #ramp = new GainRamp(SAMPLE_RATE * STEP_S);
  #gainDb = 0;
  #pauses = 0;

  constructor(settings: LevellerSettings) {
    this.#settings = settings;
  }

  change(settings: LevellerSettings): void {
    this.#settings = settings;
  }

  /** What it applies at this moment, dB. */
  get gainDb(): number {
    return dbOf(this.#ramp.gain);
  }

  /** What it measures at this moment, LUFS before the gain. */
  get lufs(): number {
    return this.#short.lufs;
  }

  /** Levels the first `frames` samples in place. Allocates nothing. */
  process(block: Float32Array, frames: number): void {
    for (let i = 0; i < frames; i++) if (this.#short.add(block[i]!)) this.#steer();
    this.#ramp.process(block, frames);
  }

  #steer(): void {
    const { target, slew, maxGain, enabled } = this.#settings;
    if (this.#speaks()) this.#short.keep();
    else if (enabled) return;
    const wanted = enabled ? Math.min(maxGain, Math.max(MIN_GAIN_DB, target - this.#short.lufs)) : 0;
    const most = slew * STEP_S;
    this.#gainDb += Math.min(most, Math.max(-most, wanted - this.#gainDb));
    this.#ramp.change(factorOf(this.#gainDb));
  }

  #speaks(): boolean {
    const now = this.#short.blockLufs;
    if (now < GATE_LUFS) return false;
    if (now >= this.#short.lufs - PAUSE_LU) {
      this.#pauses = 0;
      return true;
    }
    if (++this.#pauses < SHORT_TERM_BLOCKS) return false;
    this.#short.clear();
    this.#pauses = 0;
    return true;
  }
}
