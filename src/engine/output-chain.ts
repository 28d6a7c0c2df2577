import { AutomaticVolume } from '../dsp/automatic-volume.ts';
import { DelayLine } from '../dsp/delay-line.ts';
import { Equalizer } from '../dsp/equalizer.ts';
import { factorOf, framesOf } from '../dsp/format.ts';
import { GainRamp } from '../dsp/gain-ramp.ts';
import type { SoundShape } from './sound-shape.ts';

/** An emergency is as loud as it gets within this. */
const RAMP_FRAMES = framesOf(20);
/** So long the lowest band of an equalizer may be heard after the sound. */
const RING_FRAMES = framesOf(200);

/**
 * What all sound passes on its way out, before the limiter: the gain of the automatic volume and of the quiet hours, the
 * equalizer, the delay; and the equalizer of what the microphone hears. Allocates nothing per block.
 */
export class OutputChain {
  readonly #gain = new GainRamp(RAMP_FRAMES);
  readonly #equalizer = new Equalizer();
  readonly #inputEqualizer = new Equalizer();
  readonly #delay = new DelayLine();
  readonly #volume = new AutomaticVolume({ enabled: false, quietLufs: -60, slope: 0, maxGain: 0 });
  #capDb = Infinity;

  change({ outputFilters, inputFilters, delayMs, capDb, automaticVolume }: SoundShape): void {
    this.#equalizer.change(outputFilters);
    this.#inputEqualizer.change(inputFilters);
    this.#delay.change(delayMs);
    this.#volume.change(automaticVolume);
    this.#capDb = capDb ?? Infinity;
  }

  /** dB that the automatic volume adds now. */
  get automaticDb(): number {
    return this.#volume.gainDb;
  }

  /** Frames for which the last sound may still come out. */
  get tailFrames(): number {
    return this.#delay.frames + (this.#equalizer.active ? RING_FRAMES : 0);
  }

  /** A sound begins after silence: its first sample has the right gain. */
  begin(emergency: boolean): void {
    this.#aim(emergency);
    this.#gain.settle();
  }

  /** Shapes the first `frames` samples in place. @param emergency whether an emergency sounds, which no cap keeps down */
  process(block: Float32Array, frames: number, emergency: boolean): void {
    this.#aim(emergency);
    this.#gain.process(block, frames);
    this.#equalizer.process(block, frames);
    this.#delay.process(block, frames);
  }

  /** Shapes what the microphone heard, in place, and learns from it how loud the room is. @param sounding whether we play now */
  hear(block: Float32Array, frames: number, sounding: boolean): void {
    this.#volume.hear(block, frames, sounding);
    this.#inputEqualizer.process(block, frames);
  }

  #aim(emergency: boolean): void {
    const automatic = this.#volume.gainDb;
    this.#gain.change(factorOf(emergency ? automatic : Math.min(automatic, this.#capDb)));
  }
}
